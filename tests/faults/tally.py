"""A fake Slack that only counts, and somebody who asks it steadily for hours.

Every question belongs to a place, a thread or a direct message; as many answers are to come there
as were asked: those that are missing are lost, those beyond are doubled.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import aiohttp

from tests.corpus import items_in
from tests.fakes.slack import FakeSlack, signed
from tests.slack.conftest import payload

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Place = tuple[str, str]

PEOPLE, CHANNELS = 997, 199


class _Counting(list[Any]):
    """A list that keeps nothing: what is put in is told to somebody."""

    def __init__(self, told: Callable[[Any], None]) -> None:
        super().__init__()
        self._told = told

    def append(self, item: Any) -> None:
        self._told(item)


class Tally:
    """What was asked and what was answered, by place; the times of the last answers."""

    def __init__(self) -> None:
        self.asked: Counter[Place] = Counter()
        self.seen: Counter[Place] = Counter()
        self.waits: list[float] = []
        self.undelivered = 0
        self._since: dict[Place, float] = {}

    def ask(self, place: Place) -> None:
        """A question is on its way."""
        self.asked[place] += 1
        self._since[place] = time.monotonic()

    def answer(self, post: dict[str, Any]) -> None:
        """An answer is seen."""
        place = (str(post["channel"]), str(post.get("thread_ts") or ""))
        self.seen[place] += 1
        since = self._since.pop(place, None)
        if since is not None:
            self.waits.append(time.monotonic() - since)

    @property
    def lost(self) -> int:
        """Questions that nobody has answered, or not yet."""
        return (self.asked - self.seen).total()

    @property
    def doubled(self) -> int:
        """Answers beyond those that were asked for."""
        return (self.seen - self.asked).total()


def counting(tally: Tally) -> FakeSlack:
    """A Slack that could run for a week: it keeps no call and no post."""
    return FakeSlack(
        calls=_Counting(lambda _: None),
        called_at=_Counting(lambda _: None),
        spoken=_Counting(lambda _: None),
        posted_at=_Counting(lambda _: None),
        posts=_Counting(tally.answer),
    )


class Asker:
    """Asks what people ask, over HTTP, as Slack delivers it: again, where nobody took it."""

    def __init__(self, tally: Tally, address: str, pauses: Sequence[float]) -> None:
        self._tally, self._url, self._pauses = tally, f"{address}/slack/events", pauses
        self._dice = random.Random(20261130)
        self._texts = [str(turn["ask"]) for item in items_in() for turn in item.turns]
        self._under_way: set[asyncio.Task[None]] = set()
        self.number = 0

    async def ask_at_once(self, count: int) -> None:
        """Ask so many at once, and wait until each is delivered and answered."""
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(self._deliver(session, self._next()) for _ in range(count)))
        while self._tally.lost:  # noqa: ASYNC110 - what is waited for is in another process
            await asyncio.sleep(0.005)

    async def ask_on(self, rate: float) -> None:
        """Ask so many questions a second, until cancelled."""
        began, before = time.monotonic(), self.number
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    due = began + (self.number - before) / rate
                    await asyncio.sleep(max(0.0, due - time.monotonic()))
                    task = asyncio.create_task(self._deliver(session, self._next()))
                    self._under_way.add(task)
                    task.add_done_callback(self._under_way.discard)
            finally:
                await asyncio.shield(self._delivered())

    async def _delivered(self) -> None:
        while self._under_way:
            await asyncio.wait({*self._under_way})

    def _next(self) -> dict[str, Any]:
        """A question of somebody: in a new thread, in one that goes on, or directly."""
        self.number += 1
        number = self.number
        text = self._dice.choice(self._texts)
        if self._dice.random() < 0.1:
            text += f" {self._dice.randbytes(4).hex()}"
        said = {"ts": f"{number}.1", "event_ts": f"{number}.1", "user": f"U{number % PEOPLE}"}
        kind, channel, thread = "app_mention", f"C{number % CHANNELS}", f"{number}.1"
        if self._dice.random() < 0.1:
            kind, channel, thread = "message_im", f"D{number}", ""
        elif self._dice.random() < 0.3:
            thread = said["thread_ts"] = f"{number // 500}.{number % CHANNELS}"
        self._tally.ask((channel, thread))
        body = payload(kind, **said, text=f"<@U0SRMBOT1> {text}", channel=channel)
        return {**body, "event_id": f"Ev{number}"}

    async def _deliver(self, session: aiohttp.ClientSession, body: dict[str, Any]) -> None:
        raw = json.dumps(body).encode()
        for pause in self._pauses:
            await asyncio.sleep(pause)
            with suppress(aiohttp.ClientError, TimeoutError):
                headers = signed(raw, time.time())
                limit = aiohttp.ClientTimeout(total=3)
                async with session.post(
                    self._url, data=raw, headers=headers, timeout=limit
                ) as answer:
                    if answer.status == 200:
                        return
        self._tally.undelivered += 1
