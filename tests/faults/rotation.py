"""Two bots on one PostgreSQL share a token that is renewed again and again.

    python -m tests.faults.rotation 20

prints one line, for so many renewals. Tokens live for seconds here, where Slack's live for hours.
"""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.fakes.postgres import postgres
from tests.fakes.slack import FakeSlack
from tests.faults.replicas import Two
from tests.slack.installing import MANY, install

if TYPE_CHECKING:
    from tests.faults.oracle import Verdict

LIVES = 5
# Renewed three seconds before the end, and looked after five times a second; a renewal takes so
# long that the other one would begin its own.
QUICK = (
    "import bot.slack.renewal as it, bot.slack.installed as held; "
    "it.AHEAD, it.OVER, it.LOOK_EVERY, held.FRESH = 3, 1, 0.2, 1.0"
)
_LATENCY, _PATIENCE, _RATE = 0.3, 10.0, 10


@dataclass
class Outcome:
    """What people saw, how many tokens were made and how many refresh tokens used more than once;
    `refused` counts calls with a token that had run out.
    """

    verdict: Verdict
    renewals: int
    twice: int
    refused: int

    def __str__(self) -> str:
        return f"{self.verdict} renewals={self.renewals} twice={self.twice} refused={self.refused}"

    @property
    def kept(self) -> bool:
        """Whether one renewed each, and nobody noticed."""
        unseen = self.verdict.lost == self.verdict.copies == self.refused == 0
        return unseen and self.renewals > 0 and self.twice == 0


async def run(renewals: int, folder: Path) -> Outcome:
    """Ask at both until so many tokens were renewed."""
    with postgres() as server:
        async with FakeSlack() as slack, Two(slack, server, folder, QUICK, **MANY) as two:
            slack.oauth.rotates, slack.oauth.lives, slack.latency = True, LIVES, _LATENCY
            await install(slack, two.bots[0].door, "one", "T1")
            async with asyncio.timeout(_PATIENCE + renewals * LIVES):
                while len(slack.oauth.refreshed) < renewals:
                    await two.asking.spread(_RATE, 1.0, _nothing)
            return Outcome(
                verdict=await two.asking.verdict(),
                renewals=len(slack.oauth.refreshed),
                twice=sum(count > 1 for count in slack.oauth.refreshed.values()),
                refused=slack.expired,
            )


async def _nothing() -> None:
    """Look at nothing."""


def main(renewals: int) -> int:
    """One run; whether a promise was broken."""
    with TemporaryDirectory() as folder:
        outcome = asyncio.run(run(renewals, Path(folder)))
    sys.stdout.write(f"two replicas, one token: {outcome}\n")
    return int(not outcome.kept)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
