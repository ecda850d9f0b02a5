"""Slack fails in every way it can; the answer comes once, late, or is given up for good."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.render.reply import Reply
from bot.slack.app import make_session
from bot.slack.inbound import Asked
from bot.slack.outcomes import OUTCOMES, outcome_of
from bot.slack.posting import GIVE_UP_AFTER, Poster, retry_after
from tests.fakes.slack import BOT_TOKEN, FakeSlack, Fault
from tests.slack.conftest import Door, payload

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ASKED = Asked(
    team="T1", channel="C1", thread="1.1", text="", conversation=("T1", "C1", "1.1"), keys=()
)
REPLY = Reply(text="AWS patches it", blocks=({"type": "divider"},))


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Now."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def poster(slack: FakeSlack, clock: Clock) -> AsyncIterator[Poster]:
    async with make_session() as session:
        client = AsyncWebClient(
            token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[]
        )
        yield Poster(client, clock, clock.sleep)


PASSING = {
    "500 with a page": Fault(status=500, page=True),
    "502 with a page": Fault(status=502, page=True),
    "503 with a page": Fault(status=503, page=True),
    "200 with a page": Fault(page=True),
    "internal_error": Fault(error="internal_error"),
    "fatal_error": Fault(error="fatal_error", status=500),
    "a connection cut before it was taken": Fault(reset=True),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
async def test_a_passing_fault_is_outlived_and_the_answer_posted_once(
    slack: FakeSlack, poster: Poster, clock: Clock, fault: Fault
) -> None:
    slack.plan["chat.postMessage"] = [fault, fault, fault]
    await poster.post(ASKED, REPLY)
    assert len(slack.posts) == 1
    assert slack.count("chat.postMessage") == 4
    assert clock.slept == [1.0, 2.0, 4.0]


async def test_a_post_of_unknown_outcome_is_at_most_doubled(
    slack: FakeSlack, poster: Poster
) -> None:
    slack.plan["chat.postMessage"] = [Fault(reset=True, taken=True)]
    await poster.post(ASKED, REPLY)
    assert len(slack.posts) == 2


async def test_nothing_is_called_in_a_channel_while_slack_asks_for_quiet(
    slack: FakeSlack, poster: Poster, clock: Clock
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="ratelimited", status=429, retry_after="30")]
    await poster.post(ASKED, REPLY)
    assert clock.now >= 30
    assert len(slack.posts) == 1


async def test_quiet_holds_for_other_answers_in_the_same_channel(
    slack: FakeSlack, poster: Poster, clock: Clock
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="ratelimited", status=429, retry_after="9999")]
    await poster.post(ASKED, REPLY)
    assert slack.posts == []
    before = slack.count("chat.postMessage")
    clock.now = 0.0
    waiting = asyncio.create_task(poster.post(ASKED, REPLY))
    await asyncio.sleep(0)
    assert slack.count("chat.postMessage") == before
    await waiting
    assert clock.now >= GIVE_UP_AFTER


@pytest.mark.parametrize(
    ("header", "seconds"),
    [({}, 1), ({"Retry-After": "0"}, 1), ({"Retry-After": "abc"}, 1), ({"retry-after": "7"}, 7)],
)
def test_an_odd_retry_after_means_one_second(header: dict[str, str], seconds: float) -> None:
    assert retry_after(header) == seconds
    assert retry_after({"Retry-After": "Wed, 25 Nov 2026 18:44:00 GMT"}) == 1


async def test_an_answer_is_given_up_after_fifteen_minutes(
    slack: FakeSlack, poster: Poster, clock: Clock
) -> None:
    slack.plan["chat.postMessage"] = [Fault(status=500, page=True)] * 1000
    await poster.post(ASKED, REPLY)
    assert slack.posts == []
    assert GIVE_UP_AFTER - 61 < clock.now <= GIVE_UP_AFTER


@pytest.mark.parametrize(
    "code", [code for code, what in OUTCOMES.items() if what in ("drop", "admin")]
)
async def test_a_permanent_error_is_not_tried_again(
    slack: FakeSlack, poster: Poster, clock: Clock, code: str
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error=code)]
    await poster.post(ASKED, REPLY)
    assert slack.count("chat.postMessage") == 1
    assert clock.slept == []


async def test_refused_blocks_leave_the_words(slack: FakeSlack, poster: Poster) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="invalid_blocks")]
    await poster.post(ASKED, REPLY)
    (post,) = slack.posts
    assert post["text"] == REPLY.text
    assert "blocks" not in post


def test_an_unknown_error_code_gives_up() -> None:
    assert outcome_of("brand_new_error") == "drop"


async def test_slow_slack_delays_no_acknowledgement(slack: FakeSlack, http: Door) -> None:
    slack.latency = 0.5
    loop = asyncio.get_running_loop()
    start = loop.time()
    bodies = [payload("app_mention", ts=f"{number}.1") for number in range(40)]
    for number, body in enumerate(bodies):
        body["event_id"] = f"Ev{number}"
    await asyncio.gather(*(http.event(body) for body in bodies))
    assert loop.time() - start < 0.5
    slack.latency = 0.0
    await slack.until(lambda: len(slack.posts) == 40)
