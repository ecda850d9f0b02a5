"""Which cases of the catalogue a text itself says: "with a custom AMI", "on Extended Support"."""

from __future__ import annotations

from bot.understand.phrases import stems_of
from bot.understand.question import CaseSaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.catalogue.model import Catalogue, Service
    from bot.understand.words import Token


def cases_said(
    catalogue: Catalogue, services: Iterable[str], topics: Iterable[str], tokens: Sequence[Token]
) -> tuple[CaseSaid, ...]:
    """The cases said, for every entry that an answer on `services` and `topics` may use."""
    stems = tuple(token.stem for token in tokens)
    asked = tuple(topics)
    said: dict[CaseSaid, None] = {}
    for service in services:
        for one in catalogue.family(service):
            for topic in asked:
                case = _case_said(one, topic, stems)
                if case is not None:
                    said[CaseSaid(service=one.id, topic=topic, case=case)] = None
    return tuple(said)


def _case_said(service: Service, topic: str, stems: tuple[str, ...]) -> int | None:
    """The number of the case whose longest phrase the text holds; None when none."""
    best, longest = None, 0
    duty = service.duties.get(topic)
    for number, case in enumerate(duty.cases if duty else ()):
        for phrase in case.said_as:
            key = stems_of(phrase)
            if len(key) > longest and _holds(stems, key):
                best, longest = number, len(key)
    return best


def _holds(stems: tuple[str, ...], key: tuple[str, ...]) -> bool:
    return any(stems[at : at + len(key)] == key for at in range(len(stems) - len(key) + 1))
