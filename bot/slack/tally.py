"""Counts questions by kind and day, and writes that down once a minute; nobody waits for it."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.store.counts import DAY, Count

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.counts import CountStore

    Key = tuple[int, str, str]

EVERY = 60.0


class Tally:
    """The counts of one process; `now` gives seconds since 1970."""

    def __init__(self, store: CountStore, now: Callable[[], float]) -> None:
        self._store, self._now = store, now
        self._process = uuid4().hex
        self._counts: Counter[Key] = Counter()
        self._written: Counter[Key] = Counter()

    def add(self, kind: str, nearest: str = "") -> None:
        """Count a question; `nearest` as in `Count`."""
        self._counts[int(self._now()) // DAY * DAY, kind, nearest] += 1

    async def keep(self) -> None:
        """Write what was counted now and then, for ever."""
        while True:
            await asyncio.sleep(EVERY)
            await self.write()

    async def write(self) -> None:
        """Write what was counted since it was last written; if that cannot be done, later."""
        totals = {key: n for key, n in self._counts.items() if n != self._written[key]}
        counts = [
            Count(at=at, kind=kind, nearest=nearest, number=number)
            # In one order, or two processes could wait for each other for ever.
            for (at, kind, nearest), number in sorted(totals.items())
        ]
        if not counts or not await self._store.put(self._process, counts):
            return
        self._written.update({key: n - self._written[key] for key, n in totals.items()})
        self._forget()

    def _forget(self) -> None:
        """Of days that are over, what is written is counted no more."""
        today = int(self._now()) // DAY * DAY
        for key in [key for key in self._counts if key[0] < today]:
            if self._counts[key] == self._written[key]:
                del self._counts[key], self._written[key]
