"""Which cases of the catalogue a text itself says: "with a custom AMI", "on Extended Support"."""

from __future__ import annotations

from bot.understand.phrases import stems_of
from bot.understand.question import CaseSaid
from bot.understand.words import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.catalogue.model import Catalogue, Service
    from bot.understand.seen import Seen

_BETWEEN = 5
_NOT = frozenset("without not no never isn't don't doesn't aren't".split())
_STATES = frozenset(stem(word) for word in "on off is enabled disabled sign signing".split())
_IS = frozenset("is are does do isn't aren't doesn't don't".split())


def cases_said(
    catalogue: Catalogue, services: Iterable[str], topics: Iterable[str], seen: Seen
) -> tuple[CaseSaid, ...]:
    """The cases said, for every entry that an answer on `services` and `topics` may use."""
    stems = tuple(token.stem for token in seen.tokens)
    # "Is RDS Multi-AZ by default?" asks for the condition; it does not state it.
    asks = {stems[at] for at in seen.topics.tokens} if _asks_whether(seen) else set()
    asked = tuple(topics)
    said: dict[CaseSaid, None] = {}
    for service in services:
        for one in catalogue.family(service):
            for topic in asked:
                case = _case_said(one, topic, stems, asks)
                if case is not None:
                    said[CaseSaid(service=one.id, topic=topic, case=case)] = None
    return tuple(said)


def _asks_whether(seen: Seen) -> bool:
    """Whether a yes/no question about one run of topic words asks if that is so."""
    at = sorted(seen.topics.tokens)
    one_run = bool(at) and at[-1] - at[0] == len(at) - 1
    first = seen.tokens[0].text if seen.tokens else ""
    return one_run and (first in _IS or "default" in {token.text for token in seen.tokens})


def _case_said(service: Service, topic: str, stems: tuple[str, ...], asks: set[str]) -> int | None:
    """The number of the case whose longest phrase the text holds; None when none."""
    best, longest = None, 0
    duty = service.duties.get(topic)
    for number, case in enumerate(duty.cases if duty else ()):
        for phrase in case.said_as:
            key = stems_of(phrase)
            if len(key) > longest and not _asked_itself(key, asks) and _holds(stems, key):
                best, longest = number, len(key)
    return best


def _asked_itself(key: tuple[str, ...], asks: set[str]) -> bool:
    """Whether the phrase is what a yes/no question asks for, small words aside."""
    return bool(asks) and set(key) - _STATES <= asks


def _holds(stems: tuple[str, ...], key: tuple[str, ...]) -> bool:
    """Whether the words stand there in order, with few between them, and are not denied."""
    for at, found in enumerate(stems):
        if found == key[0] and _from(stems, at, key) and not _denied(stems, at, key):
            return True
    return False


def _from(stems: tuple[str, ...], at: int, key: tuple[str, ...]) -> bool:
    """Whether `key` begins at `at`: "ship our server back" holds "ship back"."""
    end = at + len(key) + (_BETWEEN if len(key) > 1 else 0)
    rest = iter(stems[at:end])
    return all(word in rest for word in key)


def _denied(stems: tuple[str, ...], at: int, key: tuple[str, ...]) -> bool:
    """Whether "without" or "no" stands before: "without a custom AMI"."""
    return bool(_NOT & set(stems[max(0, at - 2) : at])) and not _NOT & set(key)
