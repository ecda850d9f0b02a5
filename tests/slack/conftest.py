"""A bot that serves a fake Slack on loopback, through either door."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.settings import read_slack_settings
from bot.slack.clock import REAL
from bot.slack.kept import Kept
from bot.slack.logs import KeyValues
from bot.slack.rooms import NO_EXTRAS
from bot.slack.serve import Around, serve
from bot.thread.memory import Threads
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, signed
from tests.fakes.store import MemoryStore
from tests.toy import write_toy_catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from bot.slack.clock import Clock
    from bot.slack.rooms import Extras
    from bot.store.port import Store

PAYLOADS = Path(__file__).parent / "payloads"


def payload(name: str, **event: Any) -> dict[str, Any]:
    """A captured payload, with some fields of its event changed (None takes one out)."""
    body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    for field, value in event.items():
        body["event"].pop(field, None)
        if value is not None:
            body["event"][field] = value
    return body


def question(number: int, **event: Any) -> dict[str, Any]:
    """One of many mentions, each with its own id and thread; a person asks ten of them."""
    said = {"ts": f"{number}.1", "user": f"U{1 + number // 10}", **event}
    return {**payload("app_mention", **said), "event_id": f"Ev{number}"}


@dataclass
class Door:
    """The bot over HTTP: requests go in here."""

    address: str
    session: aiohttp.ClientSession

    async def send(
        self, body: bytes, headers: dict[str, str] | None = None, path: str = "/slack/events"
    ) -> tuple[int, bytes]:
        """Post a body, signed now unless other headers are given; status and answer."""
        given = signed(body, time.time()) if headers is None else headers
        async with self.session.post(self.address + path, data=body, headers=given) as answer:
            return answer.status, await answer.read()

    async def event(self, body: dict[str, Any], **headers: str) -> tuple[int, bytes]:
        """Deliver an event as Slack does."""
        raw = json.dumps(body).encode()
        return await self.send(raw, {**signed(raw, time.time()), **headers})

    async def form(self, body: bytes) -> tuple[int, bytes]:
        """Deliver a slash command or an interaction."""
        headers = signed(body, time.time())
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return await self.send(body, headers)


@pytest.fixture(autouse=True)
def as_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """`caplog.text` holds lines as the bot writes them, fields and all."""
    usual = caplog.handler.formatter
    caplog.handler.setFormatter(KeyValues())
    yield
    caplog.handler.setFormatter(usual)


@pytest.fixture(scope="session")
def toy_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(load_catalogue(write_toy_catalogue(tmp_path_factory.mktemp("toy"))))


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake


def kept(clock: Clock, store: Store | None = None) -> Kept:
    """What the bot remembers, in memory unless a store is given."""
    return Kept(threads=Threads(clock.now), store=store or MemoryStore(), now=time.time)


@asynccontextmanager
async def serving(
    fake: FakeSlack,
    desk: Desk,
    clock: Clock = REAL,
    extras: Extras = NO_EXTRAS,
    store: Store | None = None,
    **environ: str,
) -> AsyncIterator[str]:
    """The bot serving `fake`; its address, empty for Socket Mode.

    At the end it stops as at a signal: all that it accepted is answered or given up by then.
    """
    settings = read_slack_settings(
        {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": fake.api_url, "PORT": "0", **environ}
    )
    stop, opened = asyncio.Event(), asyncio.get_running_loop().create_future()
    around = Around(clock=clock, extras=extras)
    task = asyncio.create_task(
        serve(settings, desk, kept(clock, store), stop, opened.set_result, around)
    )
    await asyncio.wait({task, opened}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    try:
        yield opened.result()
    finally:
        stop.set()
        await task


@asynccontextmanager
async def over_http(
    fake: FakeSlack,
    desk: Desk,
    clock: Clock = REAL,
    extras: Extras = NO_EXTRAS,
    store: Store | None = None,
    **environ: str,
) -> AsyncIterator[Door]:
    """The bot serving `fake` over HTTP."""
    async with (
        serving(
            fake, desk, clock, extras, store, SLACK_SIGNING_SECRET=SECRET, **environ
        ) as address,
        aiohttp.ClientSession() as session,
    ):
        yield Door(address=address, session=session)


@pytest.fixture
async def http(slack: FakeSlack, toy_desk: Desk) -> AsyncIterator[Door]:
    async with over_http(slack, toy_desk) as door:
        yield door


@pytest.fixture
async def socket(slack: FakeSlack, toy_desk: Desk) -> AsyncIterator[FakeSlack]:
    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN):
        await slack.until(lambda: slack.sockets)
        yield slack
