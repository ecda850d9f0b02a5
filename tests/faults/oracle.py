"""Asks many questions and counts what people see: answers lost, and answers seen twice."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.clock import CalmTime
from tests.slack.conftest import over_http, payload
from tests.slack.test_health import counts

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from bot.ask import Desk
    from bot.store.port import Store
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

BATCH = 100


@dataclass
class Verdict:
    """How many questions were asked, lost, and seen twice; `most` copies of one were seen."""

    asked: int
    lost: int
    copies: int
    most: int
    counted: int

    def __str__(self) -> str:
        return (
            f"asked={self.asked} lost={self.lost} copies={self.copies} most={self.most} "
            f"counted={self.counted}"
        )


def mention(number: int) -> dict[str, Any]:
    """A question of its own person in a channel of many, in a thread of its own."""
    said = {"ts": f"{number}.1", "user": f"U{number % 997}", "channel": f"C{number % 199}"}
    return {**payload("app_mention", **said), "event_id": f"Ev{number}"}


def judge(slack: FakeSlack, asked: int, counted: float = 0.0) -> Verdict:
    """What people see of the questions 0 to `asked`."""
    seen = Counter(str(post.get("thread_ts")) for post in slack.posts)
    wanted = _stamps(asked)
    assert set(seen) <= wanted, "an answer to what nobody asked"
    return Verdict(
        asked=asked,
        lost=len(wanted - set(seen)),
        copies=sum(seen.values()) - len(seen),
        most=max(seen.values(), default=0),
        counted=round(counted),
    )


def unanswered(slack: FakeSlack, asked: int) -> set[str]:
    """The time stamps of those of the questions 0 to `asked` that nobody saw answered."""
    return _stamps(asked) - {str(post.get("thread_ts")) for post in slack.posts}


def _stamps(asked: int) -> set[str]:
    return {f"{number}.1" for number in range(asked)}


@contextmanager
def calls_under_way() -> Iterator[Callable[[], int]]:
    """How many calls to Slack are under way, those on the wire too, of which the fake knows not."""
    real, count = AsyncWebClient.api_call, 0

    async def counted(self: AsyncWebClient, *given: Any, **named: Any) -> Any:
        nonlocal count
        count += 1
        try:
            return await real(self, *given, **named)
        finally:
            count -= 1

    with patch.object(AsyncWebClient, "api_call", counted):
        yield lambda: count


@asynccontextmanager
async def calm(slack: FakeSlack, desk: Desk, store: Store | None = None) -> AsyncIterator[Door]:
    """The bot on a clock that waits for nobody."""
    with calls_under_way() as under_way:
        time = CalmTime(lambda: bool(slack.busy or under_way()))
        passing = asyncio.create_task(time.run())
        slack.now = time.clock.now
        try:
            async with over_http(slack, desk, time.clock, store=store) as door:
                yield door
        finally:
            passing.cancel()
            await asyncio.gather(passing, return_exceptions=True)


async def ask_all(door: Door, asked: int, again: float = 0.0, seed: int = 1) -> None:
    """Deliver the questions; some come again, with another id or the same."""
    dice = random.Random(seed)
    for start in range(0, asked, BATCH):
        bodies = []
        for number in range(start, min(start + BATCH, asked)):
            body = mention(number)
            bodies.append(body)
            while dice.random() < again:
                bodies.append({**body, "event_id": f"Ev{number}x{len(bodies)}"})
                bodies.append(body)
        statuses = await asyncio.gather(*(door.event(body) for body in bodies))
        assert {status for status, _ in statuses} == {200}
        await settled(door)


async def settled(door: Door) -> None:
    """Wait until no answer is under way."""
    async with asyncio.timeout(120):
        while (await counts(door.address))["srm_answers_under_way"]:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def possible_copies(door: Door) -> float:
    """How many answers the bot itself says that somebody may see twice."""
    found = await counts(door.address)
    return sum(value for name, value in found.items() if name.startswith("srm_possible_copies_t"))
