"""Serves Slack until the process is told to stop, then finishes what was accepted."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from aiohttp import ClientError, web
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot.errors import SrmError
from bot.slack.app import make_app, make_client, make_session
from bot.slack.clock import REAL
from bot.slack.desk import SlackDesk
from bot.slack.http import make_runner, make_web
from bot.slack.listeners import register
from bot.slack.posting import Poster
from bot.slack.seen import Seen
from bot.slack.socket import SocketDoor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.ask import Desk
    from bot.settings import SlackSettings
    from bot.slack.clock import Clock
    from bot.thread.memory import Threads

DRAIN = 10.0
_log = logging.getLogger(__name__)


class SlackRefusedError(SrmError):
    """Slack cannot be served: the message says which setting, why, and the cure."""


def stop_at_signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def serve(
    settings: SlackSettings,
    desk: Desk,
    threads: Threads,
    stop: asyncio.Event,
    ready: Callable[[str], None] = lambda _: None,
    clock: Clock = REAL,
) -> None:
    """Open the door that the settings choose and answer until `stop` is set.

    `ready` is told the address once the door is open (empty for Socket Mode).
    """
    async with make_session() as session:
        client = make_client(settings, session)
        who = await _greet(client, settings)
        poster = Poster(client, clock)
        app = make_app(client, who)
        bot_user = who.bot_user_id or ""
        register(app, SlackDesk(desk, threads, Seen(clock.now), poster, bot_user))
        async with _door(app, settings) as address:
            ready(address)
            await stop.wait()
            _log.info("stopping: no more is accepted, what was accepted is answered")
        left = await poster.drain(DRAIN)
        _log.log(logging.ERROR if left else logging.INFO, "stopped; %d left unanswered", left)


async def _greet(client: AsyncWebClient, settings: SlackSettings) -> AuthorizeResult:
    """Check both tokens before anything is served; who we are in this workspace."""
    try:
        who = await client.auth_test()
        if settings.app_token is not None:
            await client.apps_connections_open(app_token=settings.app_token.reveal())
    except SlackApiError as fault:
        data = getattr(fault.response, "data", {})
        code = data.get("error", "no answer") if isinstance(data, dict) else "no answer"
        which = "SLACK_APP_TOKEN" if "connections" in str(fault) else "SLACK_BOT_TOKEN"
        raise SlackRefusedError(
            f"Slack refused {which} ({code}). Copy it again from the app's page at "
            "api.slack.com/apps, and see that the app is installed."
        ) from None
    except (ClientError, OSError, TimeoutError) as fault:
        raise SlackRefusedError(
            f"Slack cannot be reached at {settings.api_url} ({type(fault).__name__}). "
            "Check the network, the proxy and SLACK_API_URL."
        ) from None
    return AuthorizeResult.from_auth_test_response(
        auth_test_response=who, bot_token=settings.bot_token.reveal()
    )


@asynccontextmanager
async def _door(app: AsyncApp, settings: SlackSettings) -> AsyncIterator[str]:
    """Socket Mode where there is an app token, else HTTP; closed on the way out."""
    if settings.app_token is not None:
        door = SocketDoor(app, settings.app_token.reveal())
        await door.connect_async()  # type: ignore[no-untyped-call]
        _log.info("serving Slack over Socket Mode")
        try:
            yield ""
        finally:
            await door.close_async()  # type: ignore[no-untyped-call]
        return
    secret = settings.signing_secret.reveal() if settings.signing_secret else ""
    runner = make_runner(make_web(app, secret, time.time))
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        await site.start()
        host, port = runner.addresses[0][:2]
        _log.info("serving Slack over HTTP on %s:%s", host, port)
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()
