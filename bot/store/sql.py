"""The store over SQL, the same for SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from bot.errors import StoreError
from bot.organisation.owners import OwnerSet
from bot.store.cause import cause_of
from bot.store.engine import READS, make_engine
from bot.store.migrations import migrate
from bot.store.port import Feedback
from bot.store.portions import some_of
from bot.store.refused import not_opened
from bot.store.sql_counts import SqlCounts
from bot.store.sql_installs import SqlInstalls
from bot.store.sql_work import SqlWork
from bot.store.tables import FEEDBACK, GREETED, HOME, METADATA, OWNERS
from bot.store.tables_counts import COUNTS
from bot.store.tables_installs import STATES
from bot.store.tables_work import PROCESSES, SEEN, TURNS, WORK

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from sqlalchemy import Delete, Row, Table
    from sqlalchemy.ext.asyncio import AsyncEngine

_TABLES = {
    table.name: table
    for table in (GREETED, HOME, FEEDBACK, STATES, COUNTS, SEEN, WORK, TURNS, PROCESSES)
}
_STEPS_MS, _TRIES, _PAUSE = 10_000, 5, 0.1
_OWNED = ("team", "service", "topic", "place")


async def open_store(url: str) -> SqlStore:
    """The store in the database that `url` names, its tables brought up to date.

    Another process may be at that, or the machine busy: it is given more time than other calls.
    Raises `StoreRefusedError` where only other settings can help, else `StoreError`.
    """
    try:
        for _ in range(_TRIES):
            try:
                return await _opened(url)
            except OperationalError as fault:
                if "SQLITE_BUSY" not in cause_of(fault):
                    raise
                # Those who make SQLite's files at the same time are refused without a wait.
                await asyncio.sleep(_PAUSE)
        return await _opened(url)
    except Exception as fault:
        # A driver raises what it likes while it connects.
        raise not_opened(fault) from fault


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[SqlStore]:
    """The store for one command, closed again; whatever breaks is raised as `StoreError`."""
    store = await open_store(url)
    try:
        yield store
    except (SQLAlchemyError, OSError) as fault:
        raise StoreError(f"The database did not do it ({cause_of(fault)}).") from fault
    finally:
        await store.close()


async def _opened(url: str) -> SqlStore:
    patient, engine = make_engine(url, _STEPS_MS), make_engine(url)
    try:
        async with patient.begin() as connection:
            steps = await migrate(connection)
        async with engine.connect():
            # Before the other goes: SQLite takes its files down with the last connection.
            return SqlStore(engine, steps)
    except BaseException:
        await engine.dispose()
        raise
    finally:
        await patient.dispose()


class SqlStore:
    """`Store` over an engine whose database has its tables."""

    def __init__(self, engine: AsyncEngine, steps: int = 0) -> None:
        self._engine, self._reading = engine, engine.execution_options(**{READS: True})
        self._dialect: Any = postgresql if engine.dialect.name == "postgresql" else sqlite
        self.installs = SqlInstalls(engine)
        # How many steps it took to bring the tables up to date.
        self.steps = steps
        self.work, self.counts = SqlWork(engine), SqlCounts(engine)

    async def greet(self, team: str, person: str, at: int) -> bool:
        """Whether this person is greeted for the first time; remembered from now on."""
        known = select(GREETED.c.at).where(GREETED.c.team == team, GREETED.c.person == person)
        async with self._reading.begin() as connection:
            # Nearly always so, and reading waits for nobody's lock.
            if await connection.scalar(known) is not None:
                return False
        new = self._insert(GREETED).values(team=team, person=person, at=at)
        return await self._write(new.on_conflict_do_nothing()) > 0

    async def home(self, team: str, person: str) -> str | None:
        """The version of the Home tab that this person was last shown."""
        asked = select(HOME.c.version).where(HOME.c.team == team, HOME.c.person == person)
        async with self._reading.begin() as connection:
            version: str | None = await connection.scalar(asked)
        return version

    async def put_home(self, team: str, person: str, version: str, at: int) -> None:
        """Remember the version of the Home tab that this person was shown."""
        new = self._insert(HOME).values(team=team, person=person, version=version, at=at)
        shown = {"version": new.excluded.version, "at": new.excluded.at}
        await self._write(new.on_conflict_do_update(index_elements=["team", "person"], set_=shown))

    async def add_feedback(self, feedback: Feedback) -> bool:
        """Keep what somebody thought of an answer; whether it was kept."""
        new = self._insert(FEEDBACK).values(
            id=uuid4().hex,
            team=feedback.team,
            entries=" ".join(feedback.entries),
            topics=" ".join(feedback.topics),
            verdict=feedback.verdict,
            edition=feedback.edition,
            at=feedback.at,
            words=_storable(feedback.words),
            link=_storable(feedback.link),
        )
        return await self._write(new) > 0

    async def feedback(self) -> tuple[Feedback, ...]:
        """All that people thought of answers, the newest first."""
        async with self._reading.begin() as connection:
            rows = await connection.execute(
                select(FEEDBACK).order_by(FEEDBACK.c.at.desc(), FEEDBACK.c.id)
            )
            return tuple(_feedback(row) for row in rows)

    async def set_owner(self, owner: OwnerSet) -> bool:
        """Keep whose a duty is, in place of what was set for the same before; whether it was."""
        kept = {name: getattr(owner, name) for name in (*_OWNED, "owner", "person", "at")}
        new = self._insert(OWNERS).values(kept)
        latest = {name: new.excluded[name] for name in ("owner", "person", "at")}
        put = new.on_conflict_do_update(index_elements=_OWNED, set_=latest)
        return await self._write(put) > 0

    async def unset_owner(self, owner: OwnerSet) -> bool:
        """Take back what was set for the same service, topic and place; whether anything was."""
        same = (OWNERS.c[name] == getattr(owner, name) for name in _OWNED)
        return await self._write(delete(OWNERS).where(*same)) > 0

    async def owners(self) -> tuple[OwnerSet, ...] | None:
        """Every owner that was set, by workspace, service, topic and place."""
        asked = select(OWNERS).order_by(*(OWNERS.c[name] for name in _OWNED))
        async with self._reading.begin() as connection:
            rows = await connection.execute(asked)
            return tuple(OwnerSet(**row._asdict()) for row in rows)

    async def forget(self, before: Mapping[str, int]) -> int:
        """Delete what is older than the time given for its table; how many rows."""
        old = [(_TABLES[name], at) for name, at in before.items()]
        return await self._write(*(some_of(table, table.c.at < at) for table, at in old))

    async def forget_team(self, team: str) -> int:
        """Delete all that is kept of a workspace; how many rows."""
        tables = [table for table in METADATA.sorted_tables if "team" in table.c]
        count = 0
        while some := await self._write(*(some_of(one, one.c.team == team) for one in tables)):
            count += some
        return count

    async def close(self) -> None:
        """Let go of the database."""
        await self._engine.dispose()

    def _insert(self, table: Table) -> Any:
        return self._dialect.insert(table)

    async def _write(self, *statements: Delete | Any) -> int:
        """All of these in one transaction; how many rows they changed."""
        async with self._engine.begin() as connection:
            done = [await connection.execute(statement) for statement in statements]
        return sum(one.rowcount for one in done)


def _feedback(row: Row[Any]) -> Feedback:
    kept = row._asdict()
    del kept["id"]
    return Feedback(
        **{**kept, "entries": tuple(row.entries.split()), "topics": tuple(row.topics.split())}
    )


def _storable(text: str) -> str:
    """Text that every database takes: neither a NUL nor half of a surrogate pair."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
