"""From a person's text, and the conversation before it, to a `Question`."""

from __future__ import annotations

from bot.record import replace
from bot.understand.asides import Asides
from bot.understand.cases import cases_said, states_case, without_conditions
from bot.understand.direction import direction_of
from bot.understand.followup import carries_on, carry_on, with_context
from bot.understand.layers import layers_of
from bot.understand.question import Mention, Question
from bot.understand.see import Seer
from bot.understand.seen import others_of, strangers_of, worth_naming
from bot.understand.stance import stance_of
from bot.understand.unnamed import UnnamedReader
from bot.understand.words import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.question import Context, Kind
    from bot.understand.seen import Seen

_TWO = 2
# "Who" in other languages, which no English question holds.
_ASKERS = frozenset("wer qui quien quienes quem".split())


class Reader:
    """Reads questions with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._seer = Seer(catalogue)
        self._asides = Asides(catalogue)
        self._unnamed = UnnamedReader(catalogue)

    def read(self, text: str, before: Context | None = None) -> Question:
        """Understand `text` as typed or as Slack sends it; never raises."""
        return self.read_clean(clean(text), before)

    def read_clean(self, cleaned: str, before: Context | None = None) -> Question:
        """Understand a text that Slack's markup was undone in already."""
        seen = self._asides.fold(self._seer.see(cleaned))
        if before is not None and not self._unnamed.is_list(seen):
            seen = self._with_context(seen, before)
        seen = without_conditions(self._catalogue, seen)
        question = self._decide(seen, before)
        services = [mention.service for mention in question.mentions]
        topics = (*question.topics, *question.beside)
        return replace(
            question,
            text=cleaned,
            cases=cases_said(self._catalogue, services, topics, seen),
            foreign=_foreign(seen, cleaned),
        )

    def _with_context(self, seen: Seen, before: Context) -> Seen:
        """What the turns before add; a case of what was asked carries the question on."""
        asked = (*before.topics, *before.beside)
        way = (
            self._seer.variants.way_of(before.services[0], seen.tokens) if before.services else None
        )
        if before.services and carries_on(seen) and way in (None, before.services[0]):
            case = states_case(self._catalogue, before.services, asked, seen)
            says = not seen.names and not seen.topics.topics and stance_of(seen) is not None
            if case or says:
                # "What if it is an image?" and "so that's AWS, not us?" ask the same again.
                return carry_on(seen, before)
        return with_context(seen, before, self._seer.variants)

    def _decide(self, seen: Seen, before: Context | None) -> Question:
        pair = direction_of(seen)
        if pair is not None:
            return self._question(seen, "shift", pair)
        again = [name for name in seen.names if name.how == "context"]
        if before is not None and before.kind == "shift" and len(again) == _TWO == len(seen.names):
            # "And the operating system?" after a move asks about the same move.
            return self._question(seen, "shift", again)
        if len(seen.names) >= _TWO:
            return self._question(seen, "compare", seen.names)
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
        return Question(
            text="",
            kind=kind,
            mentions=mentions,
            topics=topics,
            beside=beside,
            sweep=sweep,
            stance=stance_of(seen) if kind == "duty" else None,
            not_aws=others_of(seen),
            unknown=() if seen.others else strangers_of(seen, worth_naming(seen)),
        )


def _foreign(seen: Seen, text: str) -> bool:
    """Whether the text is probably not English."""
    if any("\u3040" <= letter <= "\u9fff" or "\uac00" <= letter <= "\ud7af" for letter in text):
        return True
    said = {seen.tokens[at].text for at in seen.signals.at("foreign")}
    return len(said) >= _TWO or bool(said & _ASKERS)
