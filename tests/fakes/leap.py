"""A loop whose time leaps: where nothing is to be read or written, a wait is over at once.

Every wait of asyncio goes by it, timeouts and pings of libraries too, so that minutes pass in
moments and a busy machine makes nobody late. Only what happens outside of the loop still takes its
time: threads and other processes do not belong into such a run.
"""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING, Any, TypeVar
from unittest.mock import patch

from bot.slack.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")

# What was just written to a socket of this process can be read by then.
_A_MOMENT = 0.001


class _Leaping(selectors.DefaultSelector):
    """Waits for nothing: `passed` holds the seconds that were leapt over."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        ready = super().select(_A_MOMENT if timeout is not None else None)
        if not ready and timeout is not None:
            self.passed += max(timeout, 0.0)
        return ready


class LeapingLoop(asyncio.SelectorEventLoop):
    """Starts at nought seconds."""

    def __init__(self) -> None:
        self._leaping = _Leaping()
        super().__init__(self._leaping)

    def time(self) -> float:
        """The seconds leapt over so far."""
        return self._leaping.passed


def leap(work: Coroutine[Any, Any, T]) -> T:
    """What `work` comes to, on a loop whose time leaps."""
    with (
        asyncio.Runner(loop_factory=LeapingLoop) as runner,
        # By this aiohttp tells how old a connection is that it keeps.
        patch("aiohttp.connector.monotonic", runner.get_loop().time),
    ):
        return runner.run(work)


def loop_clock() -> Clock:
    """The time of the running loop, whichever that is, as the bot takes it."""
    return Clock(now=asyncio.get_running_loop().time, sleep=asyncio.sleep)
