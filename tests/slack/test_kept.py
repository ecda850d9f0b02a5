"""What is kept has its time, also while the bot serves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bot.store.port import Feedback
from bot.store.retention import DAYS
from tests.fakes.slack import APP_TOKEN, FakeSlack
from tests.fakes.store import MemoryStore
from tests.slack.conftest import serving

if TYPE_CHECKING:
    from bot.ask import Desk


async def test_what_has_had_its_time_is_deleted_when_the_bot_starts(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store, now = MemoryStore(), int(time.time())
    for age in (DAYS["feedback"] - 1, DAYS["feedback"] + 1):
        at = now - age * 24 * 60 * 60
        store.said.append(
            Feedback(team="T1", entries=("rds",), topics=(), verdict="helpful", edition="e", at=at)
        )
    async with serving(slack, toy_desk, store=store, SLACK_APP_TOKEN=APP_TOKEN):
        await slack.until(lambda: slack.sockets)
        await slack.quiet(0.05)
    assert len(store.said) == 1
