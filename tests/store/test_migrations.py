"""A database comes to have its tables by numbered steps, once, whoever starts first."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import Connection, inspect, text

from bot.store.engine import make_engine
from bot.store.migrations import MIGRATIONS, migrate
from bot.store.port import LASTING, SETTINGS, TABLES
from bot.store.refused import StoreRefusedError
from bot.store.sql import open_store
from bot.store.tables import METADATA

if TYPE_CHECKING:
    from pathlib import Path


def shape(connection: Connection) -> dict[str, dict[str, bool]]:
    """Every table with its columns, and whether each may be empty."""
    found = inspect(connection)
    return {
        table: {one["name"]: bool(one["nullable"]) for one in found.get_columns(table)}
        for table in found.get_table_names()
    }


async def test_the_steps_end_in_the_tables_that_the_code_uses(url: str) -> None:
    await (await open_store(url)).close()
    engine = make_engine(url)
    async with engine.connect() as connection:
        found = await connection.run_sync(shape)
    await engine.dispose()
    used = {
        table.name: {column.name: bool(column.nullable) for column in table.columns}
        for table in METADATA.tables.values()
    }
    assert found == used
    assert set(used) == {*TABLES, *LASTING, *SETTINGS, "schema_version"}


@pytest.mark.parametrize("had", range(len(MIGRATIONS) + 1))
async def test_a_database_of_any_earlier_version_is_brought_up_to_date(url: str, had: int) -> None:
    engine = make_engine(url)
    async with engine.begin() as connection:
        assert await migrate(connection, MIGRATIONS[:had]) == had
    async with engine.begin() as connection:
        assert await migrate(connection) == len(MIGRATIONS) - had
    async with engine.begin() as connection:
        assert await migrate(connection) == 0
    await engine.dispose()


async def test_a_step_that_fails_leaves_nothing_behind(url: str) -> None:
    engine = make_engine(url)
    with pytest.raises(Exception, match="nonsense"):
        async with engine.begin() as connection:
            await migrate(connection, (*MIGRATIONS, ("CREATE TABLE half (a TEXT)", "nonsense")))
    async with engine.connect() as connection:
        assert await connection.run_sync(shape) == {}
    await engine.dispose()


async def test_of_many_who_start_at_once_one_takes_the_steps(url: str) -> None:
    stores = await asyncio.gather(*(open_store(url) for _ in range(4)))
    assert sum([await store.greet("T1", "U1", 1) for store in stores]) == 1
    for store in stores:
        await store.close()


async def test_a_database_of_a_later_version_is_refused_with_the_cure(url: str) -> None:
    await (await open_store(url)).close()
    engine = make_engine(url)
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO schema_version VALUES (99)"))
    await engine.dispose()
    # No waiting helps, so that the program ends instead of serving without a database.
    with pytest.raises(StoreRefusedError, match="Start the later program"):
        await open_store(url)


async def test_sqlite_writes_ahead_in_a_folder_that_only_its_owner_may_open(tmp_path: Path) -> None:
    store = await open_store(f"sqlite:///{tmp_path}/state/srm.db")
    assert (tmp_path / "state").stat().st_mode & 0o077 == 0
    for name in ("srm.db", "srm.db-wal"):
        assert (tmp_path / "state" / name).stat().st_mode & 0o077 == 0
    await store.close()
