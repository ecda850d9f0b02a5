"""A person who writes to the bot for the first time is greeted, above the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.render.phrases_slack import GREETING
from bot.slack.seen import Seen

if TYPE_CHECKING:
    from bot.answers.model import Answer
    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.posting import Opening

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
            first = await self._kept.store.greet(team, person, int(self._kept.now()))
            return GREETING if first and answer.kind not in _ITSELF else ""

        return words
