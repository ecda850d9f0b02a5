"""Time as it is passed in: tests pass one that runs when somebody sleeps."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@record
class Clock:
    """`now` gives seconds that never go back; `sleep` waits so many."""

    now: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]


REAL = Clock(now=time.monotonic, sleep=asyncio.sleep)
