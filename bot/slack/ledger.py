"""A question is written down before it is acknowledged, and taken over if its process dies.

What is written is what was understood (ids) and where the answer goes, never a person's words.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from uuid import uuid4

from bot.slack.inbound import Asked
from bot.store.journal import Journal
from bot.store.work import GONE, Accepted, Turn, Work

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.clock import Clock
    from bot.slack.metrics import Metrics
    from bot.store.work import WorkStore

    Conversation = tuple[str, str, str]

# What an acknowledgement waits for at most; an answer waits for as long as the store does.
ACK_WAIT = 0.1
# A process counts every two seconds; one that stands still for ten is dead.
BEAT, LEASE = 2.0, 10.0
# Who was taken over so often had work that kills; what is so old is answered by nobody.
MOST_TRIES, OLDEST = 3, 60 * 60
_CLOSE = 1.0
_log = logging.getLogger(__name__)


class Receipt:
    """An event that was accepted: `ours` tells whether to answer it, `done` that it was."""

    def __init__(self, journal: Journal, key: str, ours: asyncio.Future[bool]) -> None:
        self._journal, self._key, self.ours = journal, key, ours

    def done(self) -> None:
        """It was answered, or given up for good."""
        self._journal.answered(self._key)


class Ledger:
    """Accepts events over a store; `now` gives seconds since 1970."""

    def __init__(
        self, store: WorkStore, clock: Clock, now: Callable[[], float], metrics: Metrics
    ) -> None:
        self._store, self._clock, self._now = store, clock, now
        self._owner = uuid4().hex
        # Others may answer such an event as well, or have answered it.
        self._journal = Journal(store, self._owner, now, lambda: metrics.may_be_doubled("no_store"))
        self._standing: dict[str, tuple[int, float]] = {}
        self._counted = True

    @property
    def depth(self) -> int:
        """How much is waiting to be written."""
        return self._journal.depth

    @property
    def reached(self) -> bool:
        """Whether the store did what it was last asked."""
        return self._journal.reached and self._counted

    async def open(self) -> None:
        """Reach the store before the first event comes, so that none waits for it to be opened;
        one that cannot be reached is waited for no longer than two of its calls take.
        """
        for _ in range(2):
            if await self._journal.known():
                return

    async def accept(self, asked: Asked, line: str) -> Receipt | None:
        """Write an event down; None where somebody else accepted it."""
        keys = tuple("/".join(key) for key in asked.keys)
        at = int(self._now())
        work = _work(asked, keys[0], line, at)
        ours = self._journal.accept(Accepted(keys=keys, team=asked.team, at=at, work=work))
        await asyncio.wait({ours}, timeout=ACK_WAIT)
        if not ours.done():
            # Were the process killed now, this one would be lost.
            _log.info("accepted before it was written down", extra=asked_again(work).ids)
        elif not ours.result():
            return None
        return Receipt(self._journal, keys[0], ours)

    def note_turn(self, conversation: Conversation, line: str) -> None:
        """Note what a conversation remembers."""
        team, channel, thread = conversation
        at = int(self._now())
        self._journal.turn(Turn(team=team, channel=channel, thread=thread, context=line, at=at))

    async def turn(self, conversation: Conversation) -> str | None:
        """What a conversation remembers, by whichever process; None if unknown or not in time."""
        asking = asyncio.ensure_future(self._store.turn(*conversation))
        done, _ = await asyncio.wait({asking}, timeout=ACK_WAIT)
        if not done:
            asking.cancel()
            return None
        return None if asking.exception() else asking.result()

    async def watch(self, take_up: Callable[[Work, Receipt], None]) -> None:
        """Count our own beats, and take up the work of those who died; until cancelled."""
        while True:
            for work in await self._orphans():
                ours: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
                ours.set_result(True)
                receipt = Receipt(self._journal, work.key, ours)
                if work.tries > MOST_TRIES or work.at < self._now() - OLDEST:
                    _log.error("left unanswered", extra=asked_again(work).ids)
                    receipt.done()
                    continue
                take_up(work, receipt)
            await asyncio.sleep(BEAT)

    async def close(self) -> None:
        """Write what is left; what was not answered is the next process's."""
        await self._journal.close(_CLOSE)
        await self._store.leave(self._owner)

    async def _orphans(self) -> list[Work]:
        others = await self._store.beat(self._owner, int(self._now()))
        self._counted = others is not None
        if others is None:
            # They may have been unable to count as well.
            self._standing.clear()
            return []
        found: list[Work] = []
        for other, beat in others.items():
            if self._dead(other, beat):
                found += await self._store.take(other, self._owner)
        self._standing = {one: kept for one, kept in self._standing.items() if one in others}
        return found

    def _dead(self, other: str, beat: int) -> bool:
        now = self._clock.now()
        last, since = self._standing.get(other, (None, now))
        if last != beat:
            self._standing[other] = (beat, now)
        return beat == GONE or (last == beat and now - since >= LEASE)


def _work(asked: Asked, key: str, line: str, at: int) -> Work:
    return Work(
        key=key,
        team=asked.team,
        install=asked.install,
        organisation="/".join(asked.organisation or ()),
        channel=asked.channel,
        thread=asked.thread or "",
        threaded=asked.threaded,
        person=asked.user,
        stamp=asked.stamp,
        question=line,
        at=at,
    )


def asked_again(work: Work) -> Asked:
    """Where the answer to a question that was taken over goes."""
    return Asked(
        team=work.team,
        channel=work.channel,
        user=work.person,
        stamp=work.stamp,
        thread=work.thread or None,
        threaded=work.threaded,
        text="",
        conversation=(work.team, work.channel, work.thread),
        keys=(tuple(work.key.split("/")),),
        organisation=tuple(work.organisation.split("/")) if work.organisation else None,
        install=work.install,
    )
