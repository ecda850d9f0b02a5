"""Three replies a thread in ten seconds and no more, whatever makes us want to say more; and
twenty questions of one person in a minute.

A person who types fast gets the next answer some seconds later, in the order asked. What
never stops, such as another program that answers our answers, is held back before long.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

    from bot.slack.clock import Clock
    from bot.slack.refusal import Refusal

    Call = Callable[[], Awaitable[Refusal | None]]
    Place = tuple[str, ...]

REPLIES, WITHIN, WAITING = 3, 10.0, 6
# A person who asks more often than this in a minute is no person, or leans on the key.
QUESTIONS, MINUTE = 20, 60.0
_MOST, _LASTING = 5_000, 60 * 60.0


class Thread:
    """One thread, or the whole of a direct message where no thread was opened."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._turn = asyncio.Lock()
        self._waiting = 0
        # A tuple, for there are thousands of these: an empty deque takes more than half a kilobyte.
        self._seen_at: tuple[float, ...] = ()

    @property
    def full(self) -> bool:
        """Whether too many answers wait already."""
        return self._waiting >= REPLIES + WAITING

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count one answer as waiting, however often it is tried."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    async def run(self, call: Call) -> Refusal | None:
        """Make the call when the thread may have another reply."""
        async with self._turn:
            # Asked again after each sleep, which may end some milliseconds early.
            while (wait := self._wait()) > 0:
                await self._clock.sleep(wait)
            refusal = await call()
            if refusal is None or refusal.kind == "unknown":
                self._seen_at = (*self._seen_at, self._clock.now())[-REPLIES:]
            return refusal

    def _wait(self) -> float:
        full = len(self._seen_at) == REPLIES
        return self._seen_at[0] + WITHIN - self._clock.now() if full else 0.0


class Pace:
    """The threads by place, the people by id; the least recently used are forgotten."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._people: Recent[Place, deque[float]] = Recent(clock.now, _MOST, MINUTE)
        self._threads: Recent[Place, Thread] = Recent(clock.now, _MOST, _LASTING)

    def floods(self, team: str, person: str) -> bool:
        """Whether this question of a person is one too many; what is too many is not counted."""
        now = self._clock.now()
        asked = self._people.get((team, person)) or deque(maxlen=QUESTIONS)
        if len(asked) == QUESTIONS and now - asked[0] < MINUTE:
            return True
        asked.append(now)
        self._people.put((team, person), asked)
        self._people.forget()
        return False

    def thread(self, place: Place) -> Thread:
        """The thread at this place."""
        thread = self._threads.get(place) or Thread(self._clock)
        self._threads.put(place, thread)
        self._threads.forget()
        return thread
