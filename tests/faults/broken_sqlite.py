"""What may become of SQLite's file while a bot works with it: each breaks it, and mends it at
the end.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sys
import time
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.store.sql import open_store
from tests.store.test_steady import HOLD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    Breaks = Callable[["File"], AbstractAsyncContextManager[None]]

GARBAGE = b"no database at all " * 500
# Less than any note takes, and no less than what is there already would be cut to.
_ROOM = 4096
# Seconds.
ANEW_WITHIN = 5.0


@dataclass
class File:
    """SQLite's file in a folder of its own, and the process of the bot that has it open."""

    path: Path
    pid: int = 0

    @property
    def url(self) -> str:
        """What `SRM_DATABASE_URL` takes."""
        return f"sqlite:///{self.path}"


@asynccontextmanager
async def locked(file: File) -> AsyncIterator[None]:
    """Another process has begun to write, and does not end."""
    other = await asyncio.create_subprocess_exec(
        sys.executable, "-c", HOLD, str(file.path), stdin=PIPE, stdout=PIPE
    )
    assert other.stdout is not None
    assert await other.stdout.readline() == b"held\n"
    yield
    await other.communicate(b"")


@asynccontextmanager
async def full(file: File) -> AsyncIterator[None]:
    """The bot may write no file that is larger: so it is where the disk is full."""
    if not hasattr(resource, "prlimit"):
        pytest.skip("no limit can be set on another process here")
    _, most = resource.prlimit(file.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(file.pid, resource.RLIMIT_FSIZE, (_ROOM, most))
    yield
    resource.prlimit(file.pid, resource.RLIMIT_FSIZE, (most, most))


@asynccontextmanager
async def read_only(file: File) -> AsyncIterator[None]:
    """The bot starts on a file and a folder that it may only read."""
    await (await open_store(file.url)).close()
    file.path.chmod(0o444)
    file.path.parent.chmod(0o555)
    yield
    file.path.parent.chmod(0o755)
    file.path.chmod(0o644)


@asynccontextmanager
async def garbage(file: File) -> AsyncIterator[None]:
    """The bot starts on a file that is no database; somebody takes it away in the end."""
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_bytes(GARBAGE)
    yield
    assert file.path.read_bytes() == GARBAGE, "it is not overwritten"
    file.path.unlink()


@asynccontextmanager
async def overwritten(file: File) -> AsyncIterator[None]:
    """Garbage is written over the file while it is in use; somebody takes it away in the end."""
    with file.path.open("r+b") as over:
        over.write(b"".join(GARBAGE for _ in range(file.path.stat().st_size // len(GARBAGE) + 1)))
    yield
    for beside in [*file.path.parent.iterdir()]:
        beside.unlink()


@asynccontextmanager
async def folder_gone(file: File) -> AsyncIterator[None]:
    """The folder is deleted while it is in use; the bot makes it anew by itself, within the time
    in which it is well again of anything else: two openings are a pause apart, and the one before
    may just have been.
    """
    shutil.rmtree(file.path.parent)
    yield
    end = time.monotonic() + ANEW_WITHIN
    while not file.path.exists():
        assert time.monotonic() < end, "the file is not made anew"
        await asyncio.sleep(0.05)


# Whoever runs the tests as root may write anything, unless that right is taken away.
_NO_RIGHTS = ("setpriv", "--bounding-set=-dac_override", "--")


def started_within(name: str) -> tuple[str, ...]:
    """The command that starts a bot, for a fault by rights."""
    if name != "SQLite: read-only" or os.geteuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("root may write anything here, and its rights cannot be taken away")
    return _NO_RIGHTS


SQLITE: dict[str, Breaks] = {
    "SQLite: locked": locked,
    "SQLite: full": full,
    "SQLite: read-only": read_only,
    "SQLite: garbage": garbage,
    "SQLite: overwritten": overwritten,
    "SQLite: folder gone": folder_gone,
}
AT_START = ("SQLite: read-only", "SQLite: garbage")
