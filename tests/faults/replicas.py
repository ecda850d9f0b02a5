"""Two bots on one PostgreSQL, and every event comes to both.

    python -m tests.faults.replicas 10000

prints one line a run. The gate runs the same with fewer questions, and with bots whose beats are
quicker, so that nobody waits ten seconds for the work of one that was killed.
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from tests.fakes.postgres import Postgres, postgres
from tests.fakes.slack import FakeSlack
from tests.faults.asking import SEED, Asking
from tests.faults.bench import noted_at
from tests.faults.broken_postgres import killed
from tests.faults.lane import Watch
from tests.faults.replica import Replica, replica

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.faults.oracle import Verdict

    Run = Callable[["Two", int], Awaitable[None]]

QUICK = "import bot.slack.ledger as it; it.BEAT, it.LEASE = 0.2, 1.5"
# Long enough for some answers to be on their way when their process is killed.
_LATENCY = 0.05
# A kill for so many questions.
_A_KILL = 2_500
_PATIENCE = 60


class Two:
    """Two bots; `before` is what each runs at first, `environ` are settings of both."""

    def __init__(
        self, slack: FakeSlack, server: Postgres, folder: Path, before: str, **environ: str
    ) -> None:
        self.slack, self.server = slack, server
        self._folder, self._before, self._environ = folder, before, environ
        self._made = 0
        self._counted = 0.0
        self._running = AsyncExitStack()
        self.bots: list[Replica] = []
        self.asking = Asking(slack, [partial(self.send, 0), partial(self.send, 1)])

    async def __aenter__(self) -> Two:
        self.bots = list(await asyncio.gather(self.start(), self.start()))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._running.aclose()

    async def start(self) -> Replica:
        """Start one more."""
        self._made += 1
        folder = self._folder / str(self._made)
        made = replica(self.slack, folder, self.server.url, before=self._before, **self._environ)
        return await self._running.enter_async_context(made)

    async def send(self, number: int, body: dict[str, Any]) -> tuple[int, bytes]:
        """Deliver to one of them."""
        return await self.bots[number].door.event(body)

    async def kill(self, number: int) -> None:
        """Kill one; what it counted until then counts."""
        self._counted += await _copies(self.bots[number])
        await self.bots[number].end(signal.SIGKILL)

    async def counted(self) -> float:
        """How many answers they said so far that somebody may see twice."""
        living = [one for one in self.bots if one.process.returncode is None]
        return self._counted + sum([await _copies(one) for one in living])

    async def settled(self) -> None:
        """Wait until all work is done, whoever had begun it."""
        for _ in range(_PATIENCE * 5):
            if not (await noted_at(self.server.url))[1]:
                return
            await asyncio.sleep(0.2)


async def _copies(one: Replica) -> float:
    found = await one.counts()
    return sum(count for name, count in found.items() if "possible_copies_total" in name)


async def no_database(two: Two, asked: int) -> None:
    """Nobody can tell whether the other one answers: both may, and say so."""
    under_way = asyncio.create_task(two.asking.ask(asked // 2))
    await asyncio.sleep(0.1)
    async with killed(two.server):
        await under_way
        await two.asking.ask(asked // 4)
    await two.asking.ask(asked - asked // 2 - asked // 4)
    for one in two.bots:
        await Watch(one).well()


async def one_killed(two: Two, asked: int) -> None:
    """One of them is killed while it answers, and started again; then the other one, and so on."""
    dice = random.Random(SEED)
    two.slack.latency = _LATENCY
    kills = max(1, asked // _A_KILL)
    some = asked // kills // 2
    for kill in range(kills):
        await two.asking.ask(some)
        under_way = asyncio.create_task(two.asking.ask(some))
        await asyncio.sleep(dice.uniform(0.05, 0.3))
        await two.kill(kill % 2)
        await under_way
        if kill + 1 < kills:
            two.bots[kill % 2] = await two.start()
    await two.asking.ask(asked - 2 * some * kills)


RUNS: dict[str, Run] = {"no database": no_database, "one is killed": one_killed}


async def run(asked: int, folder: Path, before: str = "") -> dict[str, Verdict]:
    """One run after the other, with the same two and so many questions each."""
    verdicts = {}
    with postgres("-c", "synchronous_commit=on") as server:
        async with FakeSlack() as slack, Two(slack, server, folder, before) as two:
            for name, goes in RUNS.items():
                first, counted = two.asking.asked, await two.counted()
                await goes(two, asked)
                await two.settled()
                verdicts[name] = await two.asking.verdict(first, await two.counted() - counted)
    return verdicts


def kept(verdict: Verdict) -> bool:
    """Whether none is lost, and at most one copy more of each is seen, which the bots counted."""
    return verdict.lost == 0 and verdict.most <= 2 and verdict.copies <= verdict.counted


def main(asked: int) -> int:
    """All runs; whether a promise was broken."""
    with TemporaryDirectory() as folder:
        verdicts = asyncio.run(run(asked, Path(folder)))
    for name, verdict in verdicts.items():
        sys.stdout.write(f"two replicas, {name}: seed={SEED} {verdict}\n")
    return int(not all(map(kept, verdicts.values())))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
