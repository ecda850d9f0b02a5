"""The stores that the contract is held against."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.store.engine import make_engine
from bot.store.port import SETTINGS, TABLES
from bot.store.sql import open_store
from tests.fakes.store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.port import Store

# Given, PostgreSQL keeps the same contract; its tables of that name are dropped first.
POSTGRES = os.environ.get("SRM_TEST_PG_DSN", "")
KINDS = ["memory", "sqlite", *(["postgresql"] if POSTGRES else [])]
DATABASES = KINDS[1:]


async def fresh(kind: str, folder: Path) -> str:
    """The address of an empty database."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/state/srm.db"
    engine = make_engine(POSTGRES)
    async with engine.begin() as connection:
        for table in (*TABLES, *SETTINGS, "schema_version"):
            await connection.execute(text(f"DROP TABLE IF EXISTS {table}"))
    await engine.dispose()
    return POSTGRES


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request.param, tmp_path)


@pytest.fixture(params=KINDS)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    made = await open_store(await fresh(request.param, tmp_path))
    yield made
    await made.close()
