"""One lane a channel: who posts there obeys what Slack last asked of the channel.

Slack takes about one post a second in a channel, and short bursts. So a post starts when the
one before it was answered, or a moment later if Slack is slow. Once Slack has asked for quiet
(429), nobody calls until it is over, and posts stay a second apart for a while.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.recent import Recent
from bot.slack.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.slack.clock import Clock

    Call = Callable[[], Awaitable[Refusal | None]]
    # The same id in two workspaces is two channels, each with a limit of its own.
    Channel = tuple[str, str]

_MOMENT, _APART, _CAREFUL = 0.2, 1.0, 60.0
# Slack may ask for quiet for a day.
_MOST, _LASTING = 5_000, 26 * 60 * 60.0


class Lane:
    """The way into one channel."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turn = asyncio.Lock()
        self._closed_until = self._careful_until = 0.0

    async def run(self, call: Call, end: float) -> Refusal | None:
        """Make the call when the lane allows it; `limited` when that is only after `end`."""
        async with self._turn:
            if not await self._opens(end):
                return Refusal(kind="limited", code="held", retry_after=float("inf"))
            post = asyncio.create_task(self._made(call))
            try:
                await asyncio.wait({post}, timeout=_MOMENT)
            except asyncio.CancelledError:
                post.cancel()
                raise
        return await post

    async def _opens(self, end: float) -> bool:
        """Wait while the lane is closed; false when it opens too late."""
        while self._clock.now() < self._closed_until <= end:
            await self._clock.sleep(self._closed_until - self._clock.now())
        return max(self._clock.now(), self._closed_until) <= end

    async def _made(self, call: Call) -> Refusal | None:
        self._close(self._apart())
        refusal = await call()
        if refusal is not None and refusal.kind == "limited":
            self._close(refusal.retry_after)
            self._careful_until = self._closed_until + _CAREFUL
        else:
            self._close(self._apart())
        return refusal

    def _apart(self) -> float:
        return _APART if self._clock.now() < self._careful_until else 0.0

    def _close(self, seconds: float) -> None:
        self._closed_until = max(self._closed_until, self._clock.now() + seconds)


class Lanes:
    """The lanes by channel; the least recently used are forgotten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lanes: Recent[Channel, Lane] = Recent(clock.now, _MOST, _LASTING)

    async def run(self, channel: Channel, call: Call, end: float) -> Refusal | None:
        """Make the call in its channel's lane."""
        lane = self._lanes.get(channel) or Lane(self._clock)
        self._lanes.put(channel, lane)
        self._lanes.forget()
        return await lane.run(call, end)
