"""Serves Slack until the process is told to stop, then finishes what was accepted."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from aiohttp import web
from slack_bolt.authorization import AuthorizeResult

from bot.organisation.owners import SetOwners
from bot.record import record
from bot.render.parts import Look
from bot.slack.app import make_app, make_client, make_session
from bot.slack.asker import Admins
from bot.slack.clock import REAL
from bot.slack.desk import Ear, SlackDesk
from bot.slack.feedback import FeedbackDesk, with_feedback
from bot.slack.greeter import Greeter
from bot.slack.home import Home
from bot.slack.hooks import Hooks
from bot.slack.http import make_runner, make_web
from bot.slack.kept import tidy_daily
from bot.slack.listeners import register
from bot.slack.owners import Owners
from bot.slack.patience import Patience
from bot.slack.posting import Poster
from bot.slack.rooms import NO_EXTRAS, Rooms
from bot.slack.seen import Seen
from bot.slack.socket import SocketDoor
from bot.slack.tasks import Tasks
from bot.slack.workflow import StepDesk, register_step
from bot.understand.finder import Finder

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.ask import Desk
    from bot.settings import SlackSettings
    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.rooms import Extras

T = TypeVar("T")

# Ten seconds is what a platform gives before it kills; one is left for what comes after.
DRAIN = 9.0
_log = logging.getLogger(__name__)


@record
class Around:
    """What may be other than usual: the clock, and what others add to the surfaces."""

    clock: Clock = REAL
    extras: Extras = NO_EXTRAS


_USUAL = Around()


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
    kept: Kept,
    stop: asyncio.Event,
    ready: Callable[[str], None] = lambda _: None,
    around: Around = _USUAL,
) -> None:
    """Open the door that the settings choose and answer until `stop` is set.

    `ready` is told the address once the door is open (empty for Socket Mode).
    """
    clock = around.clock
    async with make_session() as session:
        client = make_client(settings, session)
        who = await _unless(stop, _greet(client, settings, clock))
        if who is None:
            return
        hooks = Hooks(session, settings.api_url, clock)
        poster = Poster(client, clock, hooks)
        app = make_app(client, who)
        look = partial(_look, settings)
        feedback, steps = FeedbackDesk(desk.catalogue, kept, look, clock), StepDesk(desk, clock)
        extras = with_feedback(feedback, around.extras)
        slack_desk = SlackDesk(desk, kept.threads, look, extras.blocks, SetOwners())
        seen, tasks = Seen(clock.now), Tasks()
        rooms = Rooms(
            desk=slack_desk,
            ear=Ear(slack_desk, seen, Greeter(kept, clock), poster, who.bot_user_id or ""),
            client=client,
            poster=poster,
            hooks=hooks,
            tasks=tasks,
            seen=seen,
            finder=Finder(desk.catalogue),
            kept=kept,
            support=settings.support,
            admins=Admins(ids=settings.admins),
        )
        rooms.ear.admins = rooms.admins
        owners = Owners(rooms, kept)
        register(app, rooms, Home(rooms, kept, clock), owners, extras)
        register_step(app, steps)
        await owners.refresh()
        async with _door(app, session, settings, stop, clock) as address:
            ready(address)
            beside = [asyncio.create_task(one) for one in (tidy_daily(kept), owners.follow())]
            await stop.wait()
            for task in beside:
                task.cancel()
            end = time.monotonic() + DRAIN
            _log.info("stopping: no more is accepted, what was accepted is answered")
        await asyncio.gather(feedback.close(), steps.close())
        left = await tasks.drain(max(0.0, end - time.monotonic()))
        left += await poster.drain(max(0.0, end - time.monotonic()))
        _log.log(logging.ERROR if left else logging.INFO, "stopped; %d left unanswered", left)


def _look(settings: SlackSettings) -> Look:
    """What replies are drawn for on this day."""
    return Look(
        facts_url=settings.facts_url,
        today=time.strftime("%Y-%m-%d"),
        tables=settings.tables,
        support=settings.support,
    )


async def _greet(client: AsyncWebClient, settings: SlackSettings, clock: Clock) -> AuthorizeResult:
    """Who we are in this workspace; raises when Slack refuses the bot's token."""
    patience = Patience("SLACK_BOT_TOKEN", settings.api_url, clock)
    return AuthorizeResult.from_auth_test_response(
        auth_test_response=await patience.run(client.auth_test),
        bot_token=settings.bot_token.reveal(),
    )


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What `work` comes to; None, and an end of the work, as soon as `stop` is set."""
    task, stopped = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stopped.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)


@asynccontextmanager
async def _door(
    app: AsyncApp,
    session: ClientSession,
    settings: SlackSettings,
    stop: asyncio.Event,
    clock: Clock,
) -> AsyncIterator[str]:
    """Socket Mode where there is an app token, else HTTP; closed on the way out."""
    if settings.app_token is not None:
        patience = Patience("SLACK_APP_TOKEN", settings.api_url, clock)
        door = SocketDoor(app, session, settings.app_token.reveal(), patience, clock)
        try:
            if await _unless(stop, door.open()):
                _log.info("serving Slack over Socket Mode")
            yield ""
        finally:
            await door.close()
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
