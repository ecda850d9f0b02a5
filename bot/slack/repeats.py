"""A post of unknown outcome is repeated in a way that can be looked up.

Slack tells nobody without rights on a channel's history what became of a post. Of a message that
is scheduled for half a minute from now it does: until then it stands on a list that any bot may
read. So the repetition is scheduled, and made again only where the list says that Slack lacks it:
however often a call's outcome is unknown, people see one answer, and one more if the first post
had been taken.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING, Any

from bot.recent import Recent
from bot.slack.refusal import Refusal, refusal_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.clock import Clock

# It appears after so many seconds; what Slack has not answered after some is unknown.
DELAY, CALL_TIME = 30, 8.0
# The list is asked at these pauses, and no more in the last seconds before it appears.
_PAUSES, _MARGIN, _SPREAD = (0.5, 1.0, 2.0, 4.0, 4.0), 4.0, 3
_MOST, _LASTING = 2_000, 120.0
_UNKNOWN = Refusal(kind="unknown", code="not known to be scheduled")


class Repeats:
    """Schedules messages; no two in one channel at one second, by which each is known."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last: Recent[tuple[str, str], int] = Recent(clock.now, _MOST, _LASTING)

    async def made(
        self, client: AsyncWebClient, install: str, message: dict[str, Any], slack_time: float
    ) -> Refusal | None:
        """Schedule `message`; None once Slack has it. `slack_time` is the time on its clock."""
        began = self._clock.now()
        while True:
            passed = self._clock.now() - began
            at = self._free((install, message["channel"]), int(slack_time + passed) + DELAY)
            known_until = self._clock.now() + DELAY - _MARGIN
            refusal = await _called(client.chat_scheduleMessage(**message, post_at=at))
            if refusal is None or refusal.kind != "unknown":
                return refusal
            there = await self._listed(client, message["channel"], at, known_until)
            if there is None:
                return _UNKNOWN
            if there:
                return None

    def _free(self, channel: tuple[str, str], at: int) -> int:
        # Another replica may schedule in the same channel at the same moment.
        at = max(at, (self._last.get(channel) or 0) + 1) + random.randrange(_SPREAD)  # noqa: S311
        self._last.put(channel, at)
        self._last.forget()
        return at

    async def _listed(
        self, client: AsyncWebClient, channel: str, at: int, known_until: float
    ) -> bool | None:
        """Whether Slack has a message for that second; None when it did not say in time."""
        for pause in _PAUSES:
            await self._clock.sleep(pause)
            if self._clock.now() > known_until:
                return None
            try:
                async with asyncio.timeout(CALL_TIME):
                    answer = await client.chat_scheduledMessages_list(channel=channel, limit=100)
            except Exception:  # noqa: BLE001, S112 - asked again, as long as that is of use
                continue
            kept = answer.get("scheduled_messages") or []
            return any(
                one.get("channel_id") == channel and one.get("post_at") == at for one in kept
            )
        return None


async def _called(call: Any) -> Refusal | None:
    try:
        async with asyncio.timeout(CALL_TIME):
            await call
    except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
        return refusal_of(fault)
    return None
