"""What the whole bot logs: no secret though every library talks, and little for each question."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, Fault
from tests.slack.conftest import over_http, payload, question, serving
from tests.slack.interactions import acted, in_message, interact, on_message, sent, slash, typed
from tests.slack.test_redact import fields, log

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ask import Desk

__all__ = ["log"]

SENTINEL, NAME = "sentinel zebra", "Grace Sentinel"
SECRETS = (SENTINEL, "zebra", NAME, "grace", "ada", BOT_TOKEN, APP_TOKEN, SECRET, "v0=", "/hook/")
MOST_BYTES = 200


@pytest.fixture
def _all_talk(log: io.StringIO) -> Iterator[None]:  # noqa: ARG001 - what is set up is undone after
    """No library is kept quiet, as if each had a level of its own."""
    names = [*logging.root.manager.loggerDict]
    levels = {name: logging.getLogger(name).level for name in names}

    def loud(self: logging.Logger, _: object) -> None:
        self.level = logging.DEBUG

    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            logging.getLogger(name).setLevel(logging.DEBUG)
        patch.setattr(logging.Logger, "setLevel", loud)
        yield
    for name in logging.root.manager.loggerDict:
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))


def named(body: dict[str, Any]) -> dict[str, Any]:
    """A body that says who the person is, as Slack's do."""
    return {**body, "user": {"id": "U1", "username": "grace", "name": NAME, "team_id": "T1"}}


def secrets_in(log: io.StringIO) -> list[str]:
    """Which secrets were logged; fails where a line is not all fields."""
    for line in log.getvalue().splitlines():
        fields(line)
    return [one for one in SECRETS if one in log.getvalue()]


@pytest.mark.usefixtures("_all_talk")
async def test_over_http_nothing_is_logged_of_what_people_say_or_are_called(
    slack: FakeSlack, toy_desk: Desk, log: io.StringIO
) -> None:
    slack.plan["chat.postMessage"] = [Fault(page=True), Fault(error="is_archived")]
    slack.plan["views.open"] = [Fault(error="expired_trigger_id")]
    async with over_http(slack, toy_desk) as door:
        text = f"<@U0SRMBOT1> who patches Fargate {SENTINEL}?"
        profile = {"real_name": NAME, "name": "grace"}
        for number in range(3):
            await door.event(question(number, text=text, user_profile=profile))
        await door.event(payload("message_im", text=SENTINEL))
        await door.form(slash(f"who patches {SENTINEL}").replace(b"user_name=", b"user_name=grace"))
        await interact(door, named(on_message(f"RDS {SENTINEL}", slack.hook("expired"))))
        await interact(door, named(in_message(acted("show:0", SENTINEL), slack.hook())))
        await interact(door, named(sent(SENTINEL, {"service": SENTINEL})))
        await interact(door, named(typed(SENTINEL)))
        await door.send(SENTINEL.encode())
        await door.event({"type": "event_callback", "event": {"type": SENTINEL}})
        await slack.until(lambda: slack.count("views.open") and len(slack.posts) >= 3)
    assert "level=DEBUG logger=slack_sdk" in log.getvalue()
    assert "level=DEBUG logger=slack_bolt" in log.getvalue()
    assert secrets_in(log) == []


@pytest.mark.usefixtures("_all_talk")
async def test_over_socket_mode_nothing_is_logged_of_what_people_say_or_are_called(
    slack: FakeSlack, toy_desk: Desk, log: io.StringIO
) -> None:
    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN):
        await slack.until(lambda: slack.sockets)
        await slack.envelope(question(1, text=f"<@U0SRMBOT1> who patches {SENTINEL}?"))
        await slack.envelope(named({"type": SENTINEL, "event": {"type": SENTINEL}}))
        command = {"command": "/srm", "text": SENTINEL, "user_name": "grace"}
        await slack.envelope(command, kind="slash_commands")
        await slack.link.send_str(f'{{"type": "{SENTINEL}')
        await slack.until(lambda: slack.posts and len(slack.acks) == 3)
    assert "level=DEBUG logger=slack_sdk" in log.getvalue()
    assert secrets_in(log) == []


@pytest.mark.parametrize("refused", [0, 10, 100], ids=lambda part: f"{part} percent refused")
async def test_a_question_costs_few_bytes_of_the_log(
    slack: FakeSlack, toy_desk: Desk, log: io.StringIO, refused: int
) -> None:
    logging.getLogger().setLevel(logging.INFO)
    kinds = ("not_in_channel", "missing_scope", "is_archived")
    slack.plan["chat.postMessage"] = [
        Fault(error=kinds[number % 3]) if number % 10 * 10 < refused else Fault(taken=True)
        for number in range(100)
    ]
    async with over_http(slack, toy_desk) as door:
        for number in range(100):
            stamp, channel = f"1764000{number:03}.000100", f"C0123456{number:03}"
            await door.event(question(number, ts=stamp, channel=channel))
    assert len(slack.posts) == 100 - refused
    bytes_each = len(log.getvalue().encode()) / 100
    assert bytes_each <= MOST_BYTES, f"{bytes_each:.0f} bytes for each question"
