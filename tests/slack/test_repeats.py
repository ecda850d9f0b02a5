"""A post of unknown outcome is repeated once, in a way that Slack can be asked about."""

from __future__ import annotations

from time import time as wall_clock
from typing import Any

import pytest

from bot.render.phrases import SLACK_UNSURE
from tests.fakes.slack import FakeSlack, Fault
from tests.slack.conftest import question
from tests.slack.test_faults import LIST, POST, REPEAT, UNKNOWN, ask, time

__all__ = ["ask", "time"]


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
@pytest.mark.parametrize("fault", UNKNOWN.values(), ids=UNKNOWN.keys())
async def test_a_repetition_of_unknown_outcome_is_looked_up_and_made_only_where_slack_lacks_it(
    slack: FakeSlack, ask: Any, fault: Fault, taken: bool
) -> None:
    slack.plan[POST] = [Fault(reset=True, taken=True)]
    slack.plan[REPEAT] = [Fault(**{**vars(fault), "taken": taken})] * 3
    slack.plan[LIST] = [Fault(page=True)]
    await ask(question(7))
    assert slack.count(REPEAT) == (1 if taken else 4)
    assert len(slack.posts) == 2
    assert slack.notes == []


async def test_a_repetition_appears_half_a_minute_later_and_no_two_in_a_channel_at_one_second(
    slack: FakeSlack, ask: Any
) -> None:
    slack.plan[POST] = [Fault(reset=True)] * 20
    now = wall_clock()
    await ask(*(question(number) for number in range(20)))
    at = [one["post_at"] for one in slack.scheduled]
    assert len(set(at)) == len(at) == 20
    assert now + 28 < min(at)
    assert max(at) < now + 120


@pytest.mark.parametrize("taken", [True, False], ids=["taken", "not taken"])
async def test_a_repetition_that_cannot_be_looked_up_in_time_ends_with_a_word_to_the_person(
    slack: FakeSlack, ask: Any, taken: bool
) -> None:
    slack.plan[POST] = [Fault(status=500, page=True, taken=taken)]
    slack.plan[REPEAT] = [Fault(reset=True, taken=taken)]
    slack.plan[LIST] = [Fault(status=503, page=True)] * 20
    await ask(question(7))
    assert (slack.count(POST), slack.count(REPEAT)) == (1, 1)
    assert [note["text"] for note in slack.notes] == [SLACK_UNSURE]


@pytest.mark.parametrize("code", ["restricted_too_many", "brand_new_error", "missing_scope"])
async def test_what_cannot_be_scheduled_is_posted_again(
    slack: FakeSlack, ask: Any, code: str
) -> None:
    slack.plan[POST] = [Fault(reset=True, taken=True)]
    slack.plan[REPEAT] = [Fault(error=code)]
    await ask(question(7))
    assert slack.count(POST) == len(slack.posts) == 2
