"""Finds out when Slack answers again; one asks for all who wait."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.slack.refusal import date_of, refusal_of
from bot.slack.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.clock import Clock
    from bot.slack.refusal import Refusal

FIRST_PAUSE, LONGEST_PAUSE, SAY_AGAIN_AFTER = 1.0, 60.0, 60.0
_DEAD = (
    "Slack refuses SLACK_BOT_TOKEN, so nothing is answered: copy the Bot User OAuth Token again "
    "(api.slack.com/apps, your app, OAuth & Permissions) and start the bot with it"
)
_log = logging.getLogger(__name__)


class Knock:
    """Asks with `auth.test`, which changes nothing."""

    def __init__(self, client: AsyncWebClient, clock: Clock, *, ours: bool = True) -> None:
        self._client, self._clock = client, clock
        # Of many workspaces each has a token of its own, which others look after.
        self._ours = ours
        self._said = Seen(clock.now, most=100, lasting=SAY_AGAIN_AFTER)
        self._asking: asyncio.Task[bool] | None = None
        self._pause = FIRST_PAUSE
        self._ahead: float | None = None
        self.reachable = True
        # Why Slack refuses our token since it was taken; empty as long as it does not.
        self.refused = ""

    @property
    def slack_time(self) -> float | None:
        """The time on Slack's clock, in seconds since 1970; None before it said so."""
        return None if self._ahead is None else self._clock.now() + self._ahead

    async def answered(self, end: float) -> bool:
        """Wait until Slack answers at all; false when it does not before `end`."""
        while self._clock.now() <= end:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask(self._pause))
            if await asyncio.shield(self._asking):
                return True
        return False

    async def look(self) -> None:
        """Ask once, unless somebody asks already."""
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(0.0))
        await asyncio.shield(self._asking)

    def heard(self, headers: Mapping[str, Any] | None) -> None:
        """Slack answered something, with these headers."""
        self.reachable = True
        date = date_of(headers)
        self._ahead = date - self._clock.now() if date is not None else self._ahead

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    def token_died(self, code: str) -> None:
        """Slack refused a call for the token's sake: said once a minute with the cure."""
        if not self._ours:
            return
        self.refused = code
        if self._said.first([("token", code)]):
            _log.error(_DEAD, extra={"code": code})

    def _turned_away(self, refusal: Refusal) -> None:
        if refusal.kind == "team":
            self.token_died(refusal.code)

    async def _ask(self, pause: float) -> bool:
        await self._clock.sleep(pause)
        try:
            self.heard((await self._client.auth_test()).headers)
            self.refused = ""
        except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
            refusal = refusal_of(fault)
            answer = getattr(fault, "response", None)
            self.reachable = refusal.kind not in ("unsent", "unknown")
            if not self.reachable:
                self._pause = min(self._pause * 2, LONGEST_PAUSE)
                if self._said.first([(refusal.code,)]):
                    _log.warning("Slack does not answer", extra={"code": refusal.code})
                return False
            self.heard(getattr(answer, "headers", None))
            self._turned_away(refusal)
        self._pause = FIRST_PAUSE
        return True
