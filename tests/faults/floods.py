"""Floods of questions while Slack is slow or limits us and the database is away.

    python -m tests.faults.floods

takes as long as it says on real time (about five minutes), one line a run; `steady=600` as an
argument asks for ten minutes at a steady rate. The gate runs the same on a loop whose time leaps.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.store.steady import SteadyStore
from tests.fakes.leap import loop_clock
from tests.fakes.slack import FakeSlack
from tests.fakes.store import MemoryStore
from tests.faults.crowd import Crowd, Measured, share
from tests.slack.conftest import over_http
from tests.toy import write_toy_catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine

    from bot.store.port import Store

SLOW, USUAL = 5.0, 0.2
DATABASES = ("there", "down", "hanging")
SHAPES = {"200 channels": 200, "20 channels": 20, "one channel": 1}


def database(how: str) -> SteadyStore:
    """A store that works, fails every call or never answers."""

    async def make() -> Store:
        if how == "hanging":
            await asyncio.Event().wait()
        inside = MemoryStore()
        inside.down = how == "down"
        return inside

    return SteadyStore(make, asyncio.get_running_loop().time)


@asynccontextmanager
async def crowd(desk: Desk, store: Store | None = None) -> AsyncIterator[Crowd]:
    """People who ask a bot of their own."""
    async with FakeSlack() as slack, over_http(slack, desk, loop_clock(), store=store) as door:
        yield Crowd(slack, door)


async def acks(desk: Desk, how: str, asked: int = 500) -> Measured:
    """R3: Slack takes five seconds a call, and the database is there, or not."""
    store = database(how)
    async with crowd(desk, store) as people:
        people.slack.latency = SLOW
        third = asked // 3
        await asyncio.gather(
            people.at_a_rate(range(third), 20),
            # Where another process may have had the last turn, the store is asked for it first.
            people.at_a_rate(range(third, 2 * third), 20, thread_ts="{}.0"),
            people.at_a_rate(
                range(2 * third, asked), 20, channel="D{}", type="message", channel_type="im"
            ),
        )
        await people.acked()
        took = people.acks
    await store.close()
    figures = {"asked": len(took), "p50": share(took, 50), "p99": share(took, 99)}
    most = {"p99": 0.3, "worst": 3.0}
    name = f"R3 acks, Slack at {SLOW:g} s a call, database {how}"
    return Measured(name, {**figures, "worst": max(took)}, most)


async def burst(desk: Desk, shape: str, asked: int = 200) -> Measured:
    """R5: two hundred questions in ten seconds while every post takes five."""
    async with crowd(desk) as people:
        people.slack.latency = SLOW
        began = people.slack.now()
        for number in range(asked):
            people.ask(number, channel=f"C{number % SHAPES[shape]}")
            await asyncio.sleep(10 / asked)
        await people.answered(asked, 300)
        figures = {"asked": float(asked), "last": max(people.posted(range(asked))) - began}
    return Measured(f"R5 burst in {shape}", figures, {"last": 60.0})


async def one_channel(desk: Desk, asked: int = 100, quiet: int = 60) -> Measured:
    """R6: a hundred questions in one channel that takes a post a second; others ask meanwhile."""
    async with crowd(desk) as people:
        slack, idle = people.slack, range(1000, 1000 + quiet)
        slack.limited, slack.latency = True, USUAL
        await people.at_a_rate(idle, 2)
        await people.answered(quiet, 60)
        meanwhile = range(2000, 2000 + quiet)
        for number in range(asked):
            people.ask(number, channel="C1")
        await people.at_a_rate(meanwhile, 2)
        await people.answered(asked + 2 * quiet, 300)
        before, during = (share(people.waits(some), 95) for some in (idle, meanwhile))
        figures = {
            "asked": float(asked),
            "last": max(people.waits(range(asked))),
            "inside_retry_after": float(slack.channels.inside),
            "others_p95_idle": before,
            "others_p95": during,
        }
    most = {"last": 130.0, "inside_retry_after": 0, "others_p95": 2 * before}
    return Measured("R6 one channel at a post a second", figures, most)


async def one_person(desk: Desk, seconds: int = 60, quiet: int = 40) -> Measured:
    """Row 31: one person asks fifty questions a second beside twenty channels that ask a few."""
    async with crowd(desk) as people:
        slack, idle = people.slack, range(10_000, 10_000 + quiet)
        slack.latency = USUAL
        await people.at_a_rate(idle, 2)
        await people.answered(quiet, 60)
        flood, meanwhile = range(50 * seconds), range(20_000, 20_000 + quiet)
        await asyncio.gather(
            people.at_a_rate(flood, 50, channel="C1", user="U0FLOOD"),
            people.at_a_rate(meanwhile, quiet / seconds),
        )
        await people.answered(2 * quiet, 60)
        before, during = (share(people.waits(some), 95) for some in (idle, meanwhile))
        figures = {
            "asked": float(len(flood)),
            "flood_answered": float(len(slack.posts) - 2 * quiet),
            "notes": float(len(slack.notes)),
            "others_p95_idle": before,
            "others_p95": during,
        }
    minutes = seconds // 60 + 1
    most = {"flood_answered": 20.0 * minutes, "notes": minutes, "others_p95": 2 * before}
    return Measured("row 31 one person at 50 a second", figures, most)


async def steady(desk: Desk, seconds: int = 60, rate: int = 50) -> Measured:
    """R4: fifty questions a second while nothing is wrong; of use on real time only."""
    async with crowd(desk, database("there")) as people:
        numbers = range(rate * seconds)
        began = people.slack.now()
        await people.at_a_rate(numbers, rate)
        await people.answered(len(numbers), 60)
        took = people.waits(numbers)
        figures = {
            "asked": float(len(numbers)),
            "a_second": len(numbers) / (people.slack.posted_at[-1] - began),
            "p50": share(took, 50),
            "p99": share(took, 99),
        }
    return Measured(f"R4 {rate} a second for {seconds} s", figures, {"p50": 0.15, "p99": 1.0})


def runs(desk: Desk, seconds: int) -> list[Coroutine[None, None, Measured]]:
    """All of them, in order."""
    return [
        *(acks(desk, how) for how in DATABASES),
        *(burst(desk, shape) for shape in SHAPES),
        one_channel(desk),
        one_person(desk),
        steady(desk, seconds),
    ]


async def main(seconds: int) -> int:
    """All runs; whether a promise was broken."""
    broken = False
    logging.disable(logging.CRITICAL)
    with TemporaryDirectory() as folder:
        desk = Desk(load_catalogue(write_toy_catalogue(Path(folder))))
        for run in runs(desk, seconds):
            measured = await run
            broken |= bool(measured.broken)
            sys.stdout.write(f"{measured}\n")
            sys.stdout.flush()
    return int(broken)


if __name__ == "__main__":
    given = dict(one.split("=", 1) for one in sys.argv[1:])
    sys.exit(asyncio.run(main(int(given.get("steady", 60)))))
