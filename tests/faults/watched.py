"""The real program in a process of its own, and what it takes of the machine (Linux only)."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

from tests.fakes.slack import BOT_TOKEN, SECRET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.slack import FakeSlack

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Sample:
    """What was in use at a moment: bytes of memory, threads, descriptors, bytes of database."""

    memory: int
    threads: int
    descriptors: int
    database: int
    log: int


class Program:
    """`srm serve --http` over SQLite in `folder`; started and stopped again and again."""

    def __init__(self, slack: FakeSlack, folder: Path, port: int, *, pinned: bool) -> None:
        self._folder, self._port, self._pinned = folder, port, pinned
        clean = {name: value for name, value in os.environ.items() if "SLACK" not in name}
        self._environ = {
            **clean,
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "PORT": str(port),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CACHE_HOME": str(folder / "cache"),
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Start it and wait until it is ready."""
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "serve", "--http", stderr=log, env=self._environ
            )
        if self._pinned:
            os.sched_setaffinity(self._process.pid, {min(os.sched_getaffinity(0))})
        async with asyncio.timeout(60), aiohttp.ClientSession() as session:
            while not await self._ready(session):
                assert self._process.returncode is None, self.log()
                await asyncio.sleep(0.1)

    async def _ready(self, session: aiohttp.ClientSession) -> bool:
        with suppress(aiohttp.ClientError):
            async with session.get(f"{self.address}/readyz") as answer:
                return answer.status == 200
        return False

    async def stop(self) -> float:
        """Stop it as a platform does; how many seconds that took."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(30):
            status = await self._process.wait()
        assert status == 0, self.log()
        return time.monotonic() - began

    def kill(self) -> None:
        """End it, whatever it does."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()

    def log(self) -> str:
        """The end of its log."""
        return (self._folder / "log").read_text("utf-8", "replace")[-2000:]

    def sample(self) -> Sample:
        """What it uses now."""
        assert self._process is not None
        own = f"/proc/{self._process.pid}"
        with open(f"{own}/statm", encoding="ascii") as file:  # noqa: PTH123 - no file to speak of
            resident = int(file.read().split()[1])
        return Sample(
            memory=resident * _PAGE,
            threads=len(os.listdir(f"{own}/task")),  # noqa: PTH208 - as above
            descriptors=len(os.listdir(f"{own}/fd")),  # noqa: PTH208 - as above
            database=sum(one.stat().st_size for one in self._folder.glob("state/*/*")),
            log=(self._folder / "log").stat().st_size,
        )
