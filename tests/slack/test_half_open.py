"""Connections that are there and lead nowhere: events flow again soon, and no answer is lost."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.blackhole import BlackHole
from tests.fakes.leap import leap, loop_clock
from tests.fakes.slack import APP_TOKEN, FakeSlack
from tests.slack.conftest import over_http, question, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk

SOON = 20.0
POST = "chat.postMessage"


@asynccontextmanager
async def reached_through_a_hole() -> AsyncIterator[tuple[FakeSlack, BlackHole]]:
    """A Slack that is reached by one way only."""
    async with FakeSlack() as slack, BlackHole(slack.port) as hole:
        slack.base = f"http://127.0.0.1:{hole.port}"
        slack.now = asyncio.get_running_loop().time
        yield slack, hole


async def gap(desk: Desk, busy: int, away: float) -> float:
    """How long no event comes through after all connections went dead, and no new one could be
    made for `away` seconds; `busy` answers were posted a moment before.
    """
    async with (
        reached_through_a_hole() as (slack, hole),
        serving(slack, desk, loop_clock(), SLACK_APP_TOKEN=APP_TOKEN),
    ):
        await slack.until(lambda: slack.sockets)
        for number in range(busy):
            await slack.envelope(question(number, channel=f"C{number}"))
        await slack.until(lambda: len(slack.posts) == busy)
        await asyncio.sleep(0.1)
        hole.swallow(new=away > 0)
        await slack.envelope(question(999, channel="C999"))
        await asyncio.sleep(away)
        hole.forward()
        began, links = slack.now(), len(slack.sockets)
        await slack.until(lambda: len(slack.sockets) > links, 300)
        # What was not acknowledged comes again, by the new link.
        await slack.envelope(question(999, channel="C999"))
        await slack.until(lambda: slack.acks[busy:], 300)
        gap = slack.now() - began
        await slack.until(lambda: len(slack.posts) == busy + 1, 300)
        assert slack.posts[-1]["channel"] == "C999"
        return gap


@pytest.mark.parametrize("busy", [0, 1, 30])
def test_half_open_connections_are_replaced_within_twenty_seconds(
    toy_desk: Desk, busy: int
) -> None:
    assert leap(gap(toy_desk, busy, away=0)) <= SOON


def test_when_the_network_comes_back_after_minutes_events_flow_within_twenty_seconds(
    toy_desk: Desk,
) -> None:
    assert leap(gap(toy_desk, busy=3, away=180)) <= SOON


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
def test_an_answer_posted_into_a_black_hole_is_made_once_more_when_slack_is_back(
    toy_desk: Desk, taken: bool
) -> None:
    async def run() -> list[str]:
        async with (
            reached_through_a_hole() as (slack, hole),
            over_http(slack, toy_desk, loop_clock()) as door,
        ):
            slack.answering.clear()
            if not taken:
                hole.swallow(new=True)
            await door.event(question(7))
            if taken:
                await slack.until(lambda: slack.count(POST))
                hole.swallow(new=True)
            slack.answering.set()
            await asyncio.sleep(120)
            hole.forward()
            await slack.until(lambda: len(slack.posts) > taken, 300)
            await asyncio.sleep(300)
            return [post["thread_ts"] for post in slack.posts]

    assert leap(run()) == ["7.1"] * (1 + taken)


def test_an_event_whose_acknowledgement_was_lost_is_answered_once(toy_desk: Desk) -> None:
    async def run() -> tuple[list[str], float]:
        async with FakeSlack() as slack, BlackHole(slack.port) as hole:
            # Only the link leads through the hole: the answer gets out.
            slack.now, straight = asyncio.get_running_loop().time, slack.api_url
            slack.base = f"http://127.0.0.1:{hole.port}"
            environ: Any = {"SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": straight}
            async with serving(slack, toy_desk, loop_clock(), **environ):
                await slack.until(lambda: slack.sockets)
                hole.swallow(up=True)
                await slack.envelope(question(7))
                await slack.until(lambda: slack.posts)
                assert slack.acks == []
                began = slack.now()
                await slack.until(lambda: len(slack.sockets) == 2, 300)
                await slack.envelope({**question(7), "event_id": "Ev7again"})
                await slack.until(lambda: slack.acks, 300)
                gap = slack.now() - began
                await asyncio.sleep(300)
                return [post["thread_ts"] for post in slack.posts], gap

    posts, gap = leap(run())
    assert posts == ["7.1"]
    assert gap <= SOON
