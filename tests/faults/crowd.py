"""Many people who ask at once, and how long each waited for a sign and for an answer."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from math import inf
from statistics import quantiles
from typing import TYPE_CHECKING, Any

from tests.slack.conftest import question

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door


@dataclass
class Crowd:
    """Asks over HTTP; times are those of the running loop, in seconds."""

    slack: FakeSlack
    door: Door
    asked: dict[str, float] = field(default_factory=dict)
    acks: list[float] = field(default_factory=list)
    _asking: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.slack.now = asyncio.get_running_loop().time

    def ask(self, number: int, **event: Any) -> None:
        """Ask a question in a task of its own."""
        task = asyncio.create_task(self._ask(number, event))
        self._asking.add(task)
        task.add_done_callback(self._asking.discard)

    async def at_a_rate(self, numbers: Iterable[int], rate: float, **event: Any) -> None:
        """Ask so many questions a second; `{}` in a text of the event stands for the number."""
        began, now = self.slack.now(), self.slack.now
        for count, number in enumerate(numbers):
            # By the clock and not by the pauses, so that a slow machine asks as many.
            await asyncio.sleep(max(0.0, began + count / rate - now()))
            said = {name: str(value).format(number) for name, value in event.items()}
            self.ask(number, **{"channel": f"C{number}", **said})

    async def acked(self) -> None:
        """Wait until every question that was asked is acknowledged."""
        while self._asking:
            await asyncio.gather(*self._asking)

    async def answered(self, wanted: int, seconds: float) -> None:
        """Wait until so many answers were posted, and no longer than that."""
        await self.acked()
        with contextlib.suppress(TimeoutError):
            await self.slack.until(lambda: len(self.slack.posts) >= wanted, seconds)

    def posted(self, numbers: Iterable[int]) -> list[float]:
        """When each of these questions was answered in its thread; never, where it was not."""
        at: dict[str, float] = {}
        for post, when in zip(self.slack.posts, self.slack.posted_at, strict=True):
            at.setdefault(str(post.get("thread_ts")), when)
        return [at.get(_stamp(number), inf) for number in numbers]

    def waits(self, numbers: Sequence[int]) -> list[float]:
        """How long each of these questions waited for its answer."""
        asked = [self.asked[_stamp(number)] for number in numbers]
        return [at - since for at, since in zip(self.posted(numbers), asked, strict=True)]

    async def _ask(self, number: int, event: dict[str, Any]) -> None:
        began = self.asked[_stamp(number)] = self.slack.now()
        status, _ = await self.door.event(question(number, **event))
        self.acks.append(self.slack.now() - began)
        assert status == 200


def _stamp(number: int) -> str:
    return f"{number}.1"


def share(values: Sequence[float], percent: int) -> float:
    """What so many of a hundred values do not exceed."""
    return quantiles(values, n=100, method="inclusive")[percent - 1]


@dataclass(frozen=True)
class Measured:
    """What a run measured, and the most that each figure may be, where that is promised."""

    name: str
    figures: dict[str, float]
    most: dict[str, float]

    @property
    def broken(self) -> list[str]:
        """The figures that are worse than promised."""
        return [name for name, most in self.most.items() if self.figures[name] > most]

    def __str__(self) -> str:
        said = (f"{name}={value:.3g}{self._promise(name)}" for name, value in self.figures.items())
        return f"{self.name}: {' '.join(said)} {'BROKEN' if self.broken else 'ok'}"

    def _promise(self, name: str) -> str:
        return f" (most {self.most[name]:g})" if name in self.most else ""
