"""What Slack's desk remembers, and for how long it may."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.record import record
from bot.store.retention import forget_old

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.store.port import Store
    from bot.thread.memory import Threads

_HOUR = 60 * 60.0


@record
class Kept:
    """Conversations in memory and, over a restart, the store; `now` gives seconds since 1970."""

    threads: Threads
    store: Store
    now: Callable[[], float]


async def tidy_hourly(kept: Kept) -> None:
    """Delete what has had its time, at once and then every hour."""
    while True:
        await forget_old(kept.store, kept.now())
        await asyncio.sleep(_HOUR)
