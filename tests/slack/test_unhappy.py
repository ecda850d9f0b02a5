"""What can go wrong on a surface ends in a next step for the person, or at least in no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.slack import Fault
from tests.slack.conftest import payload, question
from tests.slack.interactions import acted, command, in_view, interact, on_message, sent

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

RDS = '{"v":1,"k":"service","s":["rds"]}'
LATE = Fault(error="expired_trigger_id")


async def works(http: Door) -> None:
    """The bot goes on as if nothing had been."""
    assert "Amazon RDS" in (await command(http, "rds"))["text"]


async def test_a_mention_where_the_bot_is_no_member_ends_in_a_note_with_what_to_do(
    slack: FakeSlack, http: Door
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="not_in_channel")]
    await http.event(question(1))
    await slack.until(lambda: slack.notes)
    assert "/invite @srm" in slack.notes[0]["text"]
    assert slack.count("chat.postMessage") == 1


@pytest.mark.parametrize("code", ["is_archived", "channel_not_found"])
async def test_a_mention_in_a_channel_that_is_gone_is_tried_once_and_told_nobody(
    slack: FakeSlack, http: Door, code: str
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error=code)]
    await http.event(question(1))
    await slack.until(lambda: slack.count("chat.postMessage"))
    await slack.quiet()
    assert (slack.count("chat.postMessage"), slack.notes) == (1, [])
    await works(http)


async def test_a_direct_message_to_an_app_whose_messages_are_off_ends_in_a_note(
    slack: FakeSlack, http: Door
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="messages_tab_disabled")]
    await http.event(payload("message_im"))
    await slack.until(lambda: slack.notes)
    assert "/srm" in slack.notes[0]["text"]


async def test_a_shortcut_on_a_message_whose_ways_back_are_all_closed_does_no_harm(
    slack: FakeSlack, http: Door, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan["views.open"] = [LATE]
    await interact(http, on_message("who patches RDS?", slack.hook("expired")))
    await slack.until(lambda: slack.count("views.open"))
    await slack.quiet()
    assert 'msg="a form was not opened" code=expired_trigger_id' in caplog.text
    await works(http)


@pytest.mark.parametrize("kind", ["shortcut", "home"])
async def test_a_form_asked_for_where_slack_gives_no_other_way_back_does_no_harm(
    slack: FakeSlack, http: Door, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan["views.open"] = [LATE]
    body: dict[str, Any] = in_view(acted("open_form"), "home")
    if kind == "shortcut":
        body = {**body, "type": "shortcut", "callback_id": "look_up"}
    await interact(http, body)
    await slack.until(lambda: slack.count("views.open"))
    await slack.quiet()
    assert "expired_trigger_id" in caplog.text
    await works(http)


async def test_the_sixth_use_of_an_address_to_send_to_is_said_not_to_be_sent(
    slack: FakeSlack, http: Door
) -> None:
    urls = [{"block_id": "send_to", "action_id": "send_to", "response_url": slack.hook()}]
    body = sent("send", {}, urls=urls, meta=RDS)
    for _ in range(5):
        await interact(http, body)
    assert len(slack.hooked) == 5
    said = await interact(http, body)
    assert "nothing was sent" in str(said["view"]["blocks"])


async def test_a_stale_form_that_is_sent_says_so_and_offers_to_look_up_another(
    slack: FakeSlack, http: Door
) -> None:
    urls = [{"block_id": "send_to", "action_id": "send_to", "response_url": slack.hook()}]
    said = await interact(http, sent("send", {}, urls=urls, meta='{"v":1,"k":"duty","s":["gone"]}'))
    assert "nothing was sent" in str(said["view"]["blocks"])
    assert "Look up another" in str(said["view"]["blocks"])
    assert slack.hooked == []


async def test_a_press_in_a_form_that_was_closed_meanwhile_does_no_harm(
    slack: FakeSlack, http: Door, caplog: pytest.LogCaptureFixture
) -> None:
    slack.plan["views.update"] = [Fault(error="not_found")]
    await interact(http, in_view(acted("show:0", RDS)))
    await slack.until(lambda: slack.count("views.update"))
    await slack.quiet()
    assert 'msg="a form was not shown" code=not_found' in caplog.text
    await works(http)
