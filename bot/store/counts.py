"""How many questions were asked, of which kind, a day: what a store keeps of that. No ids of people
or workspaces.

Each process writes its own totals of a day, so that what is written twice is counted once, however
often a database is asked again that did not say whether it had written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = 24 * 60 * 60


@record
class Count:
    """So many questions of a kind on the day that began at `at`.

    `nearest` is the catalogue's id that came nearest to one without a factual answer, empty where
    there is none.
    """

    at: int
    kind: str
    nearest: str
    number: int


class CountStore(Protocol):
    """The part of a store that keeps counts."""

    async def put(self, process: str, counts: Sequence[Count]) -> bool:
        """Keep the totals of one process, in place of smaller ones; whether they were kept."""

    async def all(self) -> tuple[Count, ...]:
        """What all processes counted, the newest day first, then the most frequent."""
