"""The ways in: a port for Slack's requests and for health, and a link in Socket Mode."""

from __future__ import annotations

import errno
import logging
import re
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import SettingsError
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

_SLACKS_SECRET = re.compile(r"[0-9a-f]{32}")
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
        if not _SLACKS_SECRET.fullmatch(secret):
            _log.warning(
                "SLACK_SIGNING_SECRET does not look like one of Slack's, 32 hexadecimal digits"
            )
        add_events(made, front, secret, time.time)
    if add_pages is not None:
        add_pages(made)
    runner = make_runner(made)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        await _started(site, settings)
        host, port = runner.addresses[0][:2]
        _log.info("listening on %s:%s", host, port)
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


async def _started(site: web.TCPSite, settings: SlackSettings) -> None:
    """Open the port; raises `SettingsError` with the cure where it cannot be had."""
    host, port = settings.host, settings.port
    try:
        await site.start()
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            says = f"PORT {port} on {host} is taken by another process. Stop that, or set another."
        elif fault.errno == errno.EACCES:
            says = f"PORT {port} is not for everybody. Set one from 1024 up, such as 3000."
        else:
            says = (
                f"HOST {host[:60]!r} is no address of this machine. Set 127.0.0.1 for this machine "
                "alone, or 0.0.0.0 for all that reach it."
            )
        raise SettingsError([says]) from fault


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
