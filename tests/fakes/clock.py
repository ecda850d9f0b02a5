"""Time that passes only when somebody sleeps, and then at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.slack.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


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
