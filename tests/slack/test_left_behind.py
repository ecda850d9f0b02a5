"""R15: of a workspace that left, no table holds a word, whatever it held before."""

from __future__ import annotations

import asyncio
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select

from bot.slack.clock import Clock
from bot.slack.leaving import AGAIN_AFTER, PAUSE
from bot.store.engine import make_engine
from bot.store.sql import open_store
from bot.store.tables import METADATA
from bot.store.tables_work import PROCESSES
from tests.fakes.store import MemoryStore, held
from tests.slack.installing import asked_in, gone, install, install_org, many
from tests.slack.test_health import counts
from tests.store.conftest import DATABASES, fresh
from tests.store.rows import OWNER, row

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.ask import Desk
    from bot.store.port import Store
    from tests.fakes.slack import FakeSlack

# A machine under load is no reason to count nothing.
PATIENT_MS = 20_000
UNINSTALLED: dict[str, Any] = {}
REVOKED: dict[str, Any] = {"tokens": {"oauth": [], "bot": ["U0BOT"]}}


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request, request.param, tmp_path)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    made = await open_store(url)
    yield made
    await made.close()


async def fill(url: str, *teams: str) -> set[str]:
    """Rows of these workspaces in every table that keeps anything by workspace; their names."""
    engine, now = make_engine(url, PATIENT_MS), int(time.time())
    tables = [
        table
        for table in METADATA.sorted_tables
        if "team" in table.c and table.name not in ("installations", "served")
    ]
    async with engine.begin() as connection:
        # Another process, which lives and answers its questions itself.
        await connection.execute(insert(PROCESSES), [{"id": OWNER, "beat": 1, "at": now}])
        for table in tables:
            for team in teams:
                rows = [row(table, team, number, now) for number in range(5)]
                await connection.execute(insert(table), rows)
    await engine.dispose()
    return {table.name for table in tables}


async def naming(url: str, team: str) -> dict[str, int]:
    """In which tables how many rows name a workspace in any field."""
    engine, found = make_engine(url, PATIENT_MS), {}
    named = re.compile(rf"\b{team}\b")
    async with engine.connect() as connection:
        for table in METADATA.sorted_tables:
            rows = (await connection.execute(select(table))).all()
            found[table.name] = sum(bool(named.search(repr(tuple(one)))) for one in rows)
    await engine.dispose()
    return {name: count for name, count in found.items() if count}


@pytest.mark.parametrize(
    "order", [(UNINSTALLED, REVOKED), (REVOKED, UNINSTALLED)], ids=["uninstalled", "revoked"]
)
async def test_no_row_of_any_table_names_a_workspace_that_left(
    slack: FakeSlack, toy_desk: Desk, store: Store, url: str, order: tuple[dict[str, Any], ...]
) -> None:
    async with many(slack, toy_desk, store=store) as door:
        for team in ("T1", "T2"):
            await install(slack, door, f"c{team}", team)
        tables = await fill(url, "T1", "T2")
        before = await naming(url, "T2")
        assert set(await naming(url, "T1")) == set(before) == {*tables, "installations"}
        for event in order:
            assert (await door.event(gone("T1", **event)))[0] == 200
        assert await naming(url, "T1") == {}
        assert await naming(url, "T2") == before


async def test_no_row_of_any_table_names_an_organisation_that_left_nor_those_it_served(
    slack: FakeSlack, toy_desk: Desk, store: Store, url: str
) -> None:
    async with many(slack, toy_desk, store=store) as door:
        await install_org(slack, door)
        await install(slack, door, "cT5", "T5")
        for team in ("T3", "T4", "T5"):
            await store.installs.join("E1", team, int(time.time()))
        await fill(url, "E1", "T3", "T4", "T5")
        await door.event({**gone("T3"), "enterprise_id": "E1", "is_enterprise_install": True})
        for left in ("E1", "T3", "T4"):
            assert await naming(url, left) == {}
        assert set(await naming(url, "T5")) >= {"installations", "seen", "owners", "greeted"}


class Stepped:
    """Time that passes for those who sleep so long, when they are told."""

    def __init__(self) -> None:
        self._asleep: list[tuple[float, asyncio.Future[None]]] = []
        self.clock = Clock(now=time.monotonic, sleep=self._sleep)

    async def _sleep(self, seconds: float) -> None:
        waker: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._asleep.append((seconds, waker))
        await waker

    async def wake(self, seconds: float) -> None:
        """Wake whoever sleeps so long, once somebody does."""
        async with asyncio.timeout(5):
            while not (found := [one for one in self._asleep if one[0] == seconds]):  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        for one in found:
            self._asleep.remove(one)
            one[1].set_result(None)
        await asyncio.sleep(0.05)


async def test_what_was_kept_in_memory_while_the_database_was_away_does_not_outlive_the_workspace(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    """It is written when the database is back, maybe a moment after all else was deleted."""
    store, stepped = MemoryStore(), Stepped()
    async with many(slack, toy_desk, stepped.clock, store=held(store)) as door:
        await install(slack, door, "one", "T1")
        store.down = True
        assert (await door.event(asked_in("T1")))[0] == 200
        await slack.until(lambda: slack.posts)
        assert (await door.event(gone("T1")))[0] == 503
        await stepped.wake(AGAIN_AFTER)
        store.down = False
        await stepped.wake(PAUSE)
        assert store.installs.made == {}
        async with asyncio.timeout(5):
            while (await counts(door.address))["srm_notes_waiting"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        await stepped.wake(AGAIN_AFTER)
        assert store.work.seen == {}
        assert store.work.turns == {}
