"""A person who writes to the bot for the first time is greeted, above the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.render.phrases_slack import GREETING
from bot.slack.seen import Seen

if TYPE_CHECKING:
    from bot.answers.model import Answer
    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.posting import Opening

# An answer waits no longer than this for its greeting.
_WAIT = 0.2
# These greet by themselves, or are no answer to lead.
_ITSELF = ("help", "ignore")


class Greeter:
    """Knows whom the bot has met: the store does, and memory saves asking it each time."""

    def __init__(self, kept: Kept, clock: Clock) -> None:
        self._kept, self._met = kept, Seen(clock.now)

    def opening(self, team: str, person: str, answer: Answer) -> Opening | None:
        """What gives the words that lead this person's answer; None for one met before."""
        if not self._met.first([(team, person)]):
            return None

        async def words() -> str:
            at = int(self._kept.now())
            asking = asyncio.ensure_future(self._kept.store.greet(team, person, at))
            asking.add_done_callback(_heard)
            await asyncio.wait({asking}, timeout=_WAIT)
            first = asking.done() and not asking.exception() and asking.result()
            return GREETING if first and answer.kind not in _ITSELF else ""

        return words


def _heard(asked: asyncio.Future[bool]) -> None:
    """Nobody is told of an error that came too late."""
    if not asked.cancelled():
        asked.exception()
