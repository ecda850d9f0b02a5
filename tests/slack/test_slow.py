"""A slow Slack: neither the stop nor an acknowledgement waits for it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.fakes.slack import FakeSlack
from tests.slack.conftest import Door, over_http, question

if TYPE_CHECKING:
    from bot.ask import Desk


async def test_the_stop_waits_no_longer_than_its_time_and_says_how_many_are_left(
    slack: FakeSlack,
    toy_desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("bot.slack.serve.DRAIN", 0.2)
    async with asyncio.timeout(5):
        async with over_http(slack, toy_desk) as door:
            slack.answering.clear()
            await asyncio.gather(*(door.event(question(number)) for number in range(3)))
            await slack.until(lambda: slack.count("chat.postMessage"))
    assert "stopped; 3 left unanswered" in caplog.text


async def test_a_slack_that_answers_nothing_delays_no_acknowledgement(
    slack: FakeSlack, http: Door
) -> None:
    slack.answering.clear()
    async with asyncio.timeout(3):
        bodies = [question(number, channel=f"C{number}") for number in range(40)]
        await asyncio.gather(*(http.event(body) for body in bodies))
    assert slack.posts == []
    slack.answering.set()
    await slack.until(lambda: len(slack.posts) == 40)
