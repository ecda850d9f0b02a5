"""From a person's text, and the conversation before it, to a `Question`."""

from __future__ import annotations

from bot.record import replace
from bot.understand.asides import Asides
from bot.understand.back import Back
from bot.understand.cases import cases_said, with_case_topic, without_conditions
from bot.understand.conditions import holding_on
from bot.understand.direction import direction_of
from bot.understand.foreign import is_foreign
from bot.understand.gist import senses_of
from bot.understand.layers import layers_of
from bot.understand.listing import of_that
from bot.understand.names import tokens_taken
from bot.understand.outside import with_outside
from bot.understand.question import Mention, Question
from bot.understand.see import Seer
from bot.understand.seen import others_of, strangers_of, worth_naming
from bot.understand.stance import stance_of
from bot.understand.strangers import orders
from bot.understand.telling import Telling
from bot.understand.turns import Turns
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

_TWO, _MOST = 2, 25


class Reader:
    """Reads questions with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._seer = Seer(catalogue)
        self._asides = Asides(catalogue)
        self._unnamed = UnnamedReader(catalogue)
        self._telling = Telling(catalogue)
        self._turns = Turns(
            catalogue,
            self._seer.variants,
            Back(catalogue, self._seer.names),
            self._telling,
            self._asides,
            self._unnamed,
        )

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
            seen = self._turns.with_turns(seen, before)
        seen = with_case_topic(self._catalogue, without_conditions(self._catalogue, seen))
        seen = self._telling.settle(seen)
        again = self._unnamed.list_again(heard, before) if before is not None else None
        question = again or self._decide(seen, before)
        if before is not None and question.kind == "list":
            question = of_that(question, seen, before)
        # Of more, no reply could tell the cases.
        services = [mention.service for mention in question.mentions[:_MOST]]
        topics = (*question.topics, *question.beside)
        question = replace(
            with_outside(question, seen),
            text=cleaned,
            cases=cases_said(self._catalogue, services, topics, seen),
            foreign=_foreign(seen, cleaned),
        )
        if before is None:
            return question
        return holding_on(self._catalogue, question, heard, before)

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
