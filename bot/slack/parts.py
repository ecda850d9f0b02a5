"""The parts that answer, joined once at start and finished at the end."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING

from bot.record import record
from bot.render.parts import Look
from bot.slack.app import make_app
from bot.slack.asker import Admins
from bot.slack.clients import OneClient
from bot.slack.desk import Ear, SlackDesk
from bot.slack.feedback import FeedbackDesk, with_feedback
from bot.slack.greeter import Greeter
from bot.slack.home import Home
from bot.slack.hooks import Hooks
from bot.slack.leaving import Leaving, register_leaving
from bot.slack.ledger import Ledger
from bot.slack.listeners import register
from bot.slack.owners import Owners
from bot.slack.posting import Poster
from bot.slack.rooms import Rooms
from bot.slack.seen import Seen
from bot.slack.tasks import Tasks
from bot.slack.workflow import StepDesk, register_step
from bot.understand.finder import Finder

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_bolt.authorization import AuthorizeResult
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.ask import Desk
    from bot.settings import SlackSettings
    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.knock import Knock
    from bot.slack.many import Many
    from bot.slack.metrics import Metrics
    from bot.slack.rooms import Extras


@record
class Means:
    """What the parts work with; `many` is None where there is one workspace."""

    settings: SlackSettings
    desk: Desk
    kept: Kept
    clock: Clock
    extras: Extras
    session: ClientSession
    client: AsyncWebClient
    many: Many | None
    knock: Knock
    metrics: Metrics


class Parts:
    """`app` is Bolt's, with every listener; `who` we are in the only workspace."""

    def __init__(self, means: Means, who: AuthorizeResult | None) -> None:
        settings, desk, kept, clock = means.settings, means.desk, means.kept, means.clock
        installed = means.many.installed if means.many is not None else None
        clients = installed if installed is not None else OneClient(means.client)
        hooks = Hooks(means.session, settings.api_url, clock)
        look = partial(_look, settings)
        self.app = make_app(means.client, who)
        self._feedback = FeedbackDesk(desk.catalogue, kept, clients, look, clock)
        self._steps, self._tasks, seen = StepDesk(desk, clock), Tasks(), Seen(clock.now)
        self._leaving = Leaving(kept.store.installs, installed, means.client, clock, kept.now)
        self.poster = Poster(clients, means.knock, clock, hooks, means.metrics)
        self.ledger = Ledger(kept.store.work, clock, kept.now, means.metrics)
        extras = with_feedback(self._feedback, means.extras)
        slack_desk = SlackDesk(desk, kept.threads, self.ledger, look, extras.blocks, means.metrics)
        greeter = Greeter(kept, clock)
        self.ear = Ear(slack_desk, seen, self.ledger, greeter, self.poster, means.metrics)
        rooms = Rooms(
            desk=slack_desk,
            ear=self.ear,
            clients=clients,
            poster=self.poster,
            hooks=hooks,
            tasks=self._tasks,
            seen=seen,
            finder=Finder(desk.catalogue),
            kept=kept,
            support=settings.support,
            admins=Admins(ids=settings.admins),
        )
        self.ear.admins = rooms.admins
        self.owners = Owners(rooms, kept)
        register(self.app, rooms, Home(rooms, kept, clock), self.owners, extras)
        register_step(self.app, self._steps)
        register_leaving(self.app, self._leaving)

    async def finish(self, end: float) -> int:
        """Answer what was accepted, until `end`; how much was left."""
        await asyncio.gather(self._feedback.close(), self._steps.close())
        left = await self._tasks.drain(max(0.0, end - time.monotonic()))
        left += await self.poster.drain(max(0.0, end - time.monotonic()))
        await self.ledger.close()
        # Last: what was written until now may be of a workspace that left.
        await self._leaving.close()
        return left


def _look(settings: SlackSettings) -> Look:
    """What replies are drawn for on this day."""
    return Look(
        facts_url=settings.facts_url,
        today=time.strftime("%Y-%m-%d"),
        tables=settings.tables,
        support=settings.support,
    )
