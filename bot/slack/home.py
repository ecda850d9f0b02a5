"""The Home tab: published when somebody opens it and it is not what they saw last."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot.recent import Recent
from bot.render.home import home_view
from bot.slack.clients import install_of
from bot.slack.inbound import team_of
from bot.slack.pressed import is_person

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.rooms import Rooms

_MOST, _LASTING = 20_000, 30 * 24 * 60 * 60.0
_log = logging.getLogger(__name__)


class Home:
    """Publishes the Home tab. The store knows who has which version, over a restart too;
    memory saves asking it each time.
    """

    def __init__(self, rooms: Rooms, kept: Kept, clock: Clock) -> None:
        self._rooms, self._kept = rooms, kept
        self._view = home_view(rooms.desk.catalogue, rooms.support)
        self._version = f"{crc32(json.dumps(self._view).encode()):08x}"
        self._shown: Recent[tuple[str, str], str] = Recent(clock.now, _MOST, _LASTING)

    async def opened(self, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Somebody opened the app, on whichever tab."""
        event = body.get("event")
        user = event.get("user") if isinstance(event, dict) else None
        team = team_of(install_of(context), str(body.get("team_id") or ""))
        if isinstance(event, dict) and event.get("tab") == "home" and is_person(str(user)):
            who, has_one = (team, str(user)), bool(event.get("view"))
            self._rooms.tasks.start(self._publish(who, install_of(context), has_one=has_one))
        await ack()

    async def _publish(self, who: tuple[str, str], install: str, *, has_one: bool) -> None:
        """`has_one`: Slack shows this person a Home tab; it does not after a new installation."""
        self._shown.forget()
        if self._shown.get(who) == self._version:
            return
        # Before the call: opening the tab twice in a second publishes once.
        self._shown.put(who, self._version)
        if has_one and await self._kept.store.home(*who) == self._version:
            return
        code = await self._rooms.clients.call(
            install, lambda client: client.views_publish(user_id=who[1], view=self._view)
        )
        if code:
            self._shown.drop(who)
            _log.warning("the Home tab was not published: %s", code)
            return
        await self._kept.store.put_home(*who, self._version, int(self._kept.now()))
