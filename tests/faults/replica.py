"""A bot over HTTP in a process of its own, whose log is read as it comes."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import aiohttp

from tests.fakes.slack import BOT_TOKEN, SECRET, FakeSlack
from tests.slack.conftest import Door
from tests.slack.test_health import read_counts
from tests.toy import write_toy_catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

# A machine that runs a whole gate starts a process slowly.
_START = 120.0
_SERVING = re.compile(rb"serving Slack over HTTP on ([^\s\"]+)\"?\n")
_PROGRAM = "from bot.cli import main; raise SystemExit(main(['serve', '--http']))"


@dataclass
class Replica:
    """A bot that runs: its `door`, its process and all that it has logged."""

    process: asyncio.subprocess.Process
    door: Door = field(init=False)
    log: bytearray = field(default_factory=bytearray)

    async def read(self) -> None:
        """Keep what it logs until it ends: whoever logs to nobody stands still one day."""
        assert self.process.stderr is not None
        while line := await self.process.stderr.readline():
            self.log += line

    async def address(self) -> str:
        """Where it listens, once it serves."""
        async with asyncio.timeout(_START):
            while not (found := _SERVING.search(self.log)):
                assert self.process.returncode is None, self.log.decode("utf-8", "replace")
                await asyncio.sleep(0.02)
        return f"http://{found[1].decode()}"

    async def health(self) -> dict[str, str]:
        """What it says of its parts."""
        async with self.door.session.get(self.door.address + "/healthz") as answer:
            said: dict[str, str] = await answer.json()
        return said

    async def counts(self) -> dict[str, float]:
        """What it has counted."""
        async with self.door.session.get(self.door.address + "/metrics") as answer:
            return read_counts(await answer.text())

    async def end(self, number: int) -> int:
        """End it by a signal; its exit status."""
        self.process.send_signal(number)
        return await self.process.wait()


def _catalogue(folder: Path) -> str:
    made = folder / "catalogue"
    made.mkdir(parents=True)
    return str(write_toy_catalogue(made))


@asynccontextmanager
async def replica(
    slack: FakeSlack,
    folder: Path,
    url: str,
    before: str = "",
    within: Sequence[str] = (),
    **environ: str,
) -> AsyncIterator[Replica]:
    """Start one on the database at `url`.

    `before` is Python that it runs before anything else, `within` the command that starts it.
    """
    catalogue = _catalogue(folder)
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("SLACK", "SRM_"))
    }
    process = await asyncio.create_subprocess_exec(
        *within,
        sys.executable,
        "-c",
        f"{before}\n{_PROGRAM}",
        stderr=PIPE,
        env={
            **clean,
            "PORT": "0",
            "SLACK_API_URL": slack.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "SRM_CATALOGUE": catalogue,
            "SRM_DATABASE_URL": url,
            **environ,
        },
    )
    made = Replica(process)
    reading = asyncio.create_task(made.read())
    try:
        address = await made.address()
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
            made.door = Door(address=address, session=session)
            yield made
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading
