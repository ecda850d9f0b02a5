"""The Home tab: published when somebody opens it and it is not what they saw last."""

from __future__ import annotations

import asyncio
import json
import logging
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zlib import crc32

from bot.answers.gaps import gaps_of
from bot.recent import Recent
from bot.render.home import home_view, maintainers_part
from bot.slack.asker import Asker, is_person
from bot.slack.clients import install_of
from bot.slack.inbound import organisation_in, team_of

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.answers.gaps import Gap
    from bot.organisation.ours import Ours
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
        self._open: dict[str, tuple[Ours, tuple[Gap, ...]]] = {}
        self._shown: Recent[tuple[str, str], str] = Recent(clock.now, _MOST, _LASTING)

    @cached_property
    def _view(self) -> dict[str, Any]:
        """What all see; it goes through the whole catalogue, which no start should wait for."""
        return home_view(self._rooms.desk.catalogue, self._rooms.support)

    async def opened(self, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Somebody opened the app, on whichever tab."""
        event = body.get("event")
        user = event.get("user") if isinstance(event, dict) else None
        team = team_of(install_of(context), str(body.get("team_id") or ""))
        if isinstance(event, dict) and event.get("tab") == "home" and is_person(str(user)):
            asker = Asker(team=team, user=str(user), organisation=organisation_in(body, team))
            has_one, install = bool(event.get("view")), install_of(context)
            self._rooms.tasks.start(self._publish(asker, install, has_one=has_one))
        await ack()

    async def _publish(self, asker: Asker, install: str, *, has_one: bool) -> None:
        """`has_one`: Slack shows this person a Home tab; it does not after a new installation."""
        who, view = (asker.team, asker.user), await self._view_for(asker)
        version = f"{crc32(json.dumps(view).encode()):08x}"
        self._shown.forget()
        if self._shown.get(who) == version:
            return
        # Before the call: opening the tab twice in a second publishes once.
        self._shown.put(who, version)
        if has_one and await self._kept.store.home(*who) == version:
            return
        code = await self._rooms.clients.call(
            install, lambda client: client.views_publish(user_id=who[1], view=view)
        )
        if code:
            self._shown.drop(who)
            _log.warning("the Home tab was not published", extra={"code": code})
            return
        await self._kept.store.put_home(*who, version, int(self._kept.now()))

    async def _view_for(self, asker: Asker) -> dict[str, Any]:
        """What this person sees: who looks after an overlay also what that leaves open."""
        desk = self._rooms.desk
        ours = desk.ours(asker.organisation) if self._rooms.admins.has(asker) else None
        if ours is None:
            return self._view
        held, gaps = self._open.get(asker.team, (None, ()))
        if held is not ours:
            # Beside the answers: over thousands of rules it takes half a second.
            gaps = await asyncio.to_thread(gaps_of, ours, desk.catalogue)
            self._open[asker.team] = (ours, gaps)
        mine = maintainers_part(gaps, desk.catalogue, ours.organisation)
        return home_view(desk.catalogue, self._rooms.support, mine)
