"""R16: the real program for hours, against a Slack in another process; on Linux.

    python -m tests.faults.soak duration=30m rate=4 restarts=5m

First a warm-up asks faster, until what the program may remember at most is full (`warm` questions,
or a quarter of the time). Up to the half nothing is restarted, for memory; in the second half the
program is stopped and started again and again, for what might be lost. A line a minute, and a
verdict at the end. `rate` is questions a second; `pinned=yes` keeps the program on one core.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from dataclasses import dataclass, field
from math import nan
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.faults.crowd import Measured, share
from tests.faults.tally import Asker, Tally, counting
from tests.faults.watched import Program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.faults.watched import Sample

EVERY, MINUTE = 2.0, 60.0
# By so many may connections vary that either side keeps open for a while; a leak is soon more.
KEPT_OPEN = 4.0
# As Slack delivers again; in a short run sooner.
AGAIN = (0.0, 0.0, 60.0, 300.0)
_UNITS = {"s": 1, "m": 60, "h": 3600}


@dataclass
class Plan:
    """How long, how many questions a second, and how long apart the restarts are."""

    duration: float
    rate: float
    restarts: float
    warm: int
    pinned: bool = False


@dataclass
class Notes:
    """What was sampled while nothing was restarted, and how long each stop took."""

    samples: list[Sample] = field(default_factory=list)
    stops: list[float] = field(default_factory=list)
    log: float = nan

    def grown(self, name: str, of: Callable[[Sequence[float]], float] = median) -> list[float]:
        """A figure after the warm-up and at the end: over an eighth of the time each."""
        values = [float(getattr(one, name)) for one in self.samples]
        part = max(1, len(values) // 8)
        return [of(values[:part]), of(values[-part:])]

    def more(self, name: str) -> float:
        """How much more is never given back at the end than after the warm-up."""
        warm, end = self.grown(name, min)
        return end - warm


class Soak:
    """One run."""

    def __init__(self, plan: Plan, program: Program, tally: Tally) -> None:
        self._plan, self._program, self._tally = plan, program, tally
        last = max(plan.restarts, 1.0)
        pauses = [min(pause, last / 5) for pause in AGAIN]
        self._asker = Asker(tally, program.address, pauses)
        self._notes, self._began = Notes(), 0.0

    async def run(self) -> Measured:
        """Ask, look, restart; then the verdict."""
        await self._program.start()
        self._began = time.monotonic()
        await self._warm_up()
        asking = asyncio.create_task(self._asker.ask_on(self._plan.rate))
        try:
            await self._watch()
            await self._restart()
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
        await self._settled()
        self._notes.stops.append(await self._program.stop())
        return self._verdict()

    async def _warm_up(self) -> None:
        """Ask as fast as the program answers, ten at a time."""
        while self._asker.number < self._plan.warm and self._passed < self._plan.duration / 4:
            await self._asker.ask_at_once(10)
        self._line()

    async def _watch(self) -> None:
        """Sample every few seconds and print a line a minute, while nothing is restarted."""
        before, log = self._asker.number, self._program.sample().log
        while self._passed < self._plan.duration / 2:
            lines = self._passed // MINUTE
            await asyncio.sleep(EVERY)
            self._notes.samples.append(self._program.sample())
            if self._passed // MINUTE > lines:
                self._line()
        more = self._program.sample().log - log
        self._notes.log = more / max(1, self._asker.number - before)

    async def _restart(self) -> None:
        while (left := self._plan.duration - self._passed) > 0:
            await asyncio.sleep(min(left, self._plan.restarts))
            self._notes.stops.append(await self._program.stop())
            await self._program.start()
            self._line()

    async def _settled(self) -> None:
        end = time.monotonic() + 60
        while self._tally.lost and time.monotonic() < end:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(0.2)

    @property
    def _passed(self) -> float:
        return time.monotonic() - self._began

    def _line(self) -> None:
        now, waits = self._program.sample(), self._tally.waits
        self._tally.waits = []
        says = {
            "minute": f"{self._passed / MINUTE:.1f}",
            "asked": self._asker.number,
            "waiting": self._tally.lost,
            "doubled": self._tally.doubled,
            "restarts": len(self._notes.stops),
            "memory_mb": f"{now.memory / 1e6:.1f}",
            "threads": now.threads,
            "descriptors": now.descriptors,
            "database_kb": now.database // 1000,
            "log_bytes": now.log,
            "answer_p50": f"{share(waits, 50):.3f}" if len(waits) > 1 else "-",
            "answer_p99": f"{share(waits, 99):.3f}" if len(waits) > 1 else "-",
        }
        sys.stdout.write(" ".join(f"{name}={value}" for name, value in says.items()) + "\n")
        sys.stdout.flush()

    def _verdict(self) -> Measured:
        notes, tally = self._notes, self._tally
        warm, end = notes.grown("memory")
        figures = {
            "asked": float(self._asker.number),
            "lost": float(tally.lost + tally.undelivered),
            "doubled": float(tally.doubled),
            "restarts": float(len(notes.stops) - 1),
            "longest_stop": max(notes.stops),
            "memory_mb": warm / 1e6,
            "memory_grown_percent": 100 * (end - warm) / warm,
            "threads_more": notes.more("threads"),
            "descriptors_more": notes.more("descriptors"),
            "log_bytes_a_question": notes.log,
            "database_bytes_a_question": notes.samples[-1].database / max(1, self._asker.number),
        }
        most = dict.fromkeys(("lost", "doubled", "threads_more"), 0.0)
        most |= {"longest_stop": 10, "memory_grown_percent": 5, "log_bytes_a_question": 200}
        most["descriptors_more"] = KEPT_OPEN
        return Measured(f"R16 soak of {self._plan.duration / MINUTE:g} min", figures, most)


def _seconds(text: str) -> float:
    """Seconds of "90s", "30m" or "2h"."""
    return float(text[:-1]) * _UNITS[text[-1]] if text[-1] in _UNITS else float(text)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def soak(plan: Plan) -> Measured:
    """The run over a folder of its own."""
    tally = Tally()
    with TemporaryDirectory() as folder:
        async with counting(tally) as slack:
            program = Program(slack, Path(folder), _free_port(), pinned=plan.pinned)
            try:
                return await Soak(plan, program, tally).run()
            finally:
                program.kill()


def main(arguments: Sequence[str]) -> int:
    """The run; whether a promise was broken."""
    given = {"duration": "2h", "rate": "4", "restarts": "5m", "warm": "12000", "pinned": "no"}
    given |= dict(one.split("=", 1) for one in arguments)
    duration = _seconds(given["duration"])
    plan = Plan(
        duration=duration,
        rate=float(given["rate"]),
        restarts=min(_seconds(given["restarts"]), duration / 6),
        warm=int(given["warm"]),
        pinned=given["pinned"] == "yes",
    )
    measured = asyncio.run(soak(plan))
    sys.stdout.write(f"{measured}\n")
    return int(bool(measured.broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
