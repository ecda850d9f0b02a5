"""A database that was deleted or replaced while it was in use is noticed, and opened anew."""

from __future__ import annotations

import asyncio
import shutil
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.store.cause import LostError
from bot.store.engine import make_engine
from bot.store.sql import open_store
from bot.store.steady import PAUSE, SteadyStore
from tests.fakes.clock import Time
from tests.fakes.postgres import empty
from tests.fakes.store import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.port import Store


def steady(url: str) -> SteadyStore:
    return SteadyStore(lambda: open_store(url), time.monotonic)


def files_in(folder: Path) -> list[Path]:
    """SQLite's file, and what lies beside it."""
    return [*folder.iterdir()]


async def test_a_folder_that_was_deleted_is_made_again_and_what_is_kept_then_is_kept(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    url = f"sqlite:///{tmp_path}/state/srm.db"
    store = steady(url)
    assert await store.greet("T1", "U1", 1) is True
    shutil.rmtree(tmp_path / "state")
    assert await store.greet("T1", "U1", 2) is False, "nobody can tell"
    assert await store.greet("T1", "U1", 3) is True, "it is another database"
    await store.close()
    again = await open_store(url)
    assert await again.greet("T1", "U1", 4) is False
    await again.close()
    assert "The database's file is gone" in caplog.text


async def test_a_file_put_in_its_place_is_used_and_not_harmed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Several connections are open to the old file: none may take away what belongs to the new."""
    (tmp_path / "new").mkdir()
    for folder, person in ((tmp_path, "U1"), (tmp_path / "new", "U2")):
        made = await open_store(f"sqlite:///{folder}/srm.db")
        await made.greet("T1", person, 1)
        await made.close()
    store = steady(f"sqlite:///{tmp_path}/srm.db")
    await asyncio.gather(*(store.greet("T1", "U1", n) for n in range(8)))
    (tmp_path / "new" / "srm.db").replace(tmp_path / "srm.db")
    for beside in ("srm.db-wal", "srm.db-shm"):
        (tmp_path / beside).unlink(missing_ok=True)
    await asyncio.gather(*(store.greet("T1", "U1", n) for n in range(8)))
    assert await store.greet("T1", "U2", 9) is False
    for number in range(50):
        assert await store.greet("T1", f"U1{number}", number) is True
    await store.close()
    again = await open_store(f"sqlite:///{tmp_path}/srm.db")
    assert [await again.greet("T1", f"U1{number}", 99) for number in range(50)] == [False] * 50
    await again.close()
    assert "The database's file is another one" in caplog.text


async def test_garbage_written_over_the_file_is_done_without_until_it_is_taken_away(
    tmp_path: Path,
) -> None:
    clock, file = Time(), tmp_path / "srm.db"
    store = SteadyStore(lambda: open_store(f"sqlite:///{file}"), clock.clock.now)
    assert await store.greet("T1", "U1", 1) is True
    for beside in files_in(tmp_path):
        beside.write_bytes(b"no database at all " * 5000)
    for _ in range(6):
        assert await store.greet("T1", "U2", 1) is False
        clock.now += 1
    for beside in files_in(tmp_path):
        beside.unlink()
    clock.now += PAUSE
    assert await store.greet("T1", "U2", 1) is True
    await store.close()


async def test_a_server_whose_tables_are_gone_gets_them_again(
    postgres_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """As after a failover to a new and empty one."""
    await empty(postgres_url)
    store = steady(postgres_url)
    assert await store.greet("T1", "U1", 1) is True
    engine = make_engine(postgres_url)
    async with engine.begin() as connection:
        await connection.execute(text("DROP TABLE greeted, schema_version"))
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
    assert await store.greet("T1", "U1", 2) is False
    assert await store.greet("T1", "U1", 3) is True
    await store.close()
    assert "42P01" in caplog.text


class Gone(MemoryStore):
    """Its file was deleted; `closed` tells that it was let go."""

    closed = False

    async def greet(self, team: str, person: str, at: int) -> bool:
        """Find that it is gone."""
        await asyncio.sleep(0)
        raise LostError(f"The database's file is gone, says {(team, person, at)!r}.")

    async def close(self) -> None:
        """Let go."""
        self.closed = True


async def test_many_who_find_it_gone_open_it_once_and_only_after_the_old_one_is_closed() -> None:
    gone, opened = Gone(), 0

    async def make() -> Store:
        nonlocal opened
        opened += 1
        assert gone.closed is (opened > 1)
        return gone if opened == 1 else MemoryStore()

    store = SteadyStore(make, time.monotonic)
    found = await asyncio.gather(*(store.greet("T1", "U1", n) for n in range(20)))
    assert found == [False] * 20
    assert await store.greet("T1", "U1", 1) is True
    assert opened == 2


async def test_one_that_is_no_better_for_being_opened_anew_is_left_alone_for_a_while() -> None:
    clock, opened = Time(), 0

    async def make() -> Store:
        nonlocal opened
        opened += 1
        return Gone()

    store = SteadyStore(make, clock.clock.now)
    for _ in range(50):
        assert await store.greet("T1", "U1", 1) is False
    assert opened == 2
    clock.now += PAUSE
    for _ in range(50):
        assert await store.greet("T1", "U1", 1) is False
    assert opened == 3
