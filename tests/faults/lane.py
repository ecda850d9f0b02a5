"""A bot over a database that breaks in one way after the other, and what comes of each."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from tests.fakes.slack import BOT_TOKEN, SECRET, FakeSlack
from tests.faults.asking import SENTINEL, Asking
from tests.faults.bench import AT_START, bench, noted_at
from tests.faults.oracle import Verdict
from tests.faults.replica import Replica, replica

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

# So long it is broken; so long nobody may be kept from an answer, and so soon all is well again.
# What the machine's own lag adds does not count: the time of the slowest page of health, or of the
# slowest answer while all was well.
BROKEN_FOR, SLOWEST, BACK_WITHIN, LAGS = 2.0, 2.0, 5.0, 2
# With these it is another one afterwards, and what was noted before is gone.
_GONE = ("SQLite: overwritten", "SQLite: folder gone")
# With these there is no "meanwhile": the database is there again at once, or SQLite goes on from
# what lies beside its file.
_PASSING = ("PostgreSQL: backends killed", "PostgreSQL: restarted", *_GONE)
# PostgreSQL writes on a full disk as long as there is room in a file that it has already: a round
# without a miss may pass. Which had one, the bot's log tells.
_MAY_PASS = ("PostgreSQL: disk full",)
_MISSED = (b"the store is out of reach", b"the store is back")
_SECRETS = (SENTINEL, "zebra", BOT_TOKEN, SECRET)
_PATIENCE = 30.0
# Questions asked of one break, where nobody says otherwise.
A_ROUND = 1_000


@dataclass
class Outcome:
    """What people saw of one way, and those who look after the bot.

    `missed`: health or the log told of a miss, and `degraded`: health did in each round that had
    to. `slowest` and `ack` are the seconds of the slowest answer and acknowledgement, `back` those
    from its repair until all was well, `lag` the machine's own. `noted`: the database has every
    event in the end, and no question that waits. `leaks` counts secrets and people's words where
    none may be; `status` is that of the bot's exit.
    """

    verdict: Verdict
    slowest: float
    ack: float
    back: float
    lag: float
    degraded: bool
    missed: bool
    noted: bool
    leaks: int = 0
    status: int = 0

    def __str__(self) -> str:
        return (
            f"{self.verdict} slowest={self.slowest:.2f}s ack={self.ack:.2f}s "
            f"back={self.back:.2f}s lag={self.lag:.2f}s degraded={self.degraded} "
            f"noted={self.noted} leaks={self.leaks} exit={self.status}"
        )

    def and_then(self, later: Outcome) -> Outcome:
        """Both together, the worst of each."""
        one, other = self.verdict, later.verdict
        return Outcome(
            verdict=Verdict(
                asked=one.asked + other.asked,
                lost=one.lost + other.lost,
                copies=one.copies + other.copies,
                most=max(one.most, other.most),
                counted=one.counted + other.counted,
            ),
            slowest=max(self.slowest, later.slowest),
            ack=max(self.ack, later.ack),
            back=max(self.back, later.back),
            lag=max(self.lag, later.lag),
            degraded=self.degraded and later.degraded,
            missed=self.missed or later.missed,
            noted=self.noted and later.noted,
        )

    def broken(self, name: str) -> list[str]:
        """The promises that were not kept."""
        spare = LAGS * self.lag
        kept = {
            "every question is answered": self.verdict.lost == 0,
            "and answered once": self.verdict.copies == 0,
            "nobody waits for it": max(self.slowest, self.ack) <= SLOWEST + spare,
            "all is well again soon": self.back <= BACK_WITHIN + spare,
            "health says degraded": self._says_degraded(name),
            "what was not noted is noted afterwards": self.noted,
            "nobody's words are told": self.leaks == 0,
            "it ends when it is told to": self.status == 0,
        }
        return [promise for promise, is_kept in kept.items() if not is_kept]

    def _says_degraded(self, name: str) -> bool:
        # A disk that was full in no round at all would show nothing.
        return name in _PASSING or (self.degraded and self.missed)


class Watch:
    """What a bot says of itself while its database is in trouble."""

    def __init__(self, one: Replica) -> None:
        self._one = one
        self.degraded, self.lag = False, 0.0

    async def look(self) -> None:
        """See whether it says that it is degraded, and how long it takes to say so."""
        began = time.monotonic()
        said = await self._one.health()
        self.lag = max(self.lag, time.monotonic() - began)
        self.degraded |= said["database"] != "ok" and said["status"] == "degraded"

    async def well(self) -> float:
        """When it says that all is well and all is noted; infinity where that does not come."""
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            now, said = time.monotonic(), await self._one.health()
            if said["status"] == "ok" and not (await self._one.counts())["srm_notes_waiting"]:
                return now
            await asyncio.sleep(0.1)
        return inf

    async def copies(self) -> float:
        """How many answers it says that somebody may see twice."""
        found = await self._one.counts()
        return sum(count for name, count in found.items() if "possible_copies_total" in name)


class Lane:
    """A bot over a database that breaks in one way after the other."""

    def __init__(self, names: Sequence[str], folder: Path, a_round: int = A_ROUND) -> None:
        self.names, self._folder, self._round = names, folder, a_round
        self._files, self._running = ExitStack(), AsyncExitStack()
        # Of a way that begins before the bot.
        self._early = AsyncExitStack()

    async def open(self) -> None:
        """Start the database and the bot; skips where the one cannot be broken so."""
        first = self.names[0]
        self._bench = await asyncio.to_thread(self._files.enter_context, bench(first, self._folder))
        if first in AT_START:
            await self._early.enter_async_context(self._bench.breaks(first))
        self._slack = await self._running.enter_async_context(FakeSlack())
        bot = replica(
            self._slack,
            self._folder / "bot",
            self._bench.url,
            within=self._bench.within,
            LOG_LEVEL="DEBUG",
        )
        self._one = await self._running.enter_async_context(bot)
        self._asking = Asking(self._slack, [self._one.door.event])

    async def run(self, asked: int) -> dict[str, Outcome]:
        """What comes of each way, with so many questions; of many, it breaks again and again."""
        outcomes = {name: await self._rounds(name, asked) for name in self.names}
        metrics = repr(await self._one.counts()).encode()
        status = await self._one.end(signal.SIGTERM)
        written = await asyncio.to_thread(lambda: [*self._bench.written()])
        texts = [bytes(self._one.log), metrics, *written]
        leaks = sum(secret.encode() in text for secret in _SECRETS for text in texts)
        for outcome in outcomes.values():
            outcome.leaks, outcome.status = leaks, status
        return outcomes

    async def close(self) -> None:
        """End what is left."""
        await self._running.aclose()
        await asyncio.to_thread(self._files.close)

    def _breaks(self, name: str) -> AbstractAsyncContextManager[object]:
        if name in AT_START:
            return self._early
        return self._bench.breaks(name, self._one.process.pid)

    async def _rounds(self, name: str, asked: int) -> Outcome:
        if name in AT_START:
            # A bot starts once, so that one break lasts as long as several.
            asked = min(asked, A_ROUND)
            return await self._run(name, asked, asked / min(asked, self._round))
        rounds = max(1, asked // self._round)
        outcome = await self._run(name, asked // rounds)
        for _ in range(rounds - 1):
            outcome = outcome.and_then(await self._run(name, asked // rounds))
        return outcome

    async def _run(self, name: str, asked: int, lasts: float = 1.0) -> Outcome:
        """Ask while all is well, while it is broken, and when it is well again."""
        asking, watch = self._asking, Watch(self._one)
        first, some, told = asking.asked, asked // 5, len(self._one.log)
        asking.acks.clear()
        copies = await watch.copies()
        # It breaks while it is used.
        before = asyncio.create_task(asking.spread(some, 0.6 * lasts, watch.look))
        await asyncio.sleep(0.3)
        broke = time.monotonic()
        async with self._breaks(name):
            await before
            await asking.spread(2 * some, BROKEN_FOR * lasts, watch.look)
        mended = time.monotonic()
        after = asyncio.create_task(asking.spread(some, 0.6 * lasts, watch.look))
        back = await watch.well() - mended
        await after
        well = time.monotonic()
        await asking.spread(asked - 4 * some, 0.6 * lasts, watch.look)
        await asking.again(first, asked // 10)
        verdict = await asking.verdict(first, await watch.copies() - copies)
        await watch.well()
        known, waiting = await noted_at(self._bench.url)
        waits = asking.waits(first)
        missed = any(words in self._one.log[told:] for words in _MISSED)
        undisturbed = [wait for at, wait in waits if at + wait < broke or at > well]
        return Outcome(
            verdict=verdict,
            slowest=max(wait for _, wait in waits),
            ack=max(asking.acks),
            back=back,
            lag=max(watch.lag, *undisturbed),
            degraded=watch.degraded or (name in _MAY_PASS and not missed),
            missed=watch.degraded or missed,
            noted=not waiting and (known == asking.asked or name in _GONE),
        )
