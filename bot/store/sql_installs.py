"""Installations over SQL, the same for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, delete, literal_column, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import READS
from bot.store.installs import Installation
from bot.store.portions import PORTION, some_of
from bot.store.tables import METADATA
from bot.store.tables_installs import INSTALLATIONS, SERVED, STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_ROW = INSTALLATIONS.c
_FIELDS = ("team", "enterprise", "bot_user", "sealed", "installed", "expires")
# By the database's own clock: those of the replicas may differ by minutes.
_NOW = {
    "postgresql": "CAST(EXTRACT(EPOCH FROM now()) AS BIGINT)",
    "sqlite": "CAST(strftime('%s', 'now') AS INTEGER)",
}


class SqlInstalls:
    """`Installs` over an engine whose database has its tables."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._reading = engine, engine.execution_options(**{READS: True})
        self._dialect: Any = postgresql if engine.dialect.name == "postgresql" else sqlite
        self._now: ColumnElement[int] = literal_column(_NOW[engine.dialect.name])

    async def all(self) -> Sequence[Installation]:
        """Every installation."""
        async with self._reading.begin() as connection:
            return [_read(row) for row in await connection.execute(select(INSTALLATIONS))]

    async def get(self, team: str) -> Installation | None:
        """The installation of this id."""
        async with self._reading.begin() as connection:
            found = await connection.execute(select(INSTALLATIONS).where(_ROW.team == team))
            row = found.one_or_none()
        return _read(row) if row is not None else None

    async def put(self, made: Installation) -> bool:
        """Keep an installation in place of an older one; false when there is a newer one."""
        fields = {name: getattr(made, name) for name in _FIELDS} | {"lease": 0}
        new = self._dialect.insert(INSTALLATIONS).values(**fields)
        over = new.on_conflict_do_update(
            index_elements=["team"], set_=fields, where=_ROW.installed <= made.installed
        )
        return await self._changed(over)

    async def leave(self, team: str, at: int) -> int:
        """Delete all that is kept of an installation that was taken away at `at`."""
        gone = delete(INSTALLATIONS).where(_ROW.team == team, _ROW.installed <= at)
        count, more = 0, True
        while more:
            async with self._engine.begin() as connection:
                count += (await connection.execute(gone)).rowcount
                again = await connection.scalar(select(_ROW.team).where(_ROW.team == team))
                some, more = await _forget(connection, team, at if again else None)
            count += some
        return count

    async def join(self, enterprise: str, team: str, at: int) -> None:
        """Remember that a workspace is served by the installation of its organisation."""
        new = self._dialect.insert(SERVED).values(enterprise=enterprise, team=team, at=at)
        await self._changed(new.on_conflict_do_nothing())

    async def use_state(self, state: str, at: int) -> bool:
        """Use up the `state` of an installation under way; false when it was used before."""
        new = self._dialect.insert(STATES).values(state=state, at=at)
        return await self._changed(new.on_conflict_do_nothing())

    async def reseal(self, team: str, old: str, new: str) -> bool:
        """Put the same tokens sealed by another key; false when they are not `old` any more."""
        same = (_ROW.team == team, _ROW.sealed == old)
        return await self._changed(update(INSTALLATIONS).where(*same).values(sealed=new))

    async def lease(self, known: Installation, seconds: int) -> bool:
        """Whether the caller alone may renew this token, for so many seconds."""
        free = (*_same(known), _ROW.lease <= self._now)
        return await self._changed(
            update(INSTALLATIONS).where(*free).values(lease=self._now + seconds)
        )

    async def renew(self, known: Installation, sealed: str, expires: int) -> bool:
        """Put a renewed token in place of the one of `known`, if that is still the one kept."""
        put = update(INSTALLATIONS).where(*_same(known))
        return await self._changed(put.values(sealed=sealed, expires=expires, lease=0))

    async def _changed(self, statement: Any) -> bool:
        async with self._engine.begin() as connection:
            return bool((await connection.execute(statement)).rowcount > 0)


def _same(known: Installation) -> tuple[ColumnElement[bool], ...]:
    """That it is neither installed again nor renewed since it was read."""
    return (
        _ROW.team == known.team,
        _ROW.installed == known.installed,
        _ROW.expires == known.expires,
    )


async def _forget(connection: AsyncConnection, install: str, until: int | None) -> tuple[int, bool]:
    """Delete what is kept of the workspaces of an installation, up to `until` if that is given;
    how many rows, and whether there may be more.
    """
    served = select(SERVED.c.team).where(SERVED.c.enterprise == install)
    own = select(_ROW.team)
    count, more = 0, False
    for table in METADATA.sorted_tables:
        if "team" not in table.c or table in (INSTALLATIONS, SERVED):
            continue
        of = or_(table.c.team == install, table.c.team.in_(served) & table.c.team.not_in(own))
        old = () if until is None else (table.c.at <= until,)
        some = (await connection.execute(some_of(table, of, *old))).rowcount
        count, more = count + some, more or some >= PORTION
    if until is None and not more:
        # Last, for they say which workspaces those were.
        of = or_(SERVED.c.enterprise == install, SERVED.c.team == install)
        count += (await connection.execute(delete(SERVED).where(of))).rowcount
    return count, more


def _read(row: Row[Any]) -> Installation:
    return Installation(**{name: getattr(row, name) for name in _FIELDS})
