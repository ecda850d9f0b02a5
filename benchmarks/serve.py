"""How many questions one process answers a second and how soon it acknowledges, beside bare Bolt.

Each who is measured runs in a process of its own and is sent the same signed mentions over HTTP:
`shared` is Bolt's AsyncApp with one HTTP session, whose reply is a constant line (the floor),
`stock` the same as it comes from the package, `bot` the bot over a store in memory and
`bot_sqlite` over SQLite. Slack, which takes the posts and answers after the milliseconds that each
line names, is in this process. No more than 250 connections go to it, for `shared` as for the bot:
at 200 ms that is 1,250 posts a second, whoever makes them.

They take turns; a figure is that of the best round, so that other work on the machine counts
little, and `cpu_us`, the processor's time of a reply, is moved by it least. Only ratios mean
anything from one machine to the next. The last lines hold what was measured against what is
wanted. Run it with `make bench`; alone it takes some minutes:

    python -m benchmarks.serve [ROUNDS]
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from itertools import count, islice
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.certificate import make_tls
from benchmarks.subjects import NAMES
from benchmarks.wire import Sender, Slack, command, mention
from bot.given import catalogue_named
from bot.record import record
from tests.corpus import items_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from benchmarks.wire import Delivery, Heard

# So many of the corpus's questions of these tags, evenly over all of them, in turn: what was asked
# before is drawn no more, as in life, but each is read.
_ASKED, _TAGS = 100, {"plain", "typo", "alias"}
_ROUNDS, _CLOSED, _OUTSTANDING = 3, 500, 50
# Questions a second, and how many of them.
_OPEN = ((20.0, 80), (100.0, 300))
_NO_COMPILED = "PYTHONDONTWRITEBYTECODE"
_PLAIN = ("shared", "bot", "bot_sqlite")
_numbers = count()


@record
class Used:
    """What a process uses: seconds of the processor until now, and megabytes."""

    cpu: float
    memory: float


class Subject:
    """Who is measured, in a process of its own; `begun` is what it had used when it was ready."""

    def __init__(self, process: asyncio.subprocess.Process, slack: Slack) -> None:
        self._process, self._slack = process, slack
        self._sender: Sender
        self.begun: Used

    async def open(self) -> None:
        """Wait until it is ready."""
        self._sender = Sender(self._slack, await self._line())
        self.begun = await self.used()

    async def used(self) -> Used:
        """What it has used until now."""
        assert self._process.stdin is not None  # noqa: S101 - as it was started
        self._process.stdin.write(b"\n")
        cpu, memory = (float(one) for one in (await self._line()).split())
        return Used(cpu=cpu, memory=memory)

    async def keep(self, asked: Sequence[Delivery], outstanding: int) -> tuple[Heard, float]:
        """With so many unanswered at any time; the processor's seconds beside what came of it."""
        before = await self.used()
        heard = await self._sender.keep(asked, outstanding)
        return heard, (await self.used()).cpu - before.cpu

    async def pace(self, asked: Sequence[Delivery], rate: float) -> Heard:
        """So many a second, whatever is answered meanwhile."""
        return await self._sender.pace(asked, rate)

    async def _line(self) -> str:
        assert self._process.stdout is not None  # noqa: S101 - as it was started
        line = (await self._process.stdout.readline()).decode().strip()
        if not line:
            raise SystemExit("who is to be measured ended")
        return line


def _environ(trusted: Path | None) -> dict[str, str]:
    """Ours, but that programs may keep their compiled form, as an installed one has it."""
    environ = {name: said for name, said in os.environ.items() if name != _NO_COMPILED}
    return environ | ({"SSL_CERT_FILE": str(trusted)} if trusted else {})


@asynccontextmanager
async def started(
    name: str, slack: Slack, url: str, trusted: Path | None
) -> AsyncIterator[Subject]:
    """One who answers; it ends with its standard input."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.subjects", name, url),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=_environ(trusted),
    )
    subject = Subject(process, slack)
    try:
        await subject.open()
        await subject.keep(_mentions(100), 10)
        yield subject
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


@cache
def _asked() -> list[str]:
    """What is asked, as people ask every day."""
    usual = [item for item in items_in() if len(item.turns) == 1 and _TAGS & set(item.tags)]
    alone = [str(item.turns[0]["ask"]) for item in usual]
    return alone[:: len(alone) // _ASKED][:_ASKED]


def _mentions(wanted: int) -> list[Delivery]:
    return [mention(number, _asked()[number % _ASKED]) for number in islice(_numbers, wanted)]


class Figures:
    """What was measured, by what it is of and its name; each line is printed once it is known."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, str, str], float] = {}

    def put(self, of: str, who: str, values: Mapping[str, float]) -> None:
        """Keep and print the figures of one who was measured."""
        self._all |= {(of, who, name): value for name, value in values.items()}
        said = " ".join(f"{name}={value:.4g}" for name, value in values.items())
        sys.stdout.write(f"of={of} who={who} {said}\n")
        sys.stdout.flush()

    def ratio(self, of: str, name: str, who: str, to: str) -> float:
        """A figure of one as a ratio to that of another."""
        return self._all[of, who, name] / self._all[of, to, name]

    def of(self, of: str, who: str, name: str) -> float:
        """One figure."""
        return self._all[of, who, name]


def _at(part: float, times: Sequence[float]) -> float:
    """The milliseconds below which a part of some times lies."""
    return times[min(int(part * len(times)), len(times) - 1)] * 1000


async def closed(of: str, rounds: int, subjects: Mapping[str, Subject], figures: Figures) -> None:
    """As many as each can, with 50 outstanding."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            heard, cpu = await subject.keep(_mentions(_CLOSED), _OUTSTANDING)
            found[name].append(
                {
                    "replies_s": _CLOSED / heard.lasted,
                    "cpu_us": cpu / _CLOSED * 1e6,
                    "ack_p50_ms": _at(0.5, heard.acks),
                    "ack_p99_ms": _at(0.99, heard.acks),
                    "ack_max_ms": heard.acks[-1] * 1000,
                }
            )
    for name, tried in found.items():
        best = max(tried, key=lambda one: one["replies_s"])
        figures.put(of, name, best | {"cpu_us": min(one["cpu_us"] for one in tried)})


async def open_loop(rounds: int, subjects: Mapping[str, Subject], figures: Figures) -> None:
    """So many a second, far below what each can."""
    for rate, wanted in _OPEN:
        found: dict[str, list[dict[str, float]]] = {name: [] for name in _PLAIN}
        for _ in range(rounds):
            for name in _PLAIN:
                heard = await subjects[name].pace(_mentions(wanted), rate)
                found[name].append(
                    {
                        "p50_ms": _at(0.5, heard.replies),
                        "p99_ms": _at(0.99, heard.replies),
                        "ack_p50_ms": _at(0.5, heard.acks),
                        "ack_p99_ms": _at(0.99, heard.acks),
                        "ack_max_ms": heard.acks[-1] * 1000,
                    }
                )
        for name, tried in found.items():
            best = {key: min(one[key] for one in tried) for key in tried[0]}
            figures.put(f"open_{rate:.0f}", name, best)


async def slash(rounds: int, subjects: Mapping[str, Subject], figures: Figures) -> None:
    """The command, one at a time: its answer rides in the acknowledgement."""
    found: dict[str, list[float]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            heard, _ = await subject.keep([command("who patches RDS?")] * 100, 1)
            found[name].append(_at(0.5, heard.acks))
    for name, tried in found.items():
        figures.put("slash", name, {"ack_p50_ms": min(tried)})


def began(subjects: Mapping[str, Subject], figures: Figures) -> None:
    """What each had used when it was ready."""
    for name, subject in subjects.items():
        used = {"cpu_ms": subject.begun.cpu * 1000, "memory_mb": subject.begun.memory}
        figures.put("start", name, used)


def goals(figures: Figures, unexpected: int) -> list[tuple[str, float, str, float]]:
    """Each goal: its name, what was measured, which way it is to lie, and what is wanted."""
    said: list[tuple[str, float, str, float]] = []

    def wants(name: str, got: float, way: str, wanted: float) -> None:
        said.append((name, got, way, wanted))

    for of, who, to, least in (
        ("plain_0", "bot", "shared", 0.9),
        ("tls_200", "bot", "shared", 0.9),
        ("tls_200", "bot", "stock", 1.8),
        ("plain_0", "bot_sqlite", "shared", 0.5),
        ("tls_200", "bot_sqlite", "shared", 0.5),
    ):
        wants(f"{of}_{who}_over_{to}", figures.ratio(of, "replies_s", who, to), ">=", least)
    for rate, _ in _OPEN:
        for name, most in (("p50_ms", 1.2), ("p99_ms", 1.5)):
            got = figures.ratio(f"open_{rate:.0f}", name, "bot", "shared")
            wants(f"open_{rate:.0f}_{name}_bot_over_shared", got, "<=", most)
    wants(
        "slash_ack_bot_over_stock", figures.ratio("slash", "ack_p50_ms", "bot", "stock"), "<=", 0.1
    )
    for name in ("cpu_ms", "memory_mb"):
        got = figures.ratio("start", name, "bot", "shared")
        wants(f"start_{name}_bot_over_shared", got, "<=", 1.3)
    wants("replies_s_sqlite_tls", figures.of("tls_200", "bot_sqlite", "replies_s"), ">=", 50)
    slowest = max(figures.of(of, "bot_sqlite", "ack_max_ms") for of in ("plain_0", "tls_200"))
    wants("ack_max_ms_sqlite", slowest, "<=", 3000)
    wants("posts_unexpected", unexpected, "<=", 0)
    return said


async def main(rounds: int) -> None:
    """Measure over plain HTTP and over TLS, then print each goal beside what was measured."""
    # Its compiled form is then there, as after the first start.
    catalogue_named()
    figures, unexpected = Figures(), 0
    with tempfile.TemporaryDirectory() as folder:
        tls, trusted = make_tls(Path(folder))
        for kind, context in (("plain", None), ("tls", tls)):
            slack = Slack()
            url = await slack.open(context)
            async with AsyncExitStack() as stack:
                subjects = {
                    name: await stack.enter_async_context(
                        started(name, slack, url, trusted if context else None)
                    )
                    for name in NAMES
                }
                for waits in (0, 200):
                    slack.latency = waits / 1000
                    await closed(f"{kind}_{waits}", rounds, subjects, figures)
                if context is None:
                    await open_loop(rounds, subjects, figures)
                    await slash(rounds, subjects, figures)
                    began(subjects, figures)
            slack.close()
            unexpected += slack.again
    for name, got, way, wanted in goals(figures, unexpected):
        met = got >= wanted if way == ">=" else got <= wanted
        sys.stdout.write(f"goal={name} got={got:.3g} wanted{way}{wanted:g} met={met}\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else _ROUNDS))
