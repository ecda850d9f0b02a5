"""What holds on in a conversation: conditions ("we deploy images"), and that a yes or a no is
asked for.
"""

from __future__ import annotations

from bot.record import replace
from bot.understand.question import CaseSaid
from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.catalogue.model import Catalogue
    from bot.understand.question import Context, Question
    from bot.understand.seen import Seen

# "And normally?" asks without the condition.
_WITHOUT = frozenset("normally usually default otherwise generally general without else".split())
_TOO = frozenset("too also well".split())
_WH = frozenset("who whose what which how why where when".split())
_FEW = 5
_SMALL = frozenset(
    stem(word)
    for word in (
        "it is a an the of on in with to for by and or not no that has have are you your its from "
        "aws amazon instead"
    ).split()
)


def holding_on(catalogue: Catalogue, question: Question, seen: Seen, before: Context) -> Question:
    """A question with what holds on from the turns before; `seen` is the turn as it was typed."""
    cases = _cases(catalogue, question, seen, before) if before.cases else question.cases
    stance = question.stance or (before.stance if _asks_the_same(question, seen) else None)
    return replace(question, cases=cases, stance=stance)


def _asks_the_same(question: Question, seen: Seen) -> bool:
    """Whether a turn names another service or topic and no more: "RDS too?", "and backups?"."""
    words = {token.text for token in seen.tokens}
    asks = seen.text.rstrip().endswith("?") or bool(words & _TOO)
    other = bool(seen.names) != bool(seen.topics.topics)
    own = (
        (bool(words & _WH) and "about" not in words)
        or "responsibility" in seen.signals
        or "everything" in seen.signals
    )
    return question.kind == "duty" and len(words) <= _FEW and asks and other and not own


def _cases(
    catalogue: Catalogue, question: Question, seen: Seen, before: Context
) -> tuple[CaseSaid, ...]:
    """The cases of a turn with those that earlier turns said of the same service, as long as it
    names no service and says nothing else of the condition.
    """
    own = question.cases
    goes_on = question.kind == "duty" and all(one.how == "context" for one in question.mentions)
    if not before.cases or not goes_on or _WITHOUT & {token.text for token in seen.tokens}:
        return own
    said = {(case.service, case.topic) for case in own}
    stems = {token.stem for token in seen.tokens}
    more = (
        case
        for case in _again(catalogue, question, before)
        if (case.service, case.topic) not in said and stems.isdisjoint(_words(catalogue, case))
    )
    return (*own, *more)


def _again(catalogue: Catalogue, question: Question, before: Context) -> Iterator[CaseSaid]:
    """The cases of what is asked whose condition was said before, of whatever topic."""
    known = {_when(catalogue, case) for case in before.cases}
    for mention in question.mentions:
        for one in catalogue.family(mention.service):
            for topic in (*question.topics, *question.beside):
                duty = one.duties.get(topic)
                for number, case in enumerate(duty.cases if duty else ()):
                    if (one.id, case.when) in known:
                        yield CaseSaid(service=one.id, topic=topic, case=number)


def _when(catalogue: Catalogue, case: CaseSaid) -> tuple[str, str]:
    own = catalogue.services[case.service].duties[case.topic].cases[case.case]
    return case.service, own.when


def _words(catalogue: Catalogue, case: CaseSaid) -> frozenset[str]:
    """The stems of what a condition speaks of."""
    when = words_of(_when(catalogue, case)[1])
    return frozenset(stem(word) for word in when) - _SMALL
