"""The stores that the contract is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.store.sql import open_store
from tests.fakes.postgres import empty
from tests.fakes.store import MemoryStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.store.port import Store

KINDS = ["memory", "sqlite", "postgresql"]
DATABASES = KINDS[1:]


async def fresh(request: pytest.FixtureRequest, kind: str, folder: Path) -> str:
    """The address of an empty database."""
    if kind == "sqlite":
        return f"sqlite:///{folder}/state/srm.db"
    url: str = request.getfixturevalue("postgres_url")
    await empty(url)
    return url


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request, request.param, tmp_path)


@pytest.fixture(params=KINDS)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    if request.param == "memory":
        yield MemoryStore()
        return
    made = await open_store(await fresh(request, request.param, tmp_path))
    yield made
    await made.close()
