"""Start: Slack out of reach is waited for, a token that it refuses is not."""

from __future__ import annotations

import asyncio
import logging
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from bot.settings import read_slack_settings
from bot.slack.clock import REAL
from bot.slack.patience import SlackRefusedError
from bot.slack.serve import serve
from tests.fakes.clock import Time
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Fault
from tests.slack.conftest import kept, serving

if TYPE_CHECKING:
    from bot.ask import Desk

PASSING = {
    "a page": Fault(status=503, page=True),
    "internal_error": Fault(error="internal_error"),
    "a broken connection": Fault(reset=True),
    "a rate limit": Fault(error="ratelimited", status=429, retry_after="7"),
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_what_passes_is_tried_at_most_once_a_second_and_logged_once_a_minute(
    slack: FakeSlack,
    toy_desk: Desk,
    caplog: pytest.LogCaptureFixture,
    method: str,
    fault: Fault,
) -> None:
    time = Time()
    slack.now = time.clock.now
    slack.plan[method] = [fault] * 25
    caplog.set_level(logging.WARNING, "bot")
    async with serving(slack, toy_desk, time.clock, SLACK_APP_TOKEN=APP_TOKEN):
        pass
    tries = [at for name, at in slack.called_at if name == method]
    assert len(tries) == 26
    apart = min(later - earlier for earlier, later in pairwise(tries))
    assert apart >= (7 if fault.retry_after else 1)
    assert 1 <= len(caplog.records) <= time.now / 60 + 1


@pytest.mark.parametrize(
    ("method", "setting"),
    [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")],
)
@pytest.mark.parametrize("code", ["invalid_auth", "account_inactive", "token_revoked"])
async def test_a_token_that_slack_refuses_ends_at_once_with_its_name_and_the_cure(
    slack: FakeSlack, toy_desk: Desk, method: str, setting: str, code: str
) -> None:
    slack.plan[method] = [Fault(error=code)]
    with pytest.raises(SlackRefusedError) as refused:
        async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN):
            pass
    said = str(refused.value)
    assert said.startswith(f"Slack refused {setting} ({code}).")
    assert "Copy it again from the app's page at api.slack.com/apps" in said
    assert slack.count(method) == 1


async def test_a_missing_scope_is_named(slack: FakeSlack, toy_desk: Desk) -> None:
    slack.plan["apps.connections.open"] = [Fault(error="missing_scope", needed="connections:write")]
    with pytest.raises(SlackRefusedError, match="lacks the scope connections:write"):
        async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN):
            pass


async def test_a_slack_that_never_answers_does_not_hold_up_the_stop(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    slack.answering.clear()
    settings = read_slack_settings(
        {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api_url, "SLACK_APP_TOKEN": APP_TOKEN}
    )
    stop = asyncio.Event()
    task = asyncio.create_task(serve(settings, toy_desk, kept(REAL), stop))
    await slack.until(lambda: slack.calls)
    stop.set()
    async with asyncio.timeout(5):
        await task
