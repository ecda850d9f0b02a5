"""Socket Mode outlives what happens to its link."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from slack_bolt.authorization import AuthorizeResult

from bot.settings import read_slack_settings
from bot.slack.app import make_app, make_client, make_session
from bot.slack.clock import REAL
from bot.slack.patience import Patience, SlackRefusedError
from bot.slack.socket import PING_EVERY, SocketDoor
from tests.fakes.clock import Time
from tests.fakes.leap import leap, loop_clock
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, Fault
from tests.slack.conftest import payload, question, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from bot.slack.clock import Clock

OPEN = "apps.connections.open"


@asynccontextmanager
async def door(
    slack: FakeSlack, clock: Clock = REAL, stop: asyncio.Event | None = None
) -> AsyncIterator[SocketDoor]:
    """A door that nobody listens behind: envelopes are acknowledged, that is all."""
    settings = read_slack_settings(
        {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.api_url}
    )
    async with make_session() as session:
        client = make_client(settings, session, BOT_TOKEN)
        app = make_app(client, AuthorizeResult(enterprise_id=None, team_id="T1"))
        patience = Patience("SLACK_APP_TOKEN", slack.api_url, clock)
        made = SocketDoor(app, settings, APP_TOKEN, patience, clock, stop or asyncio.Event())
        await made.open()
        try:
            yield made
        finally:
            await made.close()


async def test_one_link_is_opened_at_start(socket: FakeSlack) -> None:
    await socket.quiet()
    assert socket.count(OPEN) == len(socket.sockets) == 1


async def test_a_new_link_is_opened_when_slack_asks_and_events_go_on(socket: FakeSlack) -> None:
    await socket.envelope(payload("app_mention"))
    await socket.until(lambda: socket.posts)
    await socket.disconnect()
    await socket.until(lambda: len(socket.sockets) == 2)
    await socket.envelope({**payload("message_im"), "event_id": "Ev7"})
    await socket.until(lambda: len(socket.posts) == 2)


def test_of_a_thousand_events_none_is_lost_or_answered_twice_while_links_take_over_from_each_other(
    toy_desk: Desk,
) -> None:
    async def swaps() -> tuple[int, FakeSlack]:
        async with (
            FakeSlack() as slack,
            serving(slack, toy_desk, loop_clock(), SLACK_APP_TOKEN=APP_TOKEN),
        ):
            await slack.until(lambda: slack.sockets)
            sent = 0
            for reason in ["warning", "refresh_requested", "too_many_websockets"] * 3:
                sent = await swap(slack, reason, sent)
            await slack.until(lambda: len(slack.acks) >= sent <= len(slack.posts), 20)
        return sent, slack

    async def swap(slack: FakeSlack, reason: str, sent: int) -> int:
        async def send(over: Any) -> int:
            await slack.envelope(question(sent, channel=f"C{sent % 20}"), over=over)
            await asyncio.sleep(0.02)
            return sent + 1

        old = slack.link
        await slack.disconnect(reason)
        # Slack goes on sending by the old link until it closes it itself.
        while slack.link is old:
            sent = await send(old)
        for _ in range(60):
            sent = await send(old)
            sent = await send(slack.link)
        await old.close()
        return sent

    sent, slack = leap(swaps())
    assert sent >= 1000
    assert len({ack["envelope_id"] for ack in slack.acks}) == len(slack.acks) == sent
    assert len({post["thread_ts"] for post in slack.posts}) == len(slack.posts) == sent


async def test_a_link_that_breaks_is_opened_again(socket: FakeSlack) -> None:
    await socket.link.close()
    await socket.until(lambda: len(socket.sockets) == 2, 10)
    await socket.envelope(payload("app_mention"))
    await socket.until(lambda: socket.posts)


async def test_an_event_that_comes_again_by_another_link_is_answered_once(
    socket: FakeSlack,
) -> None:
    await socket.envelope(payload("app_mention"))
    await socket.until(lambda: socket.posts)
    await socket.link.close()
    await socket.until(lambda: len(socket.sockets) == 2, 10)
    acks = len(socket.acks)
    await socket.envelope(payload("app_mention"))
    await socket.until(lambda: len(socket.acks) > acks)
    await socket.quiet()
    assert len(socket.posts) == 1


async def test_an_envelope_that_nobody_listens_to_is_acknowledged(socket: FakeSlack) -> None:
    await socket.envelope({"type": "event_callback", "event": {"type": "brand_new"}})
    await socket.envelope({"type": "block_actions", "actions": []}, kind="interactive")
    await socket.until(lambda: len(socket.acks) == 2)
    assert socket.posts == []


async def test_at_the_stop_what_is_acknowledged_is_answered_and_nothing_else(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    """What is answered but not acknowledged would come again, to the next process."""
    numbers: dict[str, str] = {}

    async def feed() -> None:
        with contextlib.suppress(ConnectionError):
            for number in itertools.count():
                envelope = await slack.envelope(
                    question(number, channel=f"C{number % 50}"), over=link
                )
                numbers[envelope] = f"{number}.1"
                await asyncio.sleep(0.001)

    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN):
        await slack.until(lambda: slack.sockets)
        link = slack.link
        feeding = asyncio.create_task(feed())
        await slack.until(lambda: len(slack.posts) >= 20)
    feeding.cancel()
    await asyncio.gather(feeding, return_exceptions=True)
    acknowledged = sorted(numbers[ack["envelope_id"]] for ack in slack.acks)
    assert acknowledged == sorted(post["thread_ts"] for post in slack.posts)


async def test_a_half_open_link_is_noticed_and_replaced(
    slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert PING_EVERY * 1.5 <= 20
    slack.hearing.clear()
    monkeypatch.setattr("bot.slack.socket.PING_EVERY", 0.2)
    async with door(slack):
        await slack.until(lambda: len(slack.sockets) >= 2)


@pytest.mark.parametrize("code", ["", "not_allowed_token_type"], ids=["out of order", "refused"])
async def test_links_refused_in_a_row_are_tried_at_most_once_a_second_and_logged_once_a_minute(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture, code: str
) -> None:
    time = Time()
    slack.now = time.clock.now
    busy = Fault(error="ratelimited", status=429, retry_after="60")
    async with door(slack, time.clock):
        refused = Fault(error=code) if code else Fault(status=500, page=True)
        slack.plan[OPEN] = [refused] * 18 + [busy] * 2
        await slack.link.close()
        await slack.until(lambda: len(slack.sockets) == 2)
    tries = [at for method, at in slack.called_at if method == OPEN]
    assert len(tries) == 22
    assert min(later - earlier for earlier, later in pairwise(tries)) >= 1
    assert tries[-1] - tries[-3] >= 120
    lines = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(lines) <= time.now / 60 + 1


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive"])
async def test_an_app_token_that_goes_dead_stops_the_bot_with_the_cure(
    slack: FakeSlack, toy_desk: Desk, code: str
) -> None:
    async def until_it_stops() -> None:
        async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN), asyncio.timeout(5):
            slack.plan[OPEN] = [Fault(error=code)] * 9
            await slack.envelope(payload("app_mention"))
            await slack.until(lambda: slack.acks)
            await slack.link.close()
            await slack.until(lambda: slack.count(OPEN) == 2)
            await slack.quiet()

    with pytest.raises(SlackRefusedError, match=rf"SLACK_APP_TOKEN \({code}\).*Copy it again"):
        await until_it_stops()
    assert len(slack.posts) == 1, "what was accepted is answered first"
    assert slack.count(OPEN) == 2


async def test_socket_mode_switched_off_is_said_with_the_cure_and_tried_again(
    slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    time = Time()
    async with door(slack, time.clock):
        slack.plan[OPEN] = [Fault(error="socket_mode_disabled")] * 3
        await slack.disconnect("link_disabled")
        await slack.until(lambda: len(slack.sockets) == 2)
    assert "Socket Mode is switched off: switch it on at api.slack.com/apps" in caplog.text
    assert slack.count(OPEN) == 5


@pytest.mark.parametrize("odd", [{"authorizations": 5}, {"user": 7}, "text", None])
async def test_a_misshapen_envelope_is_acknowledged_so_that_it_does_not_come_again(
    slack: FakeSlack, odd: Any
) -> None:
    async with door(slack):
        number = await slack.envelope(odd)
        await slack.until(lambda: slack.acks)
        assert slack.acks == [{"envelope_id": number}]


async def test_what_is_no_envelope_is_left(slack: FakeSlack) -> None:
    async with door(slack):
        for text in ("", "null", "[]", "{", "[" * 50_000, '{"type": "hello"}'):
            await slack.link.send_str(text)
        number = await slack.envelope({})
        await slack.until(lambda: slack.acks)
        assert slack.acks == [{"envelope_id": number}]
