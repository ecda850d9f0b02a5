"""From a person's text, and the conversation before it, to a `Question`."""

from __future__ import annotations

import itertools

from bot.record import replace
from bot.understand.asides import Asides
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
from bot.understand.outside import with_outside
from bot.understand.party import doubts
from bot.understand.question import Mention, Question
from bot.understand.see import Seer
from bot.understand.seen import others_of, strangers_of, worth_naming
from bot.understand.stance import stance_of
from bot.understand.telling import Telling
from bot.understand.unnamed import UnnamedReader
from bot.understand.words import clean, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.question import Context, Kind, Stance
    from bot.understand.seen import Seen

_TWO, _FEW, _MORE = 2, 9, 12
_ASKS = frozenset("where what when how which".split())
_BACK = frozenset("it they them there those these".split())
_OURS = frozenset("us we our ours mine".split())
_IAM = "iam"
_MAKERS = frozenset({"aws", "amazon"})
# What may stand round the words that complete a name.
_AROUND = frozenset(
    "and or what about the one ones on in with for if it's its is it a we use then ok so".split()
)


class Reader:
    """Reads questions with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._seer = Seer(catalogue)
        self._asides = Asides(catalogue)
        self._unnamed = UnnamedReader(catalogue)
        self._telling = Telling(catalogue)

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
        if before is not None and not self._is_whole(seen, before):
            seen = self._with_context(seen, before)
        seen = with_case_topic(self._catalogue, without_conditions(self._catalogue, seen))
        seen = self._telling.settle(seen)
        again = self._unnamed.list_again(heard, before) if before is not None else None
        question = again or self._decide(seen, before)
        if before is not None and question.kind == "list":
            question = of_that(question, seen, before)
        services = [mention.service for mention in question.mentions]
        topics = (*question.topics, *question.beside)
        question = with_outside(question, seen)
        return replace(
            question,
            text=cleaned,
            cases=cases_said(self._catalogue, services, topics, seen),
            foreign=_foreign(seen, cleaned),
        )

    def _is_whole(self, seen: Seen, before: Context) -> bool:
        """Whether a text leans on no turn before it."""
        return self._unnamed.stands_alone(seen) or self._unnamed.several.names_others(seen, before)

    def _with_context(self, seen: Seen, before: Context) -> Seen:
        """What the turns before add; a case of what was asked carries the question on."""
        if back := reversed_move(seen, before):
            return replace(seen, names=back, plain=(), unknown=())
        if (named := self._named_again(seen, before)) is not None:
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

    def _asked_of(self, seen: Seen, before: Context) -> Seen:
        """What is asked of the service spoken of in its entry's own words: "who runs the jobs?"."""
        if seen.names or seen.others or len(before.services) != 1:
            return seen
        words = {token.text for token in seen.tokens}
        asks = "responsibility" in seen.signals or bool(words & _ASKS)
        if not asks or len(words) > _MORE or "aws_party" in seen.signals:
            return seen
        if seen.topics.topics:
            named = seen.topics.weak and not seen.unknown
            return replace(seen, names=remembered(before.services)) if named else seen
        told = self._telling.settle(replace(seen, names=remembered(before.services)))
        return told if told.topics.topics or words & _BACK else seen

    def _identity_of(self, seen: Seen, before: Context) -> Seen | None:
        """Identity of the one service spoken of, where "and IAM?" goes on from topic to topic."""
        alone = len(seen.names) == len(before.services) == 1 and bool(before.topics)
        if not alone or seen.names[0].service != _IAM or seen.topics.topics or not _short(seen):
            return None
        served = self._catalogue.tools
        if before.services[0] in served or not carries_on(seen):
            return None
        topics = replace(seen.topics, topics=(served[_IAM],), weak=False)
        return replace(seen, names=remembered(before.services), topics=topics)

    def _named_again(self, seen: Seen, before: Context) -> Seen | None:
        """A turn whose words are part of a name: "serverless?", "back to auto scaling"."""
        if (other := self._completed(seen, before)) is not None:
            return replace(carry_on(seen, before), names=remembered((other,)))
        if (again := self._named_in_part(seen, before)) is not None:
            own = seen if seen.topics.topics else carry_on(seen, before)
            return replace(own, names=remembered((again,)), unknown=(), plain=())
        itself = any(token.text == "itself" for token in seen.tokens)
        return None if itself else self._identity_of(seen, before)

    def _completed(self, seen: Seen, before: Context) -> str | None:
        """The service that a text's words name behind the one before: OpenSearch, "serverless?"."""
        rest = [token.text for token in seen.tokens if token.text not in _AROUND]
        if (part := self._part_of_name(rest, before)) is not None:
            return part
        # "Connect?" after MSK may be a doubtful word: a name that is sure stands for itself.
        sure = any(not (one.common or one.plain) for one in seen.names)
        if sure or len(before.services) != 1 or not 0 < len(rest) <= _TWO:
            return None
        own = self._catalogue.services[before.services[0]]
        names = [one for one in own.aliases if " " not in one]
        found = {self._seer.names.by_name(" ".join((one, *rest))) for one in names}
        found -= {None, own.id}
        return found.pop() if len(found) == 1 else None

    def _part_of_name(self, words: Sequence[str], before: Context) -> str | None:
        """The one of those offered or spoken of whose name holds all these words: "client"."""
        offered = before.candidates or before.services
        if not 0 < len(words) <= _TWO + 1 or (len(words) < _TWO and not before.candidates):
            return None
        found = [
            one
            for one in offered
            if set(words) <= set(words_of(self._catalogue.services[one].name)) - _MAKERS
        ]
        return found[0] if len(found) == 1 else None

    def _named_in_part(self, seen: Seen, before: Context) -> str | None:
        """The service spoken of that two words in a row name: "back to auto scaling"."""
        if seen.names or seen.others:
            return None
        pairs = [
            [one.text, two.text]
            for one, two in itertools.pairwise(seen.tokens)
            if two.gap in (" ", "-")
        ]
        found = {
            service
            for service in (*before.services, *before.earlier)
            for pair in pairs
            if _holds(words_of(self._catalogue.services[service].name), pair)
        }
        return found.pop() if len(found) == 1 else None

    def _asked_again(self, seen: Seen, before: Context) -> Seen | None:
        """The same question under a condition, or one that says yes or no of the same service."""
        if doubts([token.text for token in seen.tokens]):
            return carry_on(seen, before)
        asked = (*before.topics, *before.beside)
        case = states_case(self._catalogue, before.services, asked, seen)
        judges = not seen.names and stance_of(seen) is not None
        if (case and (carries_on(seen) or _short(seen))) or (
            judges and carries_on(seen) and not seen.topics.topics
        ):
            # "What if it is an image?" and "so that's AWS, not us?" ask the same again.
            return carry_on(seen, before)
        if _whose(seen) and _short(seen) and "help" not in seen.signals:
            if any(token.text == "else" for token in seen.tokens):
                # "What else is ours?" asks of all of it.
                return replace(seen, names=remembered(before.services))
            return carry_on(seen, before)
        if judges and _short(seen) and seen.topics.strong and not seen.unknown:
            return replace(seen, names=remembered(before.services))
        return None

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
        if len(seen.names) >= _TWO:
            return self._question(seen, "compare", seen.names)
        if seen.names and (asked_back := self._unnamed.several.rival(seen)) is not None:
            return asked_back
        if seen.names:
            kind: Kind = "duty" if seen.topics.topics else "service"
            return self._question(seen, kind, seen.names)
        return self._unnamed.read(seen)

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
            stance=_stance(seen) if kind == "duty" else None,
            not_aws=others_of(seen),
            unknown=() if seen.others else strangers_of(seen, worth_naming(seen)),
        )


def _whose(seen: Seen) -> bool:
    """Whether no more is asked than whose it is: "then what's ours?", "and us?"."""
    said = seen.names or seen.topics.topics or seen.plain or seen.unknown
    ours = any(token.text in _OURS for token in seen.tokens)
    asked = "responsibility" in seen.signals or ours
    return asked and not said and "courtesy" not in seen.signals


def _holds(words: Sequence[str], pair: Sequence[str]) -> bool:
    """Whether two words stand in a row in a name, its maker left out."""
    own = [one for one in words if one not in _MAKERS]
    return list(pair) in [own[at : at + _TWO] for at in range(len(own))]


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
