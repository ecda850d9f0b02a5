"""Many questions while Slack fails now and then: none is lost, and a copy has its reason."""

from __future__ import annotations

import asyncio
import logging
import random
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from bot.render.phrases import SLACK_UNSURE
from tests.fakes.clock import Time
from tests.fakes.slack import FakeSlack, Fault
from tests.slack.conftest import over_http, question

if TYPE_CHECKING:
    from bot.ask import Desk

KNOWN = [
    Fault(error="ratelimited", status=429, retry_after="3"),
    Fault(error="request_timeout"),
    Fault(error="team_added_to_org"),
]
UNKNOWN = [
    Fault(status=500, page=True),
    Fault(status=503, page=True),
    Fault(page=True),
    Fault(cut=True),
    Fault(reset=True),
    Fault(error="internal_error"),
    Fault(error="fatal_error", status=500),
]
SEEDS = [20261125, 7]


def plan(dice: random.Random, calls: int) -> list[Fault]:
    """One fault in seven; of those of unknown outcome half were posted all the same."""

    def one() -> Fault:
        if dice.random() > 1 / 7:
            return Fault(taken=True)
        fault = dice.choice(KNOWN + UNKNOWN)
        taken = fault in UNKNOWN and dice.random() < 0.5
        return Fault(**{**vars(fault), "taken": taken})

    return [one() for _ in range(calls)]


@pytest.mark.parametrize("seed", SEEDS)
async def test_of_three_hundred_questions_none_is_lost_and_every_copy_is_counted(
    slack: FakeSlack, toy_desk: Desk, caplog: pytest.LogCaptureFixture, seed: int
) -> None:
    slack.plan["chat.postMessage"] = plan(random.Random(seed), 300)
    caplog.set_level(logging.WARNING, "bot")
    async with over_http(slack, toy_desk, Time().clock) as door:
        for start in range(0, 300, 50):
            numbers = range(start, start + 50)
            bodies = [question(n, channel=f"C{n % 40}", user=f"UP{n}") for n in numbers]
            await asyncio.gather(*(door.event(body) for body in bodies))
    copies = Counter(post["thread_ts"] for post in slack.posts)
    unsure = [note for note in slack.notes if note["text"] == SLACK_UNSURE]
    assert len(copies) + len(unsure) >= 300
    assert max(copies.values()) == 2
    assert len(copies) >= 295
    doubtful = caplog.text.count("unknown whether posted, so once more")
    assert 0 < sum(copies.values()) - len(copies) <= doubtful
