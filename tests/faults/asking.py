"""Asks bots in processes of their own, all kinds of question, and times what people see."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.faults.oracle import Verdict
from tests.slack.conftest import payload

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tests.fakes.slack import FakeSlack

    Send = Callable[[dict[str, Any]], Awaitable[tuple[int, bytes]]]

SEED = 20261126
# In the words of every question: found anywhere else, they leaked.
SENTINEL = "sentinel zebra"
_AT_ONCE, _AGAIN, _STEP, _PATIENCE = 8, 0.05, 0.2, 60.0


def posed(number: int) -> dict[str, Any]:
    """A question of its own person in a thread of its own: a mention that opens it, one in a
    thread that was there, or in a direct message; these two ask the database what was said.
    """
    name = "message_im" if number % 4 == 2 else "app_mention"
    opens = number % 4 in (0, 3)
    said: dict[str, Any] = {
        "ts": f"{number}.{1 if opens else 2}",
        "thread_ts": None if opens else f"{number}.1",
        "user": f"U{number}",
        "channel": f"{'D' if name == 'message_im' else 'C'}{number % 499}",
        "text": f"<@U0SRMBOT1> who patches Fargate {SENTINEL}?",
    }
    return {**payload(name, **said), "event_id": f"Ev{number}"}


@dataclass
class Asking:
    """Asks at every door the same; `asked` counts the questions, `acks` keeps how long each
    delivery took.
    """

    slack: FakeSlack
    doors: Sequence[Send]
    asked: int = 0
    acks: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._sent: dict[int, float] = {}
        self._dice = random.Random(SEED)
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def ask(self, count: int) -> None:
        """Ask so many questions more; some come again, with the same id or another."""
        numbers = range(self.asked, self.asked + count)
        self.asked += count
        await asyncio.gather(*(self._pose(number) for number in numbers))

    async def spread(self, count: int, seconds: float, look: Callable[[], Awaitable[None]]) -> None:
        """Ask so many over a time, and look now and then how the bots do."""
        end, left = time.monotonic() + seconds, count
        steps = max(1, round(seconds / _STEP))
        for step in range(steps):
            some = left // (steps - step)
            left -= some
            await asyncio.gather(self.ask(some), look())
            await asyncio.sleep(max(0.0, (end - time.monotonic()) / (steps - step)))

    async def again(self, first: int, count: int) -> None:
        """Deliver some of what was asked, from the question `first` on, once more."""
        numbers = range(first, self.asked)
        for number in self._dice.sample(numbers, min(count, len(numbers))):
            await self._deliver({**posed(number), "event_id": f"Ev{number}late"})

    async def verdict(self, first: int = 0, counted: float = 0.0) -> Verdict:
        """What people see of the questions from `first` on, once nothing more comes."""
        wanted = {f"{number}.1" for number in range(first, self.asked)}
        # The verdict says how many are lost.
        with suppress(TimeoutError):
            await self.slack.until(lambda: wanted <= self._answers().keys(), _PATIENCE)
        await self.slack.quiet(0.3)
        seen = self._answers()
        return Verdict(
            asked=len(wanted),
            lost=len(wanted - seen.keys()),
            copies=sum(seen[one] - 1 for one in wanted & seen.keys()),
            most=max((seen[one] for one in wanted), default=0),
            counted=round(counted),
        )

    def waits(self, first: int = 0) -> list[tuple[float, float]]:
        """When each question from `first` on was asked, and how long its first answer took."""
        answered: dict[str, float] = {}
        for post, at in zip(self.slack.posts, self.slack.posted_at, strict=True):
            answered.setdefault(str(post.get("thread_ts")), at)
        return [
            (sent, answered[f"{number}.1"] - sent)
            for number, sent in self._sent.items()
            if number >= first and f"{number}.1" in answered
        ]

    def _answers(self) -> Counter[str]:
        return Counter(str(post.get("thread_ts")) for post in self.slack.posts)

    async def _pose(self, number: int) -> None:
        async with self._room:
            body = posed(number)
            self._sent[number] = time.monotonic()
            await self._deliver(body)
            while self._dice.random() < _AGAIN:
                other = {**body, "event_id": f"Ev{number}x{self._dice.random()}"}
                await self._deliver(self._dice.choice([body, other]))

    async def _deliver(self, body: dict[str, Any]) -> None:
        began = time.monotonic()
        statuses = await asyncio.gather(*(_status(door, body) for door in self.doors))
        self.acks.append(time.monotonic() - began)
        # A dead process takes nothing; somebody must.
        assert 200 in statuses, statuses


async def _status(door: Send, body: dict[str, Any]) -> int:
    try:
        return (await door(body))[0]
    except aiohttp.ClientError:
        return 0
