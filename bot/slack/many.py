"""Many workspaces: what stands beside the desk when each has installed the app by itself."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.errors import StoreError
from bot.slack.app import make_client
from bot.slack.installed import Installed
from bot.slack.oauth import InstallDesk
from bot.slack.renewal import Renewal
from bot.slack.vault import Vault
from bot.store.seal import Seal

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from aiohttp import ClientSession, web
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.settings import SlackSettings
    from bot.settings_oauth import OAuthSettings
    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.turned_away import TurnedAway

_LOAD_PAUSE, _FINISH = 5.0, 2.0
_log = logging.getLogger(__name__)


class Many:
    """The installations, their tokens' renewal and the pages; `client` has no token."""

    def __init__(
        self,
        settings: SlackSettings,
        oauth: OAuthSettings,
        session: ClientSession,
        kept: Kept,
        clock: Clock,
        away: TurnedAway,
    ) -> None:
        def make(token: str) -> AsyncWebClient:
            return make_client(settings, session, token)

        seal, client = Seal([key.reveal() for key in oauth.keys]), make("")
        vault = Vault(installs=kept.store.installs, seal=seal, clock=clock, now=kept.now)
        self.installed = Installed(vault, make, away)
        self._renewal = Renewal(self.installed, vault, client, oauth)
        self.installed.renewal = self._renewal
        self._desk = InstallDesk(settings, oauth, self.installed, vault, client)
        self._running: list[asyncio.Task[None]] = []

    def add_routes(self, made: web.Application) -> None:
        """Add the pages to an application."""
        self._desk.add_routes(made)

    async def open(self) -> None:
        """Read the installations; where that cannot be done yet, it is done later."""
        if not await self._load():
            self._run(self._load_later())
        self._run(self._renewal.watch())

    async def look(self) -> None:
        """Renew the tokens that come near their end now."""
        await self._renewal.look()

    async def close(self) -> None:
        """Finish what is under way."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._renewal.close(_FINISH)
        await self.installed.close(_FINISH)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self._running.append(asyncio.create_task(work))

    async def _load(self) -> bool:
        try:
            await self.installed.load()
        except StoreError:
            return False
        count = len(self.installed.all)
        _log.info("%d %s", count, "installation" if count == 1 else "installations")
        return True

    async def _load_later(self) -> None:
        loaded = False
        while not loaded:
            await asyncio.sleep(_LOAD_PAUSE)
            loaded = await self._load()
