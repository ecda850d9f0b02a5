"""The way into a database: SQLite's pragmas and locks, PostgreSQL's limits on waiting."""

from __future__ import annotations

import os
import ssl
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sqlalchemy import event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.settings_database import SYSTEM
from bot.store.cause import LostError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

# A lock is waited for this long, far below what a caller waits for an answer from the store.
LOCK_MS = 500
# The option of an engine whose transactions only read: nobody's lock holds them up.
READS = "srm_reads"


def make_engine(url: str, lock_ms: int = LOCK_MS) -> AsyncEngine:
    """An engine over the database that `url` names; nothing is opened yet but SQLite's folder.

    No statement and no lock is waited for longer than `lock_ms` milliseconds. What statements
    carry is hidden from errors and logs.
    """
    read = make_url(url)
    if read.get_backend_name() == "sqlite":
        return _sqlite(read.set(drivername="sqlite+aiosqlite"), lock_ms)
    return create_async_engine(
        read.set(drivername="postgresql+asyncpg", query={}),
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=1,
        connect_args={
            **_secured(read.query),
            "timeout": 2,
            # The server's own limits do not hold where the server itself hangs.
            "command_timeout": 1.5 + lock_ms / 1000,
            "server_settings": _server_settings(lock_ms),
        },
    )


def _sqlite(url: URL, lock_ms: int) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True, pool_size=2, pool_timeout=1)
    event.listen(engine.sync_engine, "connect", partial(_connected, lock_ms))
    if (path := file_of(url)) is not None:
        _make_folder(path.parent)
        _make_private(path)
        event.listen(engine.sync_engine, "begin", _SameFile(path).check)
    event.listen(engine.sync_engine, "begin", _begun)
    return engine


def file_of(url: URL) -> Path | None:
    """Where SQLite keeps the database that `url` names; None in memory, by a URI of its own, or in
    another database.
    """
    named = url.database if url.get_backend_name() == "sqlite" else None
    return Path(named).absolute() if named and not named.startswith((":", "file:")) else None


def _make_folder(folder: Path) -> None:
    """The folder of the file; raises `StoreError` where it cannot be made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise _not_made(folder, fault) from None


def _not_made(path: Path, fault: OSError) -> StoreError:
    return StoreError(
        f"The database's {path} cannot be made ({fault.strerror}): give its folder to the user "
        "that the program runs as, or name another file in SRM_DATABASE_URL."
    )


def _make_private(path: Path) -> None:
    """A new file is its owner's alone, and so is all that SQLite puts beside it.

    Raises `StoreError` where it cannot be made.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as fault:
        raise _not_made(path, fault) from None


def _connected(lock_ms: int, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    # The driver must begin nothing by itself: `_begun` says how a transaction begins.
    made: Any = connection
    made.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={lock_ms}", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


class _SameFile:
    """SQLite goes on with a file that was deleted or replaced, and all that it writes is lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened: tuple[int, int] | None = None

    def check(self, _: Connection) -> None:
        """Raise when the file at the path is not the one that was opened."""
        try:
            found = self._path.stat()
        except OSError:
            raise LostError("The database's file is gone.") from None
        now = (found.st_dev, found.st_ino)
        self._opened = self._opened or now
        if now != self._opened:
            raise LostError("The database's file is another one.")


def _begun(connection: Connection) -> None:
    # One that writes takes the lock at once: half-way it could find the database locked.
    reads = connection.get_execution_options().get(READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _secured(query: Mapping[str, str | tuple[str, ...]]) -> dict[str, Any]:
    """What stands after the address's question mark, for asyncpg: it reads that itself, where
    everybody else's names for it are understood, if it is handed an address.
    """
    if query.get("sslrootcert") == SYSTEM:
        # As PostgreSQL's own tools have it: then the host's name must be right as well.
        return {"ssl": ssl.create_default_context()}
    return {"dsn": f"postgresql://?{urlencode(query)}"} if query else {}


def _server_settings(lock_ms: int) -> dict[str, str]:
    return {
        "application_name": "srm-bot",
        "statement_timeout": str(lock_ms),
        "lock_timeout": str(lock_ms),
        "idle_in_transaction_session_timeout": "5000",
    }
