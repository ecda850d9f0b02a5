"""The door over Socket Mode: a WebSocket that Slack sends envelopes through.

A client of our own: the SDK's closes the old link before it opens the new one and throws away
what arrives meanwhile. Here the new one comes first and the old one is read until Slack hangs
up. An envelope is acknowledged once its answer is under way; else Slack sends it again.

Each link has connections of its own: when a link turns out to lead nowhere, so do the others that
were open then, and asking for a new one over one of those would wait for half a minute.
"""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slack.app import make_client, make_session
from bot.slack.patience import SlackRefusedError
from bot.slack.redact import as_fields

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from aiohttp import ClientWebSocketResponse as Link
    from slack_bolt.async_app import AsyncApp

    from bot.settings import SlackSettings
    from bot.slack.clock import Clock
    from bot.slack.patience import Patience

# A silent link is asked after 6 s and given up 3 s later: half-open ones last no longer.
PING_EVERY = 6.0
# Slack hangs up some 10 s after it asked for another link; if not, we do.
_LINGER = 30.0
_APART, _FINISH = 1.0, 2.0
_log = logging.getLogger(__name__)


class SocketDoor:
    """Keeps one link to Slack open and hands its envelopes to Bolt."""

    def __init__(
        self,
        app: AsyncApp,
        settings: SlackSettings,
        app_token: str,
        patience: Patience,
        clock: Clock,
        stop: asyncio.Event,
    ) -> None:
        self._app, self._settings, self._token = app, settings, app_token
        self._patience, self._clock, self._stop = patience, clock, stop
        self.refused: SlackRefusedError | None = None
        self._newest: Link | None = None
        self._wanted = asyncio.Event()
        self._links: set[asyncio.Task[None]] = set()
        self._answers: set[asyncio.Task[None]] = set()
        self._closing = False

    async def open(self) -> bool:
        """Open the first link, and others from then on; raises when Slack refuses the token."""
        await self._patience.run(self._connect)
        self._keep(self._links, self._stay())
        return True

    @property
    def linked(self) -> bool:
        """Whether there is an open link."""
        return self._newest is not None and not self._newest.closed

    async def close(self) -> None:
        """Take no more; acknowledge what was taken, then hang up."""
        self._closing = True
        if self._answers:
            await asyncio.wait(self._answers, timeout=_FINISH)
        tasks = [*self._links, *self._answers]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _keep(self, tasks: set[asyncio.Task[None]], work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    async def _stay(self) -> None:
        """Open a new link whenever one is wanted: a bot that gives up has gone deaf."""
        while True:
            await self._clock.sleep(_APART)
            await self._wanted.wait()
            try:
                await self._patience.run(self._connect, late=True)
            except SlackRefusedError as refused:
                self.refused = refused
                self._stop.set()
                return

    async def _connect(self) -> None:
        session = make_session()
        try:
            link = await self._opened(session)
        except BaseException:
            await session.close()
            raise
        self._newest = link
        self._wanted.clear()
        self._keep(self._links, self._read(link, session))

    async def _opened(self, session: aiohttp.ClientSession) -> Link:
        client = make_client(self._settings, session, self._token)
        opened = await client.apps_connections_open(app_token=self._token)
        return await session.ws_connect(
            str(opened["url"]),
            heartbeat=PING_EVERY,
            proxy=client.proxy,
            timeout=aiohttp.ClientWSTimeout(ws_close=_FINISH),
        )

    async def _read(self, link: Link, session: aiohttp.ClientSession) -> None:
        try:
            async for message in link:
                if message.type == aiohttp.WSMsgType.TEXT and not self._closing:
                    self._take(link, message.data)
        finally:
            if link is self._newest:
                self._wanted.set()
            await link.close()
            await session.close()

    def _take(self, link: Link, text: str) -> None:
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return
        if not isinstance(said, dict):
            return
        if said.get("type") == "disconnect":
            self._retire(link, said.get("reason"))
        elif "envelope_id" in said:
            self._keep(self._answers, self._answer(link, said))

    def _retire(self, link: Link, reason: object) -> None:
        """Slack wants another link in place of this one, which it closes itself in time."""
        if reason == "link_disabled":
            _log.error("Socket Mode is switched off: switch it on at api.slack.com/apps")
        if link is self._newest:
            self._wanted.set()
        self._keep(self._links, self._hang_up(link))

    async def _hang_up(self, link: Link) -> None:
        await self._clock.sleep(_LINGER)
        await link.close()

    async def _answer(self, link: Link, envelope: dict[str, Any]) -> None:
        """Dispatch one envelope and acknowledge it, whatever Bolt makes of it."""
        said: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        payload = envelope.get("payload")
        try:
            body = payload if isinstance(payload, dict) else {}
            asked = AsyncBoltRequest(mode="socket_mode", body=body)
            made = await self._app.async_dispatch(asked)
            if made.status == 200 and made.body:
                said["payload"] = json.loads(made.body)
        except Exception as fault:  # noqa: BLE001 - Bolt trips over fields that Slack never sends
            _log.warning("an envelope cannot be read", extra=as_fields(fault))
        try:
            await link.send_json(said)
        except (ConnectionError, aiohttp.ClientError, RuntimeError) as fault:
            # It comes again by another link, where its keys tell that it was answered.
            _log.info("an acknowledgement was lost", extra=as_fields(fault))
