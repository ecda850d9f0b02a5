"""The steps by which a database comes to have its tables: numbered, and never changed again.

They run at start, in one transaction under a lock: of several processes that start at once, one
does the work and the others find it done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, text

from bot.store.refused import StoreRefusedError
from bot.store.tables import SCHEMA

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

# Any number will do, so long as nobody else in the database locks the same one.
_LOCK = 7_367_201

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE greeted (team TEXT NOT NULL, person TEXT NOT NULL, at BIGINT NOT NULL, "
        "PRIMARY KEY (team, person))",
        "CREATE TABLE home (team TEXT NOT NULL, person TEXT NOT NULL, version TEXT NOT NULL, "
        "at BIGINT NOT NULL, PRIMARY KEY (team, person))",
        "CREATE TABLE feedback (id TEXT NOT NULL PRIMARY KEY, team TEXT NOT NULL, "
        "entries TEXT NOT NULL, topics TEXT NOT NULL, verdict TEXT NOT NULL, "
        "edition TEXT NOT NULL, at BIGINT NOT NULL, words TEXT NOT NULL, link TEXT NOT NULL)",
        "CREATE INDEX greeted_at ON greeted (at)",
        "CREATE INDEX home_at ON home (at)",
        "CREATE INDEX feedback_at ON feedback (at)",
    ),
    (
        "CREATE TABLE owners (team TEXT NOT NULL, service TEXT NOT NULL, topic TEXT NOT NULL, "
        "place TEXT NOT NULL, owner TEXT NOT NULL, person TEXT NOT NULL, at BIGINT NOT NULL, "
        "PRIMARY KEY (team, service, topic, place))",
    ),
    (
        "CREATE TABLE installations (team TEXT NOT NULL PRIMARY KEY, enterprise TEXT NOT NULL, "
        "bot_user TEXT NOT NULL, sealed TEXT NOT NULL, installed BIGINT NOT NULL, "
        "expires BIGINT NOT NULL, lease BIGINT NOT NULL)",
        "CREATE TABLE served (enterprise TEXT NOT NULL, team TEXT NOT NULL, at BIGINT NOT NULL, "
        "PRIMARY KEY (enterprise, team))",
        "CREATE TABLE oauth_states (state TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL)",
        "CREATE INDEX oauth_states_at ON oauth_states (at)",
    ),
    (
        "CREATE TABLE seen (key TEXT NOT NULL PRIMARY KEY, team TEXT NOT NULL, at BIGINT NOT NULL)",
        "CREATE TABLE work (key TEXT NOT NULL PRIMARY KEY, owner TEXT NOT NULL, "
        "team TEXT NOT NULL, install TEXT NOT NULL, organisation TEXT NOT NULL, "
        "channel TEXT NOT NULL, thread TEXT NOT NULL, threaded BOOLEAN NOT NULL, "
        "person TEXT NOT NULL, stamp TEXT NOT NULL, question TEXT NOT NULL, "
        "at BIGINT NOT NULL, tries INTEGER NOT NULL)",
        "CREATE TABLE turns (team TEXT NOT NULL, channel TEXT NOT NULL, thread TEXT NOT NULL, "
        "context TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (team, channel, thread))",
        "CREATE TABLE processes (id TEXT NOT NULL PRIMARY KEY, beat BIGINT NOT NULL, "
        "at BIGINT NOT NULL)",
        "CREATE INDEX seen_at ON seen (at)",
        "CREATE INDEX seen_team ON seen (team)",
        "CREATE INDEX work_owner ON work (owner)",
        "CREATE INDEX turns_at ON turns (at)",
    ),
    (
        "CREATE TABLE counts (at BIGINT NOT NULL, kind TEXT NOT NULL, nearest TEXT NOT NULL, "
        "process TEXT NOT NULL, number BIGINT NOT NULL, "
        "PRIMARY KEY (at, kind, nearest, process))",
    ),
)


async def migrate(
    connection: AsyncConnection, steps: tuple[tuple[str, ...], ...] = MIGRATIONS
) -> int:
    """Take the steps that are missing, inside the caller's write transaction; how many."""
    if connection.dialect.name == "postgresql":
        await connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    await connection.execute(
        text("CREATE TABLE IF NOT EXISTS schema_version (number INTEGER NOT NULL PRIMARY KEY)")
    )
    newest = await connection.scalar(select(func.max(SCHEMA.c.number))) or 0
    if newest > len(steps):
        raise StoreRefusedError(
            f"The database is of a later version ({newest}) than this program knows "
            f"({len(steps)}). Start the later program, or name another database."
        )
    for number, statements in enumerate(steps[newest:], newest + 1):
        for statement in statements:
            await connection.execute(text(statement))
        await connection.execute(insert(SCHEMA).values(number=number))
    return len(steps) - newest
