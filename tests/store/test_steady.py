"""A database in trouble costs an answer nothing: no error, little time, one line in the log."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import sys
import time
from asyncio.subprocess import PIPE
from typing import TYPE_CHECKING

import pytest

from bot.record import replace
from bot.store.port import Feedback
from bot.store.sql import open_store
from bot.store.steady import MISSES, PAUSE, TRIED_AGAIN_WITHIN, SteadyStore
from tests.fakes.clock import Time
from tests.fakes.store import MemoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.port import Store

SECRET = "sentinel zebra"
SAID = Feedback(
    team="T1", entries=("rds",), topics=(), verdict="wrong", edition="e", at=1, words=SECRET
)
HOLD = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def steady(url: str) -> SteadyStore:
    return SteadyStore(lambda: open_store(url), time.monotonic)


async def fails_softly(store: SteadyStore, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Call it some times: nothing is raised, each call is short; what the log says."""
    caplog.set_level(logging.WARNING)
    caplog.clear()
    for _ in range(MISSES + 2):
        began = time.monotonic()
        assert await store.add_feedback(SAID) is False
        assert await store.greet("T1", "U1", 1) is False
        assert time.monotonic() - began < 2.5
    assert SECRET not in caplog.text
    return [record.getMessage() for record in caplog.records]


async def test_a_database_that_another_process_holds_is_done_without_and_used_again_later(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "srm.db"
    clock = Time()
    store = SteadyStore(lambda: open_store(f"sqlite:///{file}"), clock.clock.now)
    assert await store.greet("T1", "U0", 1) is True
    await store.put_home("T1", "U0", "3", 1)
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(file), stdin=PIPE, stdout=PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"held\n"
    try:
        said = await fails_softly(store, caplog)
        caplog.set_level(logging.INFO)
        clock.now += PAUSE
        assert await store.home("T1", "U0") == "3", "reading needs no lock"
        assert "is back" not in caplog.text, "and so tells nothing of writing"
    finally:
        await other.communicate(b"")
    assert said == [
        "the store is out of reach: OperationalError, SQLITE_BUSY; answers go on without it"
    ]
    clock.now += PAUSE
    assert await store.greet("T1", "U1", 1) is True
    assert await store.add_feedback(SAID) is True
    assert caplog.messages[-1] == "the store is back"
    await store.close()


async def test_a_file_of_garbage_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "srm.db").write_bytes(b"no database at all " * 500)
    store = steady(f"sqlite:///{tmp_path}/srm.db")
    assert await fails_softly(store, caplog) == [
        "the store is out of reach: The database cannot be opened (DatabaseError, SQLITE_NOTADB); "
        "answers go on without it"
    ]
    await store.close()
    assert (tmp_path / "srm.db").read_bytes().startswith(b"no database"), "it is not overwritten"


async def test_a_folder_that_cannot_be_made_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    store = steady(f"sqlite:///{tmp_path}/file/srm.db")
    assert len(await fails_softly(store, caplog)) == 1
    await store.close()


async def test_a_database_that_may_only_be_read_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """By the way it is opened: whoever runs the tests as root may write to any folder."""
    await (await open_store(f"sqlite:///{tmp_path}/srm.db")).close()
    store = steady(f"sqlite:///file:{tmp_path}/srm.db?mode=ro&uri=true")
    (said,) = await fails_softly(store, caplog)
    assert "SQLITE_READONLY" in said
    await store.close()


async def test_a_full_database_is_done_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    await (await open_store(f"sqlite:///{tmp_path}/srm.db")).close()
    with sqlite3.connect(tmp_path / "srm.db") as made:
        pages = made.execute("PRAGMA page_count").fetchone()[0]
    made.close()
    real = sqlite3.connect

    def full(*given: object, **named: object) -> sqlite3.Connection:
        connection = real(*given, **named)  # type: ignore[call-overload]
        connection.execute(f"PRAGMA max_page_count={pages}")
        assert isinstance(connection, sqlite3.Connection)
        return connection

    monkeypatch.setattr("sqlite3.connect", full)
    store = steady(f"sqlite:///{tmp_path}/srm.db")
    await store.forget_team("T1")
    caplog.set_level(logging.INFO)
    assert await store.add_feedback(replace(SAID, words="x" * 100_000)) is False
    assert "SQLITE_FULL" in caplog.text
    # What is there can be read and changed, which brings no room to add anything.
    assert await store.feedback() == ()
    assert await store.work.beat("one", 1) is not None
    assert "is back" not in caplog.text
    await store.close()


class Hanging(MemoryStore):
    """Never answers."""

    async def greet(self, team: str, person: str, at: int) -> bool:
        """Wait for ever."""
        await asyncio.Event().wait()
        return await super().greet(team, person, at)


async def test_a_database_that_hangs_is_left_alone_after_three_misses() -> None:
    clock, opened = Time(), 0

    async def make() -> Store:
        nonlocal opened
        opened += 1
        return Hanging()

    store = SteadyStore(make, clock.clock.now, wait=0.01)
    for _ in range(MISSES):
        assert await store.greet("T1", "U1", 1) is False
    assert await store.add_feedback(SAID) is False, "left alone: not even tried"
    clock.now += PAUSE
    assert await store.add_feedback(SAID) is True
    assert opened == 1
    await store.close()


async def test_a_call_that_takes_too_long_ends_by_itself_before_the_store_is_closed() -> None:
    """Broken off half-way, SQLite's driver could wait for ever, and the process never end."""
    ended = False

    class Slow(MemoryStore):
        async def greet(self, team: str, person: str, at: int) -> bool:
            nonlocal ended
            await asyncio.sleep(0.05)
            ended = True
            return await super().greet(team, person, at)

    async def make() -> Store:
        return Slow()

    store = SteadyStore(make, time.monotonic, wait=0.04)
    assert await store.greet("T1", "U1", 1) is False
    assert not ended
    await store.close()
    assert ended


async def test_opening_that_hangs_holds_up_nobody_and_is_not_begun_twice() -> None:
    began, go = 0, asyncio.Event()

    async def make() -> Store:
        nonlocal began
        began += 1
        await go.wait()
        return MemoryStore()

    store = SteadyStore(make, time.monotonic, wait=0.01)
    assert await store.greet("T1", "U1", 1) is False
    assert await store.greet("T1", "U1", 1) is False
    go.set()
    await asyncio.sleep(0)
    assert await store.greet("T1", "U1", 1) is True
    assert began == 1
    await store.close()


async def test_a_database_that_comes_late_is_used_once_it_is_there(tmp_path: Path) -> None:
    clock, ready = Time(), False

    async def make() -> Store:
        if not ready:
            raise OSError("planted")
        return await open_store(f"sqlite:///{tmp_path}/srm.db")

    store = SteadyStore(make, clock.clock.now)
    for _ in range(MISSES):
        assert await store.greet("T1", "U1", 1) is False
    ready = True
    clock.now += PAUSE
    assert await store.greet("T1", "U1", 1) is True
    await store.close()


async def test_the_log_says_one_cause_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    clock, inside = Time(), MemoryStore()
    inside.down = True

    async def make() -> Store:
        return inside

    store = SteadyStore(make, clock.clock.now)
    for _ in range(30):
        await store.greet("T1", "U1", 1)
        clock.now += 4
    assert len([one for one in caplog.records if one.levelno == logging.WARNING]) == 2


async def test_what_was_missed_and_never_tried_again_keeps_no_store_from_being_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, inside = Time(), MemoryStore()
    inside.down = True

    async def make() -> Store:
        return inside

    caplog.set_level(logging.INFO)
    store = SteadyStore(make, clock.clock.now)
    assert await store.greet("T1", "U1", 1) is False
    inside.down = False
    assert await store.add_feedback(SAID) is True
    assert "is back" not in caplog.text
    clock.now += TRIED_AGAIN_WITHIN
    assert await store.add_feedback(SAID) is True
    assert caplog.messages[-1] == "the store is back"
