"""Counts over SQL, the same for SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, cast, func, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.counts import Count
from bot.store.engine import READS
from bot.store.tables_counts import COUNTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.ext.asyncio import AsyncEngine

_KEY = ("at", "kind", "nearest", "process")
_FIELDS = ("at", "kind", "nearest", "number")


class SqlCounts:
    """`CountStore` over an engine whose database has its tables."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._reading = engine, engine.execution_options(**{READS: True})
        self._dialect: Any = postgresql if engine.dialect.name == "postgresql" else sqlite

    async def put(self, process: str, counts: Sequence[Count]) -> bool:
        """Keep the totals of one process, in place of smaller ones."""
        rows = [
            {name: getattr(one, name) for name in _FIELDS} | {"process": process} for one in counts
        ]
        new = self._dialect.insert(COUNTS)
        # What was thought to have failed may come after what was counted later.
        more = COUNTS.c.number < new.excluded.number
        put = new.on_conflict_do_update(
            index_elements=_KEY, set_={"number": new.excluded.number}, where=more
        )
        if rows:
            async with self._engine.begin() as connection:
                await connection.execute(put, rows)
        return True

    async def all(self) -> tuple[Count, ...]:
        """What all processes counted, the newest day first, then the most frequent."""
        number = cast(func.sum(COUNTS.c.number), BigInteger).label("number")
        asked = (
            select(COUNTS.c.at, COUNTS.c.kind, COUNTS.c.nearest, number)
            .group_by(COUNTS.c.at, COUNTS.c.kind, COUNTS.c.nearest)
            .order_by(COUNTS.c.at.desc(), number.desc(), COUNTS.c.kind, COUNTS.c.nearest)
        )
        async with self._reading.begin() as connection:
            return tuple(Count(**row._asdict()) for row in await connection.execute(asked))
