"""From a person's text, and the conversation before it, to a `Question`."""

from __future__ import annotations

from bot.record import replace
from bot.understand.asides import Asides
from bot.understand.back import Back
from bot.understand.cases import cases_said, states_case, with_case_topic, without_conditions
from bot.understand.direction import direction_of
from bot.understand.followup import (
    carries_on,
    carry_on,
    remembered,
    reversed_move,
    with_context,
)
from bot.understand.foreign import is_foreign
from bot.understand.gist import senses_of
from bot.understand.layers import layers_of
from bot.understand.listing import of_that
from bot.understand.names import tokens_taken
from bot.understand.outside import with_outside
from bot.understand.party import doubts
from bot.understand.question import Mention, Question
from bot.understand.see import Seer
from bot.understand.seen import others_of, strangers_of, worth_naming
from bot.understand.stance import stance_of
from bot.understand.strangers import orders
from bot.understand.telling import Telling
from bot.understand.unnamed import UnnamedReader
from bot.understand.words import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.question import Context, Kind, Stance
    from bot.understand.seen import Seen

_TWO, _FEW, _MORE, _MOST = 2, 9, 12, 25
_ASKS = frozenset("where what when how which".split())
_BACK = frozenset("it they them there those these".split())
_IT = frozenset("it there".split())
_OURS = frozenset("us we our ours mine".split())


class Reader:
    """Reads questions with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._seer = Seer(catalogue)
        self._asides = Asides(catalogue)
        self._unnamed = UnnamedReader(catalogue)
        self._telling = Telling(catalogue)
        self._back = Back(catalogue, self._seer.names)

    def tables(self) -> dict[str, Any]:
        """All that was made of the catalogue's words, as what JSON can say.

        With them in `Catalogue.tables` a reader is ready at once.
        """
        parts = {**self._seer.parts, **self._unnamed.parts, "senses": senses_of(self._catalogue)}
        return {name: part.table for name, part in parts.items()}

    def read(self, text: str, before: Context | None = None) -> Question:
        """Understand `text` as typed or as Slack sends it; never raises."""
        return self.read_clean(clean(text), before)

    def read_clean(self, cleaned: str, before: Context | None = None) -> Question:
        """Understand a text that Slack's markup was undone in already."""
        spoken = frozenset((*before.services, *before.earlier)) if before else frozenset[str]()
        seen = heard = self._asides.fold(self._seer.see(cleaned, spoken))
        if before is not None:
            seen = self._in_thread(seen, before)
        seen = with_case_topic(self._catalogue, without_conditions(self._catalogue, seen))
        seen = self._telling.settle(seen)
        again = self._unnamed.list_again(heard, before) if before is not None else None
        question = again or self._decide(seen, before)
        if before is not None and question.kind == "list":
            question = of_that(question, seen, before)
        # Of more, no reply could tell the cases.
        services = [mention.service for mention in question.mentions[:_MOST]]
        topics = (*question.topics, *question.beside)
        question = with_outside(question, seen)
        return replace(
            question,
            text=cleaned,
            cases=cases_said(self._catalogue, services, topics, seen),
            foreign=_foreign(seen, cleaned),
        )

    def _in_thread(self, seen: Seen, before: Context) -> Seen:
        """A text with what the turns before it add."""
        if (back := self._back.one_of(seen, before)) is not None:
            return back
        return seen if self._is_whole(seen, before) else self._with_context(seen, before)

    def _is_whole(self, seen: Seen, before: Context) -> bool:
        """Whether a text leans on no turn before it."""
        words = {token.text for token in seen.tokens}
        of_it = bool(before.services) and bool(words & _IT) and "everything" in seen.signals
        if self._unnamed.stands_alone(seen) and not of_it:
            return True
        # "Servers?", of Outposts racks, are the other way of running it.
        ways = self._seer.variants
        way = before.services and ways.way_of(before.services[0], seen.tokens)
        return not way and self._unnamed.several.names_others(seen, before)

    def _with_context(self, seen: Seen, before: Context) -> Seen:
        """What the turns before add; a case of what was asked carries the question on."""
        if back := reversed_move(seen, before):
            return replace(seen, names=back, plain=(), unknown=())
        named = self._back.named_again(seen, before) or self._mentioned(seen, before)
        if named is not None:
            return named
        ways = self._seer.variants
        way = ways.way_of(before.services[0], seen.tokens) if len(before.services) == 1 else None
        if way is not None and way not in before.services:
            return with_context(seen, before, ways, leaning=not seen.names and _short(seen))
        if before.services and (topic := self._asides.topic_there(seen)) is not None:
            # "And who handles IAM there?" asks about identity on what was spoken of.
            topics = replace(seen.topics, topics=(topic,), beside=(), sweep=None, weak=False)
            return replace(seen, names=remembered(before.services), topics=topics)
        if before.services and (again := self._asked_again(seen, before)) is not None:
            return again
        return self._asked_of(with_context(seen, before, ways), before)

    def _mentioned(self, seen: Seen, before: Context) -> Seen | None:
        """What a turn names that only the entry spoken of knows: "vCenter, NSX and so on?"."""
        strange = [seen.tokens[at].text for at in seen.unknown]
        if seen.names or seen.others or len(before.services) != 1 or not strange:
            return None
        topic = None
        if not seen.topics.strong and len(seen.tokens) <= _FEW:
            topic = self._telling.mentioned(before.services[0], strange, before.topics)
        if topic is None:
            return None
        topics = replace(seen.topics, topics=(topic,), beside=(), sweep=None, weak=False)
        return replace(seen, names=remembered(before.services), topics=topics, unknown=())

    def _asked_of(self, seen: Seen, before: Context) -> Seen:
        """What is asked of the service spoken of in its entry's own words: "who runs the jobs?"."""
        if seen.names or seen.others or len(before.services) != 1:
            return seen
        if len(seen.tokens) <= _TWO + 1 and "?" in seen.text and not seen.topics.topics:
            # "Renewal then?", of certificates.
            told = self._telling.settle(replace(seen, names=remembered(before.services)))
            return told if told.topics.topics else seen
        words = {token.text for token in seen.tokens}
        asks = "responsibility" in seen.signals or bool(words & _ASKS)
        if not asks or len(words) > _MORE or "aws_party" in seen.signals:
            return seen
        if seen.topics.topics:
            named = seen.topics.weak and not seen.unknown
            return replace(seen, names=remembered(before.services)) if named else seen
        told = self._telling.settle(replace(seen, names=remembered(before.services)))
        return told if told.topics.topics or words & _BACK else seen

    def _asked_again(self, seen: Seen, before: Context) -> Seen | None:
        """The same question under a condition, or one that says yes or no of the same service."""
        if doubts([token.text for token in seen.tokens]):
            return carry_on(seen, before)
        asked = (*before.topics, *before.beside)
        fresh = any(name.service not in before.services for name in seen.names)
        whole = bool(seen.topics.strong) and "responsibility" in seen.signals
        fresh = fresh and (whole or len(seen.tokens) <= _TWO)
        case = not fresh and states_case(self._catalogue, before.services, asked, seen)
        judges = not seen.names and stance_of(seen) is not None
        if (case and (carries_on(seen) or len(seen.tokens) <= _MORE)) or (
            judges and carries_on(seen) and not (seen.topics.topics or seen.unknown)
        ):
            # "What if it is an image?" and "so that's AWS, not us?" ask the same again; "and the
            # container runtime?" the layer beside it.
            beside = bool(set(seen.topics.strong) & set(before.beside)) and states_case(
                self._catalogue, before.services, before.beside, seen
            )
            own = replace(seen, names=remembered(before.services))
            return own if beside else carry_on(seen, before)
        if _whose(seen) and _short(seen) and "help" not in seen.signals:
            if any(token.text == "else" for token in seen.tokens):
                # "What else is ours?" asks of all of it.
                return replace(seen, names=remembered(before.services))
            return carry_on(seen, before)
        told = seen.topics.strong and not (seen.names or seen.unknown)
        if told and _short(seen) and (judges or self._states(seen, before)):
            return replace(seen, names=remembered(before.services))
        return None

    def _states(self, seen: Seen, before: Context) -> bool:
        """Whether a turn states a case of what it asks: "in transit, a partner uses plain FTP"."""
        return bool(cases_said(self._catalogue, before.services, seen.topics.topics, seen))

    def _decide(self, seen: Seen, before: Context | None) -> Question:
        pair = direction_of(seen)
        if pair is not None:
            return self._question(seen, "shift", self._seer.variants.on_the_way(seen, pair))
        again = [name for name in seen.names if name.how == "context"]
        instead = len(again) == 1 and any(one.text == "instead" for one in seen.tokens)
        moved = before is not None and before.kind == "shift" and len(seen.names) == _TWO
        if moved and (instead or len(again) == _TWO):
            # "And the operating system?" after a move asks about the same move, and "what if
            # Lambda instead?" starts where it did.
            return self._question(seen, "shift", seen.names)
        if orders(seen):
            return Question(text="", kind="ignore", topics=seen.topics.topics)
        return self._of_names(seen) if seen.names else self._unnamed.read(seen)

    def _stance(self, seen: Seen, service: str, topics: Sequence[str]) -> Stance | None:
        """Who the person thinks does it; a partner where the entry has one of that name: "does Red
        Hat patch it?".
        """
        stance = _stance(seen)
        duties = self._catalogue.services[service].duties
        partners = [
            duties[topic].says.partner
            for topic in topics
            if topic in duties and duties[topic].says.partner is not None
        ]
        if stance is None or not partners:
            return stance
        inside = tokens_taken(seen.names)
        text = " ".join(one.text for at, one in enumerate(seen.tokens) if at not in inside)
        named = any(one is not None and one.name.lower() in text for one in partners)
        return replace(stance, party="partner") if named else stance

    def _of_names(self, seen: Seen) -> Question:
        """What is asked of the services named: of several a comparison, of one a duty or all."""
        if len(seen.names) >= _TWO:
            return self._question(seen, "compare", seen.names)
        if (asked_back := self._unnamed.several.rival(seen)) is not None:
            return asked_back
        kind: Kind = "duty" if seen.topics.topics else "service"
        return self._question(seen, kind, seen.names)

    def _question(self, seen: Seen, kind: Kind, names: Sequence[NameSaid]) -> Question:
        mentions = tuple(
            Mention(service=name.service, said=name.said, how=name.how, score=name.score)
            for name in names
            if name.service is not None
        )
        topics, beside, sweep = layers_of(self._catalogue, seen, mentions, kind)
        if seen.topics.weak and kind in ("shift", "compare"):
            # "MySQL on EC2 instead of RDS" asks about the whole, not about the engine.
            topics, beside, sweep = (), (), None
        return Question(
            text="",
            kind=kind,
            mentions=mentions,
            topics=topics,
            beside=beside,
            sweep=sweep,
            stance=self._stance(seen, mentions[0].service, topics) if kind == "duty" else None,
            not_aws=others_of(seen),
            unknown=() if seen.others else strangers_of(seen, worth_naming(seen)),
        )


def _whose(seen: Seen) -> bool:
    """Whether no more is asked than whose it is: "then what's ours?", "and us?"."""
    said = seen.names or seen.topics.topics or seen.plain or seen.unknown
    ours = any(token.text in _OURS for token in seen.tokens)
    asked = "responsibility" in seen.signals or ours
    return asked and not said and "courtesy" not in seen.signals


def _short(seen: Seen) -> bool:
    """Few enough words to lean on the turn before."""
    return len(seen.tokens) <= _FEW


def _stance(seen: Seen) -> Stance | None:
    foreign = is_foreign(seen.tokens, seen.signals) or not seen.text.isascii()
    if not foreign:
        return stance_of(seen)
    # Most questions are English, and need none of it.
    from bot.understand.foreign_stance import asks_who, foreign_stance  # noqa: PLC0415

    return None if asks_who(seen) else stance_of(seen) or foreign_stance(seen)


def _foreign(seen: Seen, text: str) -> bool:
    """Whether the text is probably not English."""
    if not text.isascii() and any(
        "\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in text
    ):
        return True
    return is_foreign(seen.tokens, seen.signals)
