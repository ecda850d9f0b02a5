"""Slack fails in every way it can; the answer comes once, late, or is given up for good.

A signed request goes in and calls of the Web API come out; only time is not real.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest

from bot.render.phrases import APOLOGY, SLACK_BUSY, SLACK_CLOSED
from bot.slack.outcomes import BY_OUTCOME, OUTCOMES, outcome_of
from bot.slack.posting import GIVE_UP_AFTER
from tests.fakes.clock import Time
from tests.fakes.slack import FakeSlack, Fault
from tests.slack.conftest import PAYLOADS, Door, over_http, question

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk

LIMITED = Fault(error="ratelimited", status=429, retry_after="30")
POST, REPEAT, LIST = "chat.postMessage", "chat.scheduleMessage", "chat.scheduledMessages.list"


@pytest.fixture
def time(slack: FakeSlack) -> Time:
    made = Time()
    slack.now = made.clock.now
    return made


@pytest.fixture
async def door(slack: FakeSlack, toy_desk: Desk, time: Time) -> AsyncIterator[Door]:
    async with over_http(slack, toy_desk, time.clock) as made:
        yield made


@pytest.fixture
def ask(slack: FakeSlack, toy_desk: Desk, time: Time) -> Any:
    """Deliver events, with Slack's API `away` or not; then each is answered or given up."""

    async def asked(*bodies: dict[str, Any], away: bool = False) -> None:
        async with over_http(slack, toy_desk, time.clock) as door:
            if away:
                await slack.away()
            await asyncio.gather(*(door.event(body) for body in bodies))

    return asked


UNKNOWN = {
    "500 with a page": Fault(status=500, page=True),
    "502 with a page": Fault(status=502, page=True),
    "503 with a page": Fault(status=503, page=True),
    "504 with a page": Fault(status=504, page=True),
    "200 with a page": Fault(page=True),
    "half of its JSON": Fault(cut=True),
    "internal_error": Fault(error="internal_error"),
    "fatal_error": Fault(error="fatal_error", status=500),
    "a broken connection": Fault(reset=True),
}


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
@pytest.mark.parametrize("fault", UNKNOWN.values(), ids=UNKNOWN.keys())
async def test_a_post_of_unknown_outcome_is_made_once_more_and_counted(
    slack: FakeSlack, ask: Any, caplog: pytest.LogCaptureFixture, fault: Fault, taken: bool
) -> None:
    slack.plan[POST] = [Fault(**{**vars(fault), "taken": taken})]
    with caplog.at_level(logging.WARNING, "bot"):
        await ask(question(7))
    assert (slack.count(POST), slack.count(REPEAT)) == (1, 1)
    assert len(slack.posts) == (2 if taken else 1)
    assert all(post == slack.posts[0] for post in slack.posts)
    assert caplog.text.count('so once more" channel=C1 ts=7.1 code=') == 1
    assert slack.notes == []


async def test_the_second_try_waits_until_slack_answers_at_all(
    slack: FakeSlack, door: Door, time: Time
) -> None:
    slack.plan[POST] = [Fault(status=500, page=True)]
    slack.plan["auth.test"] = [Fault(status=503, page=True)] * 8
    await door.event(question(7))
    await slack.until(lambda: slack.posts)
    assert time.now > 60 * 3
    assert (slack.count(POST), slack.count(REPEAT)) == (1, 1)


async def test_a_post_that_cannot_leave_is_made_when_slack_can_be_reached_again(
    slack: FakeSlack, door: Door, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    async def returns() -> None:
        if time.now > 600:
            await slack.back()

    time.then = returns
    await slack.away()
    with caplog.at_level(logging.WARNING, "bot"):
        await asyncio.gather(*(door.event(question(number)) for number in range(20)))
        await slack.until(lambda: len(slack.posts) == 20)
    assert slack.count(POST) == 20
    # At most a line a minute, however many wait.
    assert 1 <= caplog.text.count("Slack does not answer") <= 11


async def test_an_answer_is_given_up_when_slack_is_away_for_a_quarter_of_an_hour(
    ask: Any, time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "bot"):
        await ask(question(7), away=True)
    assert 'msg="answer given up" channel=C1 ts=7.1 code=' in caplog.text
    assert GIVE_UP_AFTER < time.now <= GIVE_UP_AFTER + 60


@pytest.mark.parametrize(
    "code", [code for code, what in OUTCOMES.items() if what == "again" and "limited" not in code]
)
async def test_what_slack_says_it_did_not_take_is_tried_again_with_growing_pauses(
    slack: FakeSlack, ask: Any, time: Time, code: str
) -> None:
    slack.plan[POST] = [Fault(error=code)] * 4
    await ask(question(7))
    assert len(slack.posts) == 1
    assert time.slept == [1, 2, 4, 8]


async def test_nothing_is_called_in_a_channel_while_slack_asks_for_quiet(
    slack: FakeSlack, ask: Any
) -> None:
    slack.plan[POST] = [LIMITED]
    await ask(question(1), question(2), question(3))
    assert len(slack.posts) == 3
    assert min(slack.posted_at) >= 30
    assert slack.count(POST) == 4


async def test_a_hundred_questions_in_a_limited_channel_are_answered_at_its_pace(
    slack: FakeSlack, ask: Any, time: Time
) -> None:
    slack.limited = True
    await ask(*(question(number) for number in range(100)))
    assert len(slack.posts) == 100
    assert slack.channels.inside == 0
    assert time.now <= 130
    assert slack.count(POST) <= 103


async def test_other_channels_do_not_wait(slack: FakeSlack, door: Door, time: Time) -> None:
    slack.plan[POST] = [LIMITED]
    time.running.clear()
    await door.event(question(1))
    await slack.until(lambda: time.slept or slack.count(POST))
    await door.event(question(2, channel="C2"))
    await slack.until(lambda: slack.posts)
    assert [post["channel"] for post in slack.posts] == ["C2"]
    time.running.set()
    await slack.until(lambda: len(slack.posts) == 2)


async def test_a_channel_closed_for_a_day_gets_no_call_and_the_person_one_note(
    slack: FakeSlack, door: Door, time: Time
) -> None:
    slack.plan[POST] = [Fault(error="ratelimited", status=429, retry_after="86400")]
    for number in range(3):
        await door.event(question(number, thread_ts="0.5"))
    await slack.until(lambda: slack.notes)
    await slack.quiet(0.05)
    assert slack.count(POST) == 1
    assert time.now == 0
    (note,) = slack.notes
    assert (note["user"], note["thread_ts"], note["text"]) == ("U1", "0.5", SLACK_BUSY)
    time.now = 86401
    await door.event(question(4))
    await slack.until(lambda: slack.posts)


async def test_a_note_about_a_thread_that_is_not_open_yet_is_put_where_it_is_seen(
    slack: FakeSlack, ask: Any
) -> None:
    slack.plan[POST] = [Fault(error="not_in_channel")]
    await ask(question(7))
    (note,) = slack.notes
    assert note.get("thread_ts") is None
    assert (note["channel"], note["user"]) == ("C1", "U1")


async def test_an_answer_that_slack_holds_back_is_given_up_after_fifteen_minutes(
    slack: FakeSlack, ask: Any, time: Time
) -> None:
    slack.plan[POST] = [LIMITED] * 1000
    await ask(question(7))
    assert slack.posts == []
    assert GIVE_UP_AFTER - 61 < time.now <= GIVE_UP_AFTER
    assert [note["text"] for note in slack.notes] == [SLACK_BUSY]


@pytest.mark.parametrize(("code", "what"), OUTCOMES.items())
async def test_every_code_has_one_outcome_and_only_a_passing_one_is_tried_again(
    slack: FakeSlack, ask: Any, code: str, what: str
) -> None:
    slack.plan[POST] = [Fault(error=code)]
    await ask(question(7))
    passing = what in ("again", "unknown", "plain")
    assert slack.count(POST) + slack.count(REPEAT) == (2 if passing else 1)
    assert slack.count(REPEAT) == (what == "unknown")
    assert len(slack.posts) == passing
    assert [note["text"] for note in slack.notes] == ([SLACK_CLOSED] if what == "user" else [])


async def test_refused_blocks_leave_the_words(slack: FakeSlack, ask: Any) -> None:
    slack.plan[POST] = [Fault(error="invalid_blocks")]
    await ask(question(7))
    (post,) = slack.posts
    assert post["text"].startswith("AWS patches")
    assert "blocks" not in post


async def test_words_refused_too_end_in_a_note(slack: FakeSlack, ask: Any) -> None:
    slack.plan[POST] = [Fault(error="invalid_blocks"), Fault(error="msg_too_long")]
    await ask(question(7))
    assert [note["text"] for note in slack.notes] == [APOLOGY]


async def test_a_missing_scope_is_named_in_the_log(
    slack: FakeSlack, ask: Any, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan[POST] = [Fault(error="missing_scope", needed="chat:write")]
    await ask(question(7))
    assert "add the scope chat:write and reinstall the app" in caplog.text
    assert "code=missing_scope" in caplog.text


def test_each_documented_error_code_has_exactly_one_outcome() -> None:
    documented = (PAYLOADS / "post_errors.txt").read_text("utf-8").split()
    assert set(documented) <= OUTCOMES.keys()
    assert sum(map(len, BY_OUTCOME.values())) == len(OUTCOMES), "a code stands twice"


def test_an_unknown_error_code_gives_up() -> None:
    assert outcome_of("brand_new_error") == "drop"
