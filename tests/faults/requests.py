"""R11: bent requests never get 5xx, never reach a handler unsigned, and leave nothing in a log.

    python -m tests.faults.requests 10000

prints one line for one workspace and one for many. The gate runs the same with fewer.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
from collections import Counter
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from slack_bolt.async_app import AsyncApp

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from tests.fakes.leap import leap, loop_clock
from tests.fakes.logged import logged
from tests.fakes.slack import SECRET, FakeSlack
from tests.faults.bent import SENTINEL, bent_request, written
from tests.slack.conftest import serving
from tests.slack.installing import MANY
from tests.toy import write_toy_catalogue

if TYPE_CHECKING:
    import io
    from collections.abc import AsyncIterator, Iterator

    from slack_bolt.request.async_request import AsyncBoltRequest

    from tests.faults.bent import Bent

SEED = 20261127
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
# So many letters in a row that stand in a body are no accident in a log.
_ROW = 12


@dataclass
class Seen:
    """What became of the requests: answers by status, and each way in which a promise broke."""

    seed: int
    statuses: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    handled: int = 0

    def __str__(self) -> str:
        said = " ".join(f"{status}={count}" for status, count in sorted(self.statuses.items()))
        worst = f" {self.broken[:3]}" if self.broken else ""
        return f"seed={self.seed} handled={self.handled} {said} broken={len(self.broken)}{worst}"


class Watch:
    """Looks at every request that reaches a handler, and at every line of the log."""

    def __init__(self, seen: Seen, log: io.StringIO) -> None:
        self._seen, self._log = seen, log
        self._signed: set[bytes] = set()
        self._lines: set[str] = set()
        self._dispatch = AsyncApp.async_dispatch

    @contextmanager
    def watching(self) -> Iterator[None]:
        """While this lasts, no request gets by."""
        watch = self

        async def dispatch(app: AsyncApp, req: AsyncBoltRequest) -> Any:
            watch._seen.handled += 1
            if req.raw_body.encode() not in watch._signed:
                watch._seen.broken.append(f"handled unsigned: {req.raw_body[:80]!r}")
            return await watch._dispatch(app, req)

        with patch.object(AsyncApp, "async_dispatch", dispatch):
            yield

    def expect(self, bent: Bent) -> None:
        """Know that a request is on its way."""
        if bent.signed:
            self._signed.add(bent.body)

    def after(self, number: int, bent: Bent, answer: bytes) -> None:
        """Look at what came of it."""
        statuses = [found.decode() for found in _STATUS.findall(answer)] or ["no answer"]
        self._seen.statuses.update(statuses)
        if any(status.startswith("5") for status in statuses):
            self._seen.broken.append(f"request {number}: {statuses}")
        said = bent.body.decode("utf-8", "replace")
        for line in self._new_lines():
            rows = (line[at : at + _ROW] for at in range(max(1, len(line) - _ROW + 1)))
            if SENTINEL[:6] in line or any(len(row) == _ROW and row in said for row in rows):
                self._seen.broken.append(f"request {number} in the log: {line}")

    def _new_lines(self) -> set[str]:
        """What the log says for the first time, without the time of day."""
        lines = {line.partition(" ")[2] for line in self._log.getvalue().splitlines()}
        lines -= self._lines
        self._log.seek(0)
        self._log.truncate()
        self._lines |= lines
        return lines


@asynccontextmanager
async def port(desk: Desk, *, many: bool) -> AsyncIterator[int]:
    """The port of a bot that serves one workspace, or many."""
    environ: dict[str, Any] = MANY if many else {"SLACK_SIGNING_SECRET": SECRET}
    async with FakeSlack() as slack, serving(slack, desk, loop_clock(), **environ) as address:
        yield int(address.rsplit(":", 1)[1])


async def sent(port: int, request: bytes) -> bytes:
    """All that comes back until the other side hangs up, or has nothing more to say."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        async with asyncio.timeout(60):
            writer.write(request)
            return await reader.read()
    except (TimeoutError, ConnectionError):
        return b""
    finally:
        writer.close()


async def run(asked: int, desk: Desk, *, many: bool = False, seed: int = SEED) -> Seen:
    """So many requests, one after the other."""
    seen, dice = Seen(seed), random.Random(seed)
    with logged() as log:
        watch = Watch(seen, log)
        async with port(desk, many=many) as number:
            with watch.watching():
                for count in range(asked):
                    bent = bent_request(dice, count)
                    watch.expect(bent)
                    watch.after(count, bent, await sent(number, written(bent)))
    return seen


def main(asked: int) -> int:
    """Both runs; whether a promise was broken."""
    broken = 0
    with TemporaryDirectory() as folder:
        desk = Desk(load_catalogue(write_toy_catalogue(Path(folder))))
        for many in (False, True):
            # The waits for what never comes would take hours otherwise.
            seen = leap(run(asked // 2, desk, many=many))
            broken += len(seen.broken)
            name = "many workspaces" if many else "one workspace"
            sys.stdout.write(f"R11 requests={asked // 2} to {name}: {seen}\n")
            sys.stdout.flush()
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
