"""The app is taken away from a workspace, or its token is revoked: all that is kept of it goes.

Slack says both, in any order, more than once and sometimes late. What was installed again since
then stays. An answer that was under way may still write a row, so there is a second look.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from slack_bolt.response import BoltResponse

from bot.errors import StoreError
from bot.slack.inbound import id_of
from bot.slack.names import ACCESS_REVOKED, REVOKED, UNINSTALLED
from bot.slack.refusal import refusal_of
from bot.slack.tasks import Tasks
from bot.slack.whose import enterprise_in, installs_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.clock import Clock
    from bot.slack.installed import Installed
    from bot.store.installs import Installs

AGAIN_AFTER, PAUSE, TRIES = 30.0, 10.0, 360
_log = logging.getLogger(__name__)


class Leaving:
    """Hears that the app was taken away. `installed` is None where there is one workspace, whose
    token `client` has: while that works, word of its end is old.
    """

    def __init__(
        self,
        installs: Installs,
        installed: Installed | None,
        client: AsyncWebClient,
        clock: Clock,
        now: Callable[[], float],
    ) -> None:
        self._installs, self._installed, self._client = installs, installed, client
        self._clock, self._now = clock, now
        self._pending: set[tuple[str, int]] = set()
        self._tasks = Tasks()

    async def heard(self, body: Mapping[str, Any]) -> bool:
        """Delete what is kept; false when that is not done, so that Slack says it again."""
        event = body.get("event")
        if not isinstance(event, dict) or not _is_ours(event):
            return True
        at, done = _when(body, self._now()), True
        try:
            gone = await self._gone(body, event)
        except StoreError:
            return False
        for team in gone:
            forgotten = await self._forget(team, at)
            done = forgotten and done
            if (team, at) not in self._pending:
                self._pending.add((team, at))
                self._tasks.start(self._later(team, at, forgotten))
        return done

    async def close(self) -> None:
        """Take the second look now."""
        await self._tasks.drain(0)
        for team, at in self._pending:
            await self._forget(team, at)

    async def _gone(self, body: Mapping[str, Any], event: Mapping[str, Any]) -> list[str]:
        """The installations that ended, and workspaces that an organisation's serves no more."""
        if event.get("type") == ACCESS_REVOKED:
            listed = event.get("team_ids")
            named = [id_of(one) for one in listed] if isinstance(listed, list) else []
            return [one for one in named if one and await self._installs.get(one) is None]
        teams = [*installs_in(body)]
        if self._installed is None:
            return [] if await _alive(self._client) else teams
        whole = enterprise_in(body)
        if whole and whole not in teams:
            # Slack does not always say whether it is one workspace or the whole organisation.
            await self._installed.call(whole, lambda client: client.auth_test())
            teams += [whole] if whole in self._installed.dead else []
        return teams

    async def _forget(self, team: str, at: int) -> bool:
        try:
            rows = await self._installs.leave(team, at)
            left = await self._installs.get(team) is None
        except StoreError:
            _log.warning("an installation is gone, but not yet forgotten", extra={"install": team})
            return False
        if left and self._installed is not None:
            self._installed.drop(team)
        _log.info("an installation left: %d rows deleted", rows, extra={"install": team})
        return True

    async def _later(self, team: str, at: int, forgotten: bool) -> None:
        """Until it is done, and then once more when what was under way has ended: what was kept
        in memory while the store was away is written when it is back.
        """
        pause = AGAIN_AFTER
        for _ in range(TRIES):
            await self._clock.sleep(pause)
            before, forgotten = forgotten, await self._forget(team, at)
            if before and forgotten:
                self._pending.discard((team, at))
                return
            pause = AGAIN_AFTER if forgotten else PAUSE


async def _alive(client: AsyncWebClient) -> bool:
    try:
        await client.auth_test()
    except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
        return refusal_of(fault).kind != "team"
    return True


def register_leaving(app: AsyncApp, leaving: Leaving) -> None:
    """Register the listeners for the events."""

    async def heard(body: dict[str, Any]) -> BoltResponse | None:
        return None if await leaving.heard(body) else BoltResponse(status=503)

    app.event(UNINSTALLED)(heard)
    app.event(REVOKED)(heard)
    app.event(ACCESS_REVOKED)(heard)


def _is_ours(event: Mapping[str, Any]) -> bool:
    """Whether it is about the bot: tokens of people may be revoked too, and we have none."""
    if event.get("type") != REVOKED:
        return True
    tokens = event.get("tokens")
    return isinstance(tokens, dict) and bool(tokens.get("bot"))


def _when(body: Mapping[str, Any], now: float) -> int:
    """When it happened, by Slack's clock."""
    at = body.get("event_time")
    return at if isinstance(at, int) and at > 0 else int(now)
