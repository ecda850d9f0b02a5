"""Posts answers. Every retry is made here and nowhere else: the SDK's would post twice.

A post whose outcome is unknown (the connection broke, Slack answered 500) is tried again:
without reading the channel there is no way to know, and an answer twice is better than
none. Rate limits are obeyed for the whole channel.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.record import record
from bot.slack.outcomes import outcome_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.render.reply import Reply
    from bot.slack.inbound import Asked

GIVE_UP_AFTER = 15 * 60.0
_LIMITED = ("ratelimited", "rate_limited")
_LONGEST_WAIT, _USUAL_WAIT = 60.0, 1.0
_log = logging.getLogger(__name__)


class Poster:
    """Posts with patience; keeps the tasks under way, so that they can be waited for."""

    def __init__(
        self,
        client: AsyncWebClient,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._client, self._clock, self._sleep = client, clock, sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self._quiet_until: dict[str, float] = {}

    def start(self, asked: Asked, reply: Reply) -> None:
        """Post `reply` in a task of its own, so that the event is acknowledged at once."""
        self._keep(self.post(asked, reply))

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> int:
        """Wait until everything accepted is posted; how many were not in time."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        return len(self._tasks)

    async def post(self, asked: Asked, reply: Reply) -> None:
        """Post until Slack takes it, refuses it for good, or 15 minutes have passed."""
        message = _message(asked, reply)
        end, wait = self._clock() + GIVE_UP_AFTER, _USUAL_WAIT
        while True:
            await self._until_allowed(asked.channel, end)
            try:
                await self._client.chat_postMessage(**message)
            except SlackApiError as fault:
                refusal = _refusal(fault)
                if outcome_of(refusal.code) == "plain" and message.pop("blocks", None):
                    continue
                delay = self._after(asked, refusal, wait)
            except Exception as fault:  # noqa: BLE001 - whatever broke, the outcome is unknown
                _log.warning("post failed: %s; trying again", type(fault).__name__)
                delay = wait
            else:
                return
            if delay is None or self._clock() + delay > end:
                _log.error("answer given up in channel %s", asked.channel)
                return
            await self._sleep(delay)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def _until_allowed(self, channel: str, end: float) -> None:
        """Wait while Slack has asked for quiet in this channel."""
        while (now := self._clock()) < min(self._quiet_until.get(channel, 0.0), end):
            await self._sleep(min(self._quiet_until[channel], end) - now)
        self._quiet_until.pop(channel, None)

    def _after(self, asked: Asked, refusal: _Refusal, wait: float) -> float | None:
        """How long to wait before the next try; None when there is none."""
        if refusal.status == 429 or refusal.code in _LIMITED:
            self._quiet_until[asked.channel] = self._clock() + refusal.retry_after
            return refusal.retry_after
        if refusal.status >= 500 or not refusal.code or outcome_of(refusal.code) == "again":
            return wait
        level = logging.ERROR if outcome_of(refusal.code) == "admin" else logging.WARNING
        missing = f"; add the scope {refusal.needed} to the app and reinstall it"
        hint = missing if refusal.needed else ""
        _log.log(level, "Slack refused a post in %s: %s%s", asked.channel, refusal.code, hint)
        return None


@record
class _Refusal:
    """What Slack answered instead of taking a post; `code` is empty for a page of HTML."""

    code: str
    status: int
    retry_after: float
    needed: str


def _refusal(fault: SlackApiError) -> _Refusal:
    response: Any = fault.response
    data = getattr(response, "data", response)
    said = data if isinstance(data, dict) else {}
    # A body that is no JSON comes as aiohttp's own response, which calls it `status`.
    status: Any = getattr(response, "status_code", None) or getattr(response, "status", 200)
    return _Refusal(
        code=str(said.get("error") or ""),
        status=int(status),
        retry_after=retry_after(getattr(response, "headers", {})),
        needed=str(said.get("needed") or ""),
    )


def retry_after(headers: Any) -> float:
    """The seconds that a `Retry-After` header asks for; one where it says nothing usable."""
    found = {str(name).lower(): value for name, value in dict(headers or {}).items()}
    value = found.get("retry-after", "")
    text = str(value[0] if isinstance(value, list) and value else value)
    return max(float(text), _USUAL_WAIT) if text.isascii() and text.isdigit() else _USUAL_WAIT


def _message(asked: Asked, reply: Reply) -> dict[str, Any]:
    message: dict[str, Any] = {
        "channel": asked.channel,
        "text": reply.text,
        "blocks": [dict(block) for block in reply.blocks],
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if asked.thread is not None:
        message["thread_ts"] = asked.thread
    return message
