"""Time that passes only when somebody sleeps, and then at once."""

from __future__ import annotations

import asyncio
import heapq
from typing import TYPE_CHECKING

from bot.slack.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

# Turns of the loop from an answer that comes in to what is done about it, and many more.
_TURNS = 100


class Time:
    """Starts at nought; `slept` keeps every sleep, `then` runs after each."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self.then: Callable[[], Awaitable[None]] | None = None
        self.running = asyncio.Event()
        self.running.set()
        self.clock = Clock(now=lambda: self.now, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        wake = self.now + seconds
        self.slept.append(seconds)
        await self.running.wait()
        self.now = max(self.now, wake)
        await asyncio.sleep(0)
        if self.then is not None:
            await self.then()


class CalmTime:
    """Time that passes when nothing else happens any more: who sleeps less wakes first.

    `busy` tells whether something is under way that takes no time of this clock. It must know of
    all that is: who sleeps again and again would else let hours pass during one slow call.
    """

    def __init__(self, busy: Callable[[], bool]) -> None:
        self.now = 0.0
        self._busy = busy
        self._asleep: list[tuple[float, int, asyncio.Future[None]]] = []
        self._count = 0
        self.clock = Clock(now=lambda: self.now, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._asleep, (self.now + seconds, self._count, waker))
        await waker

    async def run(self) -> None:
        """Let time pass, for ever."""
        while True:
            await asyncio.sleep(0.002)
            if self._busy():
                continue
            # What was answered a moment ago is acted upon first, however slow the machine is.
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            if self._busy() or not self._asleep:
                continue
            wake, _, waker = heapq.heappop(self._asleep)
            self.now = max(self.now, wake)
            if not waker.done():
                waker.set_result(None)
