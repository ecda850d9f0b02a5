"""Never more than three replies in a thread in ten seconds, whatever the cause."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.render.phrases import TOO_MANY
from bot.slack.pace import QUESTIONS
from tests.fakes.clock import Time
from tests.fakes.slack import BOT_USER, FakeSlack, Fault
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


async def test_a_flood_in_a_thread_is_held_back_and_each_person_told_once(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    time = Time()
    time.running.clear()
    slack.now = time.clock.now
    async with over_http(slack, toy_desk, time.clock) as door:
        bodies = [question(n, thread_ts="0.5", user=f"U{n // 15}") for n in range(200)]
        await asyncio.gather(*(door.event(body) for body in bodies))
        await slack.until(lambda: slack.notes)
        time.running.set()
    assert {note["text"] for note in slack.notes} == {TOO_MANY}
    told = [note["user"] for note in slack.notes]
    assert len(set(told)) == len(told)
    assert len(slack.posts) < 20
    assert most_within_ten_seconds(slack.posted_at) == 3


async def test_a_thousand_mentions_by_another_bot_and_a_thousand_edits_get_no_reply(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    bots = [question(number, thread_ts="0.5", bot_id="B2") for number in range(1000)]
    edits = [question(number, edited={"user": "U1", "ts": "1"}) for number in range(1000)]
    await ask(slack, toy_desk, Time(), *bots, *edits)
    assert slack.posts == slack.notes == []


async def test_a_person_who_floods_is_answered_so_often_told_once_and_slows_nobody(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    """Fifty questions a second of one person, beside twenty channels that ask one each."""
    time = Time()
    slack.now = time.clock.now
    async with over_http(slack, toy_desk, time.clock) as door:
        flood = [question(n, channel="C99", user="U99", ts=f"{n}.9") for n in range(50)]
        quiet = [question(100 + n, channel=f"C{n}", user=f"U{n}") for n in range(20)]
        await asyncio.gather(*(door.event(body) for body in [*flood, *quiet]))
        await slack.until(lambda: len(slack.posts) == 20 + QUESTIONS)
        assert [note["text"] for note in slack.notes] == [TOO_MANY]
        time.now = 61
        await door.event(question(999, channel="C99", user="U99"))
        await slack.until(lambda: len(slack.posts) == 21 + QUESTIONS)
    assert {post["channel"] for post in slack.posts} == {f"C{n}" for n in [*range(20), 99]}


async def test_the_limit_is_each_persons_own_in_each_workspace(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    bodies = [
        {**question(n, channel=f"C{n}", ts=f"{n}.9"), "team_id": f"T{n % 2}"}
        for n in range(2 * QUESTIONS)
    ]
    async with over_http(slack, toy_desk, Time().clock) as door:
        await asyncio.gather(*(door.event(body) for body in bodies))
        await slack.until(lambda: len(slack.posts) == 2 * QUESTIONS)
    assert slack.notes == []


async def test_two_bots_that_mention_each_other_a_thousand_times_say_nothing(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    """What one posts comes to the other as Slack delivers a bot's message, in each of its forms."""
    forms: list[dict[str, Any]] = [
        {"bot_id": "B2", "user": "U0OTHER", "app_id": "A2"},
        {"subtype": "bot_message", "bot_id": "B2", "user": None},
        {"bot_profile": {"id": "B2"}, "user": "U0OTHER"},
        {"user": BOT_USER},
        {"app_id": "A2"},
    ]
    async with over_http(slack, toy_desk) as one, over_http(slack, toy_desk) as other:
        for start in range(0, 1000, 50):
            await asyncio.gather(
                *(
                    (one if n % 2 else other).event(question(n, **forms[n % len(forms)]))
                    for n in range(start, start + 50)
                )
            )
        edits = [
            question(n, edited={"user": "U1", "ts": f"{n}.2"}, ts="1.1") for n in range(1000, 1200)
        ]
        await asyncio.gather(*(one.event(body) for body in edits))
        await slack.quiet()
    assert slack.posts == slack.notes == []
