"""The ways in: a port for Slack's requests and for health, and a link in Socket Mode."""

from __future__ import annotations

import logging
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.slack.http import add_events, make_runner, make_web
from bot.slack.patience import Patience
from bot.slack.socket import SocketDoor

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Callable

    from slack_bolt.async_app import AsyncApp

    from bot.settings import SlackSettings
    from bot.slack.clock import Clock
    from bot.slack.health import Health
    from bot.slack.http import Front

_log = logging.getLogger(__name__)


@asynccontextmanager
async def listening(
    settings: SlackSettings,
    front: Front,
    health: Health,
    add_pages: Callable[[web.Application], None] | None,
) -> AsyncIterator[str]:
    """The port: open at once, for whoever looks whether we are ready; its address.

    In Socket Mode it serves health alone, and only where PORT is set; empty where it is not.
    """
    if settings.app_token is not None and not settings.port_given:
        yield ""
        return
    made = make_web()
    health.add_routes(made)
    if settings.app_token is None:
        secret = settings.signing_secret.reveal() if settings.signing_secret else ""
        add_events(made, front, secret, time.time)
    if add_pages is not None:
        add_pages(made)
    runner = make_runner(made)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        await site.start()
        host, port = runner.addresses[0][:2]
        _log.info("listening on %s:%s", host, port)
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def linked(
    settings: SlackSettings,
    app: AsyncApp,
    clock: Clock,
    stop: asyncio.Event,
) -> AsyncIterator[SocketDoor | None]:
    """The link of Socket Mode, None over HTTP; raises in the end what made Slack refuse it."""
    if settings.app_token is None:
        yield None
        return
    patience = Patience("SLACK_APP_TOKEN", settings.api_url, clock)
    door = SocketDoor(app, settings, settings.app_token.reveal(), patience, clock, stop)
    try:
        yield door
    finally:
        await door.close()
