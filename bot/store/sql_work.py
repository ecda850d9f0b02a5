"""Questions accepted and not yet answered, over SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import READS
from bot.store.tables_work import PROCESSES, SEEN, TURNS, WORK
from bot.store.work import GONE, Work

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from bot.store.work import Accepted, Group, Turn

_FIELDS = tuple(column.name for column in WORK.columns if column.name != "owner")


class SqlWork:
    """`WorkStore` over an engine whose database has its tables."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine, self._reading = engine, engine.execution_options(**{READS: True})
        self._dialect: Any = postgresql if engine.dialect.name == "postgresql" else sqlite

    async def note(self, group: Group) -> frozenset[str]:
        """Write a group; the first keys of those events that nobody had accepted before."""
        async with self._engine.begin() as connection:
            fresh = await self._accept(connection, group.owner, group.accepted)
            await self._turns(connection, group.turns)
            if group.answered:
                done = WORK.c.key.in_(group.answered) & (WORK.c.owner == group.owner)
                await connection.execute(delete(WORK).where(done))
        return fresh

    async def _accept(
        self, connection: AsyncConnection, owner: str, accepted: Sequence[Accepted]
    ) -> frozenset[str]:
        if not accepted:
            return frozenset()
        keys = {key: (one.team, one.at) for one in accepted for key in one.keys}
        # Everybody takes them in the same order, or two could wait for each other for ever.
        rows = [{"key": key, "team": keys[key][0], "at": keys[key][1]} for key in sorted(keys)]
        new = self._insert(SEEN).on_conflict_do_nothing().returning(SEEN.c.key)
        found = set((await connection.execute(new, rows)).scalars())
        fresh = [one for one in accepted if found.issuperset(one.keys)]
        works = [_row(one.work, owner) for one in fresh if one.work is not None]
        if works:
            await connection.execute(self._insert(WORK).on_conflict_do_nothing(), works)
        return frozenset(one.keys[0] for one in fresh)

    async def _turns(self, connection: AsyncConnection, turns: Sequence[Turn]) -> None:
        last = {(one.team, one.channel, one.thread): one for one in turns}
        if not last:
            return
        rows = [
            {
                "team": key[0],
                "channel": key[1],
                "thread": key[2],
                "context": one.context,
                "at": one.at,
            }
            for key, one in sorted(last.items())
        ]
        new = self._insert(TURNS)
        taken = {"context": new.excluded.context, "at": new.excluded.at}
        index = ["team", "channel", "thread"]
        await connection.execute(new.on_conflict_do_update(index_elements=index, set_=taken), rows)

    async def turn(self, team: str, channel: str, thread: str) -> str | None:
        """What a conversation remembers, as it was noted; None when nothing is known of it."""
        where = (TURNS.c.team == team, TURNS.c.channel == channel, TURNS.c.thread == thread)
        async with self._reading.begin() as connection:
            context: str | None = await connection.scalar(select(TURNS.c.context).where(*where))
        return context

    async def beat(self, owner: str, at: int) -> Mapping[str, int]:
        """Count one beat of `owner`; the beats of others that have work, GONE for one that left."""
        new = self._insert(PROCESSES).values(id=owner, beat=1, at=at)
        counted = {"beat": PROCESSES.c.beat + 1, "at": new.excluded.at}
        others = (
            select(WORK.c.owner, PROCESSES.c.beat)
            .distinct()
            .outerjoin(PROCESSES, PROCESSES.c.id == WORK.c.owner)
            .where(WORK.c.owner != owner)
        )
        async with self._engine.begin() as connection:
            await connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=counted))
            rows = (await connection.execute(others)).all()
        return {row[0]: GONE if row[1] is None else row[1] for row in rows}

    async def take(self, old: str, new: str) -> tuple[Work, ...]:
        """Make the work of one owner another's; what was taken, the oldest first."""
        moved = (
            update(WORK)
            .where(WORK.c.owner == old)
            .values(owner=new, tries=WORK.c.tries + 1)
            .returning(*(WORK.c[name] for name in _FIELDS))
        )
        async with self._engine.begin() as connection:
            rows = (await connection.execute(moved)).all()
        found = [Work(**row._asdict()) for row in rows]
        return tuple(sorted(found, key=lambda one: (one.at, one.key)))

    async def leave(self, owner: str) -> None:
        """Count no more beats: what is left of this owner's work may be taken at once."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(PROCESSES).where(PROCESSES.c.id == owner))

    def _insert(self, table: Table) -> Any:
        return self._dialect.insert(table)


def _row(work: Work, owner: str) -> dict[str, Any]:
    return {**{name: getattr(work, name) for name in _FIELDS}, "owner": owner}
