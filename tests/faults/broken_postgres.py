"""What may become of a PostgreSQL while bots work with it: each breaks it, and mends it at the end.

They are real: signals to its processes, its own settings, its connections and locks, its disk.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

import asyncpg  # type: ignore[import-untyped]
import pytest

from tests.fakes.postgres import Postgres, postgres

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    Breaks = Callable[[Postgres], AbstractAsyncContextManager[None]]

_CONNECTIONS = 20
_DISK = "120m"
_OURS = "FROM pg_stat_activity WHERE application_name = 'srm-bot'"


@asynccontextmanager
async def _admin(server: Postgres) -> AsyncIterator[Any]:
    """A connection of somebody who may do everything."""
    made = await asyncpg.connect(host=str(server.folder), user="postgres", database="postgres")
    try:
        yield made
    finally:
        made.terminate()


@asynccontextmanager
async def backends_killed(server: Postgres) -> AsyncIterator[None]:
    """Every connection of the bots is cut, again and again."""

    async def cut(admin: Any) -> None:
        while True:
            await admin.execute(f"SELECT pg_terminate_backend(pid) {_OURS}")
            await asyncio.sleep(0.02)

    async with _admin(server) as admin:
        cutting = asyncio.create_task(cut(admin))
        try:
            yield
        finally:
            cutting.cancel()
            await asyncio.gather(cutting, return_exceptions=True)


@asynccontextmanager
async def killed(server: Postgres) -> AsyncIterator[None]:
    """Every process of it is killed; started again, it recovers."""
    async with _admin(server) as admin:
        children = await _children(admin)
    await asyncio.to_thread(server.kill, signal.SIGKILL)
    for pid in children:
        _tell(pid, signal.SIGKILL)
    yield
    await asyncio.to_thread(server.start)


@asynccontextmanager
async def restarted(server: Postgres) -> AsyncIterator[None]:
    """It is restarted fast, twice."""

    async def restart() -> None:
        for _ in range(2):
            await asyncio.to_thread(server.kill, signal.SIGINT)
            await asyncio.to_thread(server.start)
            await asyncio.sleep(1)

    restarting = asyncio.create_task(restart())
    yield
    await restarting


@asynccontextmanager
async def read_only(server: Postgres) -> AsyncIterator[None]:
    """It takes no more writes, as a standby or a full managed database does."""
    async with _admin(server) as admin:
        await admin.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        await admin.execute("SELECT pg_reload_conf()")
        yield
        await admin.execute("ALTER SYSTEM RESET default_transaction_read_only")
        await admin.execute("SELECT pg_reload_conf()")


@asynccontextmanager
async def no_connection_left(server: Postgres) -> AsyncIterator[None]:
    """Others hold all its connections, those of the bots too."""
    async with AsyncExitStack() as held, _admin(server) as admin:
        while await admin.fetchval(f"SELECT count(*) {_OURS}") or await _room(server, held):
            await admin.execute(f"SELECT pg_terminate_backend(pid) {_OURS}")
            while await _room(server, held):
                pass
        yield


async def _room(server: Postgres, held: AsyncExitStack) -> bool:
    """Take one more connection; whether there was one."""
    try:
        await held.enter_async_context(_admin(server))
    except asyncpg.TooManyConnectionsError:
        return False
    return True


@asynccontextmanager
async def table_locked(server: Postgres) -> AsyncIterator[None]:
    """Somebody holds a lock on the tables that every question needs."""
    async with _admin(server) as admin:
        await admin.execute("BEGIN")
        await admin.execute("LOCK TABLE seen, work, turns, greeted IN ACCESS EXCLUSIVE MODE")
        yield
        await admin.execute("ROLLBACK")


@asynccontextmanager
async def stopped(server: Postgres) -> AsyncIterator[None]:
    """None of its processes moves: every call hangs, and so does every new connection."""
    async with _admin(server) as admin:
        server.tell(signal.SIGSTOP)
        children = await _children(admin)
        for pid in children:
            _tell(pid, signal.SIGSTOP)
        yield
        for pid in children:
            _tell(pid, signal.SIGCONT)
        server.tell(signal.SIGCONT)


@asynccontextmanager
async def disk_full(server: Postgres) -> AsyncIterator[None]:
    """Its disk is full; if it dies of that, it is started again when there is room."""
    ballast = server.folder / "ballast"
    await asyncio.to_thread(_fill, ballast)
    yield
    ballast.unlink()
    if server.process is not None and server.process.poll() is not None:
        await asyncio.to_thread(server.start)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(64 * 1024))
        except OSError:
            return


@contextmanager
def small_disk() -> Iterator[Path]:
    """A folder on a disk of its own; skips where none may be mounted."""
    folder = Path(mkdtemp(prefix="srm-disk"))
    folder.chmod(0o755)
    command = ["mount", "-t", "tmpfs", "-o", f"size={_DISK},mode=755", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    try:
        if not mounted:
            pytest.skip("a disk that can be full cannot be mounted here: that takes root's rights")
        yield folder
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@contextmanager
def server_for(name: str) -> Iterator[Postgres]:
    """A server to break in the way of this name."""
    settings = ("-c", f"max_connections={_CONNECTIONS}", "-c", "synchronous_commit=on")
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk()) if POSTGRES[name] is disk_full else None
        yield stack.enter_context(postgres(*settings, below=disk))


async def _children(admin: Any) -> list[int]:
    """The processes below the postmaster."""
    rows = await admin.fetch("SELECT pid FROM pg_stat_activity")
    return [row["pid"] for row in rows]


def _tell(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


POSTGRES: dict[str, Breaks] = {
    "PostgreSQL: backends killed": backends_killed,
    "PostgreSQL: killed and recovered": killed,
    "PostgreSQL: restarted": restarted,
    "PostgreSQL: read-only": read_only,
    "PostgreSQL: no connection left": no_connection_left,
    "PostgreSQL: tables locked": table_locked,
    "PostgreSQL: stopped": stopped,
    "PostgreSQL: disk full": disk_full,
}
