"""The one writer: what happens to questions is written down in groups, one commit a group.

Nobody waits for more than the group under way. When the database is out of reach, what was to be
written is kept in memory, up to a bound, and written once it is back; after three misses in a
row whoever accepts a question no longer asks whether somebody else did.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING

from bot.store.work import Group

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.store.work import Accepted, Turn, WorkStore

MISSES, GROUP, MOST = 3, 400, 20_000
_PAUSE = 0.5
_log = logging.getLogger(__name__)


class _Entry:
    """One thing to write; `ours` is set once it is known whether its event is ours to answer."""

    def __init__(
        self, accepted: Accepted | None = None, turn: Turn | None = None, answered: str = ""
    ) -> None:
        self.accepted, self.turn, self.answered = accepted, turn, answered
        self.ours: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(self, ours: bool) -> None:
        if not self.ours.done():
            self.ours.set_result(ours)


class Journal:
    """Writes to `store` as `owner`; `now` gives seconds since 1970.

    `doubt` is told of each event that is ours for want of a store that says so.
    """

    def __init__(
        self, store: WorkStore, owner: str, now: Callable[[], float], doubt: Callable[[], None]
    ) -> None:
        self._store, self._owner, self._now, self._doubt = store, owner, now, doubt
        self._queue: deque[_Entry] = deque()
        self._some, self._idle = asyncio.Event(), asyncio.Event()
        self._idle.set()
        self._known = False
        self._misses = 0
        self._writing: asyncio.Task[None] | None = None

    @property
    def depth(self) -> int:
        """How much is waiting to be written."""
        return len(self._queue)

    @property
    def reached(self) -> bool:
        """Whether the last group was written."""
        return self._misses == 0

    async def known(self) -> bool:
        """Whether the store knows us: before our first work, or that would look like the work of
        somebody who left.
        """
        try:
            self._known = (
                self._known or await self._store.beat(self._owner, int(self._now())) is not None
            )
        except Exception as fault:  # noqa: BLE001 - whatever broke, it is asked again
            _log.error("the store does not know us", extra={"error": type(fault).__name__})
        return self._known

    def accept(self, accepted: Accepted) -> asyncio.Future[bool]:
        """Accept an event; tells whether it is ours to answer, true where nobody can tell."""
        entry = _Entry(accepted=accepted)
        if self._misses >= MISSES:
            self._guess(entry)
        self._put(entry)
        return entry.ours

    def turn(self, turn: Turn) -> None:
        """Note what a conversation remembers from now on."""
        self._put(_Entry(turn=turn))

    def answered(self, key: str) -> None:
        """Note that work is done."""
        self._put(_Entry(answered=key))

    async def close(self, seconds: float) -> None:
        """Write what is left, if that is possible in time."""
        if self._writing is None:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            _log.warning("%d notes were not written", len(self._queue))
        self._writing.cancel()
        await asyncio.gather(self._writing, return_exceptions=True)

    def _put(self, entry: _Entry) -> None:
        if len(self._queue) >= MOST:
            # Those that are forgotten might be answered again if Slack sends them again.
            self._guess(self._queue.popleft())
        self._queue.append(entry)
        self._idle.clear()
        self._some.set()
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while True:
            await self._some.wait()
            entries = [self._queue.popleft() for _ in range(min(len(self._queue), GROUP))]
            fresh = await self._tried(entries)
            if fresh is None:
                self._missed(entries)
                await asyncio.sleep(_PAUSE)
                continue
            self._misses = 0
            for entry in entries:
                entry.settle(entry.accepted is None or entry.accepted.keys[0] in fresh)
            if not self._queue:
                self._some.clear()
                self._idle.set()

    async def _tried(self, entries: Sequence[_Entry]) -> frozenset[str] | None:
        """What was fresh of a group; None when it was not written, or nobody knows."""
        group = Group(
            owner=self._owner,
            accepted=tuple(one.accepted for one in entries if one.accepted is not None),
            turns=tuple(one.turn for one in entries if one.turn is not None),
            answered=tuple(one.answered for one in entries if one.answered),
        )
        try:
            return await self._store.note(group) if await self.known() else None
        except Exception as fault:  # noqa: BLE001 - whatever broke, the next group is written
            _log.error("a group was not written", extra={"error": type(fault).__name__})
            return None

    def _missed(self, entries: Sequence[_Entry]) -> None:
        """Answer from memory; the group is written later, when its events are ours already."""
        self._misses += 1
        self._queue.extendleft(reversed(entries))
        # Those that came meanwhile as well: the next try may take as long as this one.
        for entry in self._queue:
            self._guess(entry)

    def _guess(self, entry: _Entry) -> None:
        if entry.accepted is not None and not entry.ours.done():
            self._doubt()
        entry.settle(True)
