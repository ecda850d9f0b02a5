"""R15: no table keeps a row that is older than PRIVACY.md says, nor loses one that is not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from bot.slack.kept import Kept, tidy_hourly
from bot.store.engine import make_engine
from bot.store.port import LASTING, SETTINGS
from bot.store.portions import PORTION
from bot.store.retention import SECONDS, forget_old
from bot.store.sql import SqlStore, open_store
from bot.store.tables import METADATA
from bot.thread.memory import Threads
from tests.store.rows import row

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy.ext.asyncio import AsyncEngine

NOW = 2_000_000_000
PATIENT_MS = 20_000
MANY = 2 * PORTION + 1
# In parts of the time that a table keeps a row.
AGES = [part / 10 for part in range(31)]


async def ages(engine: AsyncEngine) -> dict[str, list[int]]:
    """How old the rows of each table are, in seconds."""
    found = {}
    async with engine.connect() as connection:
        for name in SECONDS:
            column = METADATA.tables[name].c.at
            rows = await connection.scalars(select(column).order_by(column.desc()))
            found[name] = [NOW - at for at in rows]
    return found


async def fill(engine: AsyncEngine) -> dict[str, list[int]]:
    """Rows of every age in every table that forgets; how old they are."""
    made = {name: [round(part * time) for part in AGES] for name, time in SECONDS.items()}
    async with engine.begin() as connection:
        for name, old in made.items():
            table = METADATA.tables[name]
            rows = [row(table, f"T{number}", number, NOW - age) for number, age in enumerate(old)]
            await connection.execute(insert(table), rows)
        for name in (*LASTING, *SETTINGS):
            await connection.execute(insert(METADATA.tables[name]), [row_of_old(name)])
    return made


def row_of_old(name: str) -> dict[str, object]:
    """A row as old as can be, of a table whose rows stay."""
    return row(METADATA.tables[name], "T1", 1, 1)


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    """A way into a database that has its tables, for a machine under load."""
    await (await open_store(url)).close()
    made = make_engine(url, PATIENT_MS)
    yield made
    await made.dispose()


async def test_the_hourly_job_leaves_no_row_of_any_table_that_is_past_its_time(
    engine: AsyncEngine,
) -> None:
    store = SqlStore(engine)
    made = await fill(engine)
    wanted = {name: [age for age in made[name] if age <= time] for name, time in SECONDS.items()}
    kept = Kept(threads=Threads(lambda: 0.0), store=store, now=lambda: float(NOW))
    tidying = asyncio.create_task(tidy_hourly(kept))
    for _ in range(200):
        if (left := await ages(engine)) == wanted:
            break
        await asyncio.sleep(0.05)
    tidying.cancel()
    assert left == wanted
    async with engine.connect() as connection:
        for name in (*LASTING, *SETTINGS):
            assert len((await connection.execute(select(METADATA.tables[name]))).all()) == 1, name


def test_every_table_forgets_or_is_known_to_last() -> None:
    known = {*SECONDS, *LASTING, *SETTINGS, "schema_version"}
    assert {table.name for table in METADATA.sorted_tables} == known


async def seen_by(engine: AsyncEngine, team: str) -> None:
    """As many events of a workspace as come in some busy hours."""
    for part in range(0, MANY, 5_000):
        numbers = range(part, min(MANY, part + 5_000))
        rows = [row(METADATA.tables["seen"], team, number, 1) for number in numbers]
        async with engine.begin() as connection:
            await connection.execute(insert(METADATA.tables["seen"]), rows)


async def test_much_goes_in_portions_that_hold_up_nobody(engine: AsyncEngine) -> None:
    store = SqlStore(engine)
    await seen_by(engine, "T1")
    assert await store.forget({"seen": NOW}) == PORTION
    assert await forget_old(store, NOW) == MANY - PORTION


@pytest.mark.parametrize("by", ["leave", "forget_team"])
async def test_a_workspace_that_was_busy_leaves_nothing_either(
    engine: AsyncEngine, by: str
) -> None:
    store = SqlStore(engine)
    for team in ("T1", "T2"):
        await seen_by(engine, team)
    await store.installs.join("E1", "T2", 1)
    if by == "leave":
        assert await store.installs.leave("T1", NOW) == MANY
        assert await store.installs.leave("E1", NOW) == MANY + 1, "and those that it served"
    else:
        assert await store.forget_team("T1") == MANY
        assert await store.forget_team("T2") == MANY + 1
    assert await forget_old(store, NOW) == 0
