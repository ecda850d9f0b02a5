"""Never more than three replies in a thread in ten seconds, whatever the cause."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.render.phrases import TOO_MANY
from tests.fakes.clock import Time
from tests.fakes.slack import FakeSlack, Fault
from tests.slack.conftest import over_http, payload, question

if TYPE_CHECKING:
    from bot.ask import Desk


async def ask(
    slack: FakeSlack, desk: Desk, time: Time, *bodies: dict[str, Any], first: int = 0
) -> None:
    """Deliver events one after another; when it returns, each is answered or given up.

    No time passes before the `first` posts are tried.
    """
    slack.now = time.clock.now
    time.running.clear()
    async with over_http(slack, desk, time.clock) as door:
        for body in bodies:
            assert (await door.event(body))[0] == 200
        await slack.until(lambda: slack.count("chat.postMessage") >= first)
        time.running.set()


def most_within_ten_seconds(times: list[float]) -> int:
    return max(sum(start <= at < start + 10 for at in times) for start in times)


@pytest.mark.parametrize("doubled", [0, 3])
async def test_a_thread_gets_three_replies_in_ten_seconds_and_the_others_later_in_order(
    slack: FakeSlack, toy_desk: Desk, doubled: int
) -> None:
    slack.plan["chat.postMessage"] = [Fault(status=500, page=True, taken=True)] * doubled
    names = ["rds", "fargate", "ec2"] * 3
    asked = [
        question(number, thread_ts="0.5", text=f"<@U0SRMBOT1> {name}")
        for number, name in enumerate(names)
    ]
    await ask(slack, toy_desk, Time(), *asked, first=3)
    assert len(slack.posts) == 9 + doubled
    assert most_within_ten_seconds(slack.posted_at) == 3
    if not doubled:
        said = [post["text"].lower() for post in slack.posts]
        assert [name in text for name, text in zip(names, said, strict=True)] == [True] * 9


async def test_a_direct_message_is_one_thread_and_threads_do_not_wait_for_each_other(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    direct = [
        {**payload("message_im", ts=f"{number}.2"), "event_id": f"Ed{number}"}
        for number in range(6)
    ]
    await ask(slack, toy_desk, Time(), *direct)
    assert most_within_ten_seconds(slack.posted_at) == 3
    slack.posted_at.clear()
    await ask(slack, toy_desk, Time(), *(question(number) for number in range(30)))
    assert slack.posted_at == [0] * 30


async def test_a_flood_in_a_thread_is_held_back_and_the_person_told_once(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    time = Time()
    time.running.clear()
    slack.now = time.clock.now
    async with over_http(slack, toy_desk, time.clock) as door:
        await asyncio.gather(*(door.event(question(n, thread_ts="0.5")) for n in range(200)))
        await slack.until(lambda: slack.notes)
        time.running.set()
    assert [note["text"] for note in slack.notes] == [TOO_MANY]
    assert len(slack.posts) < 20
    assert most_within_ten_seconds(slack.posted_at) == 3


async def test_a_thousand_mentions_by_another_bot_and_a_thousand_edits_get_no_reply(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    bots = [question(number, thread_ts="0.5", bot_id="B2") for number in range(1000)]
    edits = [question(number, edited={"user": "U1", "ts": "1"}) for number in range(1000)]
    await ask(slack, toy_desk, Time(), *bots, *edits)
    assert slack.posts == slack.notes == []
