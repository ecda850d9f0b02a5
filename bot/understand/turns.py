"""A turn of a conversation with what the turns before it add."""

from __future__ import annotations

from bot.record import replace
from bot.understand.cases import cases_said, states_case
from bot.understand.followup import carries_on, carry_on, remembered, reversed_move, with_context
from bot.understand.party import doubts
from bot.understand.stance import stance_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.understand.asides import Asides
    from bot.understand.back import Back
    from bot.understand.question import Context
    from bot.understand.seen import Seen
    from bot.understand.telling import Telling
    from bot.understand.unnamed import UnnamedReader
    from bot.understand.variants import VariantIndex

_TWO, _FEW, _MORE = 2, 9, 12
_ASKS = frozenset("where what when how which".split())
_BACK = frozenset("it they them there those these".split())
_IT = frozenset("it there".split())
_OURS = frozenset("us we our ours mine".split())


class Turns:
    """Fills in what a turn leaves unsaid, with the parts of a reader."""

    def __init__(
        self,
        catalogue: Catalogue,
        ways: VariantIndex,
        back: Back,
        telling: Telling,
        asides: Asides,
        unnamed: UnnamedReader,
    ) -> None:
        self._catalogue, self._ways, self._back = catalogue, ways, back
        self._telling, self._asides, self._unnamed = telling, asides, unnamed

    def with_turns(self, seen: Seen, before: Context) -> Seen:
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
        ways = self._ways
        way = before.services and ways.way_of(before.services[0], seen.tokens)
        return not way and self._unnamed.several.names_others(seen, before)

    def _with_context(self, seen: Seen, before: Context) -> Seen:
        """What the turns before add; a case of what was asked carries the question on."""
        if back := reversed_move(seen, before):
            return replace(seen, names=back, plain=(), unknown=())
        first = (self._back.named_again, self._run_so, self._there)
        # What follows asks on about services.
        steps = (*first, self._again, self._mentioned) if before.services else first
        for step in steps:
            if (found := step(seen, before)) is not None:
                return found
        return self._asked_of(with_context(seen, before, self._ways), before)

    def _run_so(self, seen: Seen, before: Context) -> Seen | None:
        """A turn that says which way the service spoken of is run."""
        if len(before.services) != 1:
            return None
        way = self._ways.way_of(before.services[0], seen.tokens)
        if way is None or way in before.services:
            return None
        leaning = _short(seen) and (not seen.names or _only_says(seen, way))
        return with_context(seen, before, self._ways, leaning=leaning)

    def _there(self, seen: Seen, before: Context) -> Seen | None:
        """A turn that asks of what was spoken of by "there"."""
        if before.kind == "shift" and _of_target(seen):
            return replace(seen, names=remembered(before.services[-1:]))
        if before.services and (topic := self._asides.topic_there(seen)) is not None:
            # "And who handles IAM there?" asks about identity on what was spoken of.
            topics = replace(seen.topics, topics=(topic,), beside=(), sweep=None, weak=False)
            return replace(seen, names=remembered(before.services), topics=topics)
        return None

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

    def _again(self, seen: Seen, before: Context) -> Seen | None:
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


def _whose(seen: Seen) -> bool:
    """Whether no more is asked than whose it is: "then what's ours?", "and us?"."""
    said = seen.names or seen.topics.topics or seen.plain or seen.unknown
    ours = any(token.text in _OURS for token in seen.tokens)
    asked = "responsibility" in seen.signals or ours
    return asked and not said and "courtesy" not in seen.signals


def _of_target(seen: Seen) -> bool:
    """Whether a turn asks of where a move goes: "and who does the logging there?"."""
    asks = "responsibility" in seen.signals and bool(seen.topics.topics)
    return asks and not seen.names and seen.tokens[-1].text == "there"


def _only_says(seen: Seen, way: str) -> bool:
    """Whether a turn says no more than which way it is run: "we're using ECS on EC2"."""
    asks = any(one in seen.signals for one in ("responsibility", "everything", "question"))
    return {name.service for name in seen.names} == {way} and not (asks or seen.topics.topics)


def _short(seen: Seen) -> bool:
    """Few enough words to lean on the turn before."""
    return len(seen.tokens) <= _FEW
