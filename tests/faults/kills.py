"""R8: a process that is stopped or killed at any moment loses no question.

    python -m tests.faults.kills 50

stops one so often by SIGTERM and kills one so often by SIGKILL, at moments thrown by seed, and
prints one line for each signal. The gate does the same at fewer moments.
"""

from __future__ import annotations

import asyncio
import random
import re
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import aiohttp

from bot.slack.ledger import BEAT, LEASE
from tests.fakes.slack import FakeSlack
from tests.faults.oracle import judge, mention, unanswered
from tests.faults.replica import replica

if TYPE_CHECKING:
    from tests.faults.oracle import Verdict
    from tests.slack.conftest import Door

SEED = 20261126
_TAKEN_OVER = b'msg="taken over"'
# The database was out of reach for longer than an acknowledgement may wait (docs/reliability.md).
_UNWRITTEN = re.compile(rb'msg="accepted before it was written down".* ts="?([0-9.]+)')
SIGNALS = {"SIGTERM": signal.SIGTERM, "SIGKILL": signal.SIGKILL}
# Questions of each process, and how many seconds it lives at most from the first.
EACH, LIFE, LATENCY = 20, 0.6, 0.3
_DEAD, _PATIENCE, _LONGEST = LEASE + 2 * BEAT, 40.0, 10.0


@dataclass
class Deliveries:
    """What Slack sends: each event until it is acknowledged."""

    asked: int = 0
    waiting: list[int] = field(default_factory=list)
    times: int = 0

    async def send(self, door: Door, fresh: int) -> None:
        """Deliver what was not acknowledged and so many more; ends when the process does."""
        numbers = [*self.waiting, *range(self.asked, self.asked + fresh)]
        self.asked += fresh
        self.waiting = numbers
        await asyncio.gather(*(self._one(door, number) for number in numbers))

    async def _one(self, door: Door, number: int) -> None:
        # Another id each time, as Slack may well do.
        self.times += 1
        body = {**mention(number), "event_id": f"Ev{number}x{self.times}"}
        with suppress(aiohttp.ClientError, ConnectionError, asyncio.CancelledError):
            if (await door.event(body))[0] == 200:
                self.waiting.remove(number)


@dataclass
class Killed:
    """What people saw; `longest` seconds passed at most from the signal to the end.

    `untold` of the lost questions are not among the `unwritten` ones that the log names.
    """

    verdict: Verdict
    longest: float
    unwritten: int = 0
    untold: int = 0

    def __str__(self) -> str:
        return (
            f"{self.verdict} longest_exit={self.longest:.1f}s "
            f"accepted_before_written={self.unwritten} "
            f"lost_untold={self.untold}"
        )


async def run(name: str, moments: int, folder: Path, url: str, seed: int = SEED) -> Killed:
    """Start a process so often and end each by the signal at some moment; then one that lives."""
    dice, sent, longest, taken_over = random.Random(seed), Deliveries(), 0.0, 0
    unwritten: set[str] = set()
    async with FakeSlack() as slack:
        slack.latency = LATENCY
        for moment in range(moments):
            async with replica(slack, folder / str(moment), url) as one:
                sending = asyncio.create_task(sent.send(one.door, EACH))
                await asyncio.sleep(dice.random() * LIFE)
                began = time.monotonic()
                await one.end(SIGNALS[name])
                longest = max(longest, time.monotonic() - began)
                await sending
            taken_over += one.log.count(_TAKEN_OVER)
            unwritten |= {stamp.decode() for stamp in _UNWRITTEN.findall(one.log)}
        async with replica(slack, folder / "last", url) as one:
            await sent.send(one.door, 0)
            # As long as it takes to find the owners dead and to say again what they had said.
            await asyncio.sleep(_DEAD if name == "SIGKILL" else 0.0)
            with suppress(TimeoutError):
                await slack.until(lambda: not judge(slack, sent.asked).lost, _PATIENCE)
            await one.end(signal.SIGTERM)
        taken_over += one.log.count(_TAKEN_OVER)
    untold = len(unanswered(slack, sent.asked) - unwritten)
    return Killed(judge(slack, sent.asked, taken_over), longest, len(unwritten), untold)


def broken(name: str, killed: Killed) -> bool:
    """Whether it was not as promised."""
    verdict = killed.verdict
    if name == "SIGTERM":
        return (verdict.lost, verdict.copies) != (0, 0) or killed.longest > _LONGEST
    return killed.untold > 0 or verdict.most > 2 or verdict.copies > verdict.counted


async def main(moments: int) -> int:
    """All signals; whether a promise was broken."""
    failed = 0
    for name in SIGNALS:
        with TemporaryDirectory() as folder:
            began = time.monotonic()
            killed = await run(name, moments, Path(folder), f"sqlite:///{folder}/srm.db")
            seconds = time.monotonic() - began
        sys.stdout.write(f"{name}: seed={SEED} {killed} seconds={seconds:.0f}\n")
        sys.stdout.flush()
        failed += broken(name, killed)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]))))
