"""Serves Slack until the process is told to stop, then finishes what was accepted."""

from __future__ import annotations

import asyncio
import logging
import signal
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from slack_bolt.authorization import AuthorizeResult

from bot.record import record
from bot.slack.app import make_client, make_session
from bot.slack.clock import REAL
from bot.slack.doors import linked, listening
from bot.slack.health import Health, pulse
from bot.slack.http import Front
from bot.slack.kept import tidy_hourly
from bot.slack.knock import Knock
from bot.slack.metrics import Metrics
from bot.slack.parts import Means, Parts
from bot.slack.patience import Patience
from bot.slack.rooms import NO_EXTRAS
from bot.slack.tally import Tally
from bot.slack.turned_away import TurnedAway

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from aiohttp import ClientSession
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.ask import Desk
    from bot.settings import SlackSettings
    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.many import Many
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

    `ready` is told the address once the door is open (empty where no port is).
    """
    clock, tally = around.clock, Tally(kept.store.counts, kept.now)
    metrics = Metrics(tally.add)
    health = Health(kept.now, metrics, over_http=settings.app_token is None)
    async with make_session() as session, AsyncExitStack() as doors:
        client = make_client(settings, session, settings.bot_token.reveal())
        away = health.turned_away = TurnedAway(clock.now)
        many, knock = (
            _many(settings, session, kept, clock, away),
            Knock(client, clock, ours=settings.oauth is None),
        )
        health.installed = many.installed if many is not None else None
        front = Front(many.installed.admit, away) if many is not None else Front(turned_away=away)
        add_pages = many.add_routes if many is not None else None
        port = listening(settings, front, health, add_pages)
        address = await doors.enter_async_context(port)
        who = None
        if many is not None:
            await many.open()
        elif (who := await _unless(stop, _greet(client, knock, settings, clock))) is None:
            return
        means = Means(
            settings=settings,
            desk=desk,
            kept=kept,
            clock=clock,
            extras=around.extras,
            session=session,
            client=client,
            many=many,
            knock=knock,
            metrics=metrics,
        )
        parts = Parts(means, who)
        health.stale = (lambda: desk.stale) if desk.has_overlays else None
        metrics.watch(parts.poster, parts.ledger, health)
        health.knock, health.ledger, health.edition = knock, parts.ledger, desk.catalogue.edition
        await parts.ledger.open()
        link = await doors.enter_async_context(linked(settings, parts.app, clock, stop))
        if link is None or await _unless(stop, link.open()):
            front.app = parts.app
            health.linked = (lambda: link.linked) if link is not None else (lambda: True)
            how = "Socket Mode" if link is not None else f"HTTP on {urlsplit(address).netloc}"
            _log.info("serving Slack over %s", how)
        await parts.owners.refresh()
        ready(address)
        await _until(
            stop,
            tidy_hourly(kept),
            parts.ledger.watch(parts.ear.take_up),
            parts.owners.follow(),
            pulse(knock),
            tally.keep(),
        )
        end = time.monotonic() + DRAIN
        _log.info("stopping: no more is accepted, what was accepted is answered")
        await doors.aclose()
        left, _ = await asyncio.gather(parts.finish(end), tally.write())
        if many is not None:
            await many.close()
        _log.log(logging.ERROR if left else logging.INFO, "stopped; %d left unanswered", left)
        if link is not None and link.refused is not None:
            raise link.refused


async def _until(stop: asyncio.Event, *chores: Coroutine[Any, Any, None]) -> None:
    """Do what is done for ever until `stop` is set."""
    tasks = [asyncio.create_task(chore) for chore in chores]
    await stop.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _many(
    settings: SlackSettings, session: ClientSession, kept: Kept, clock: Clock, away: TurnedAway
) -> Many | None:
    """What many workspaces need; None where there is one."""
    if settings.oauth is None:
        return None
    # Late: the package that seals tokens need not be installed for one workspace.
    from bot.slack.many import Many  # noqa: PLC0415

    return Many(settings, settings.oauth, session, kept, clock, away)


async def _greet(
    client: AsyncWebClient, knock: Knock, settings: SlackSettings, clock: Clock
) -> AuthorizeResult:
    """Who we are in this workspace; raises when Slack refuses the bot's token."""
    patience = Patience("SLACK_BOT_TOKEN", settings.api_url, clock)
    answer = await patience.run(client.auth_test)
    knock.heard(answer.headers)
    return AuthorizeResult.from_auth_test_response(
        auth_test_response=answer, bot_token=settings.bot_token.reveal()
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
