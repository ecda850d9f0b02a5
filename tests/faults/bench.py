"""A database that can be broken: a server, or SQLite's file."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from bot.store.engine import make_engine
from bot.store.tables_work import SEEN, WORK
from tests.faults.broken_postgres import POSTGRES, server_for
from tests.faults.broken_sqlite import AT_START, SQLITE, File, started_within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    from tests.fakes.postgres import Postgres

__all__ = ["AT_START", "Bench", "bench", "noted_at"]


class Bench:
    """A database; `within` is the command that a bot is to be started by."""

    def __init__(self, broken: Postgres | File, within: tuple[str, ...] = ()) -> None:
        self._broken, self.url, self.within = broken, broken.url, within

    def breaks(self, name: str, pid: int = 0) -> AbstractAsyncContextManager[None]:
        """Break it while the process `pid` uses it; it is mended at the end."""
        if not isinstance(self._broken, File):
            return POSTGRES[name](self._broken)
        self._broken.pid = pid
        return SQLITE[name](self._broken)

    def written(self) -> Iterator[bytes]:
        """All of it that is on the disk."""
        if not isinstance(self._broken, File):
            # What it holds in memory is written at its end.
            self._broken.kill(signal.SIGINT)
            yield from self._broken.written()
            return
        for path in self._broken.path.parent.iterdir():
            yield path.read_bytes()


async def noted_at(url: str) -> tuple[int, int]:
    """How many messages a database has noted, and how many questions wait there for an answer."""
    engine = make_engine(url, 20_000)
    messages = select(func.count()).where(SEEN.c.key.like("message/%"))
    async with engine.connect() as connection:
        known = await connection.scalar(messages)
        waiting = await connection.scalar(select(func.count()).select_from(WORK))
    await engine.dispose()
    return int(known or 0), int(waiting or 0)


@contextmanager
def bench(name: str, folder: Path) -> Iterator[Bench]:
    """The database that is to break in the way of this name."""
    if name in SQLITE:
        yield Bench(File(folder / "state" / "srm.db"), started_within(name))
        return
    with server_for(name) as server:
        yield Bench(server)
