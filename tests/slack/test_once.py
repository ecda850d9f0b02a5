"""Slack delivers at least once; the bot answers once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.slack.seen import LASTING, Seen
from tests.slack.conftest import Door, payload

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack


async def test_the_same_event_three_times_gets_one_answer(slack: FakeSlack, http: Door) -> None:
    body = payload("app_mention")
    for number in range(3):
        retry = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": "http_timeout"}
        status, _ = await http.event(body, **(retry if number else {}))
        assert status == 200
    await slack.until(lambda: slack.posts)
    await slack.quiet()
    assert len(slack.posts) == 1


async def test_eleven_event_ids_for_one_message_get_one_answer(
    slack: FakeSlack, http: Door
) -> None:
    bodies = [{**payload("app_mention"), "event_id": f"Ev{number}"} for number in range(11)]
    await asyncio.gather(*(http.event(body) for body in bodies))
    await slack.until(lambda: slack.posts)
    await slack.quiet()
    assert len(slack.posts) == 1


async def test_a_mention_that_arrives_as_a_message_too_gets_one_answer(
    slack: FakeSlack, http: Door
) -> None:
    mention = payload("app_mention", channel="D1")
    message = payload("message_im", ts=mention["event"]["ts"])
    await http.event(mention)
    await http.event(message)
    await slack.until(lambda: slack.posts)
    await slack.quiet()
    assert len(slack.posts) == 1


async def test_a_retry_whose_first_delivery_was_lost_is_answered(
    slack: FakeSlack, http: Door
) -> None:
    await http.event(payload("app_mention"), **{"X-Slack-Retry-Num": "2"})
    await slack.until(lambda: slack.posts)


async def test_the_same_message_id_in_two_workspaces_is_two_questions(
    slack: FakeSlack, http: Door
) -> None:
    for number, team in enumerate(("T1", "T2")):
        await http.event({**payload("app_mention"), "team_id": team, "event_id": f"Ev{number}"})
    await slack.until(lambda: len(slack.posts) == 2)


async def test_an_envelope_that_comes_again_is_acknowledged_and_not_answered_again(
    socket: FakeSlack,
) -> None:
    for _ in range(3):
        await socket.envelope(payload("app_mention"))
    await socket.until(lambda: len(socket.acks) == 3 and socket.posts)
    await socket.quiet()
    assert len(socket.posts) == 1


def test_keys_are_forgotten_after_a_day_and_some_and_never_outgrow_their_bound() -> None:
    now = [0.0]
    seen = Seen(lambda: now[0], most=10)
    assert seen.first([("a",)])
    assert not seen.first([("a",), ("b",)])
    now[0] = LASTING - 1
    assert not seen.first([("a",)])
    now[0] = LASTING + 1
    assert seen.first([("a",)])
    for number in range(100):
        seen.first([(str(number),)])
    assert len(seen) <= 11
