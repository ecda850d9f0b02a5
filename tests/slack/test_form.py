"""The look-up form: opened, typed in, answered in its place, sent on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.understand.finder import Finder
from tests.fakes.slack import Fault
from tests.limits import block_problems
from tests.slack.conftest import Door, over_http
from tests.slack.interactions import (
    acted,
    button,
    command,
    elements,
    in_message,
    in_view,
    interact,
    labels,
    picked,
    sent,
    shortcut,
    typed,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack


@pytest.fixture
async def real(slack: FakeSlack, desk: Desk) -> AsyncIterator[Door]:
    """The bot over the whole catalogue."""
    async with over_http(slack, desk) as door:
        yield door


async def opened(slack: FakeSlack, method: str = "views.open") -> dict[str, Any]:
    """The form that was opened, or updated."""
    await slack.until(lambda: slack.sent(method))
    view: dict[str, Any] = slack.sent(method)[-1]["view"]
    return view


async def test_the_global_shortcut_opens_the_form(slack: FakeSlack, http: Door) -> None:
    assert await interact(http, shortcut()) == {}
    form = await opened(slack)
    assert slack.sent("views.open")[0]["trigger_id"] == "1.1.x"
    assert [block["block_id"] for block in form["blocks"]] == ["service", "topic"]
    for part in ("title", "submit", "close"):
        assert 1 <= len(form[part]["text"]) <= 24
    assert list(block_problems(form["blocks"], "modal")) == []


async def test_the_form_opens_from_the_button_that_srm_alone_shows(
    slack: FakeSlack, http: Door
) -> None:
    said = await command(http, "")
    press = button(said["blocks"], "Look up a service")
    await interact(http, in_message(press, slack.hook(), alone=True))
    assert (await opened(slack))["callback_id"] == "look_up"


async def test_an_expired_trigger_ends_in_a_word_to_press_again(
    slack: FakeSlack, http: Door
) -> None:
    slack.plan["views.open"] = [Fault(error="expired_trigger_id")]
    await interact(http, in_message(acted("open_form"), slack.hook()))
    await slack.until(lambda: slack.hooked)
    assert "Press once more" in slack.hooked[0]["text"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("rds", "Amazon RDS"),
        ("far", "AWS Fargate"),
        ("fargte", "AWS Fargate"),
        ("lamda", "AWS Lambda"),
        ("cloudf", "Amazon CloudFront"),
        ("amazon s3", "Amazon S3"),
        ("la", "AWS Lambda"),
        ("kubernetes", "Amazon EKS"),
    ],
)
async def test_the_typeahead_finds_by_beginnings_and_through_slips(
    real: Door, text: str, first: str
) -> None:
    said = await interact(real, typed(text))
    assert first in [one["text"]["text"] for one in said["options"]][:3]


@pytest.mark.parametrize("text", ["", "zzzzzz", "<!channel>", "a" * 5000, None, 5, "\u202e"])
async def test_the_typeahead_always_answers_within_the_limits(real: Door, text: object) -> None:
    said = await interact(real, typed(text))
    assert len(said["options"]) <= 100
    for one in said["options"]:
        assert len(one["text"]["text"]) <= 75
        assert len(one["value"]) <= 150


async def test_the_typeahead_is_quick(desk: Desk) -> None:
    finder = Finder(desk.catalogue)
    begun = time.perf_counter()
    for text in ("e", "elast", "elastikcache", "kubernets", "dynamodv"):
        finder.find(text)
    assert time.perf_counter() - begun < 0.25


async def test_the_typeahead_works_over_socket_mode(socket: FakeSlack) -> None:
    await socket.envelope(typed("rds"), kind="interactive")
    await socket.until(lambda: socket.acks)
    assert socket.acks[0]["payload"]["options"][0]["value"] == "rds"


async def test_the_answer_takes_the_form_s_place(http: Door) -> None:
    said = await interact(http, sent("look_up", {"service": "rds", "topic": "backup"}))
    view = said["view"]
    assert said["response_action"] == "update"
    assert "Your team backs up Amazon RDS" in str(view["blocks"])
    assert list(block_problems(view["blocks"], "modal")) == []
    (menu,) = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    assert (menu["type"], menu["response_url_enabled"]) == ("conversations_select", True)
    assert "Look up another" in labels(view["blocks"])


async def test_without_a_topic_the_whole_service_is_shown(http: Door) -> None:
    said = await interact(http, sent("look_up", {"service": "rds"}))
    assert "Who secures what on Amazon RDS" in str(said["view"]["blocks"])


@pytest.mark.parametrize("values", [{}, {"service": "gone"}, {"service": 5}])
async def test_a_service_that_is_gone_is_said_beside_its_field(
    http: Door, values: dict[str, Any]
) -> None:
    said = await interact(http, sent("look_up", values))
    assert said["response_action"] == "errors"
    assert "Choose another" in said["errors"]["service"]


async def test_buttons_and_menu_in_the_form_answer_in_the_form(
    slack: FakeSlack, http: Door
) -> None:
    said = await interact(http, sent("look_up", {"service": "rds", "topic": "backup"}))
    blocks = said["view"]["blocks"]
    await interact(http, in_view(button(blocks, "Everything on Amazon RDS")))
    whole = await opened(slack, "views.update")
    assert "Who secures what on Amazon RDS" in str(whole["blocks"])
    assert slack.sent("views.update")[0]["view_id"] == "V1"
    await interact(http, in_view(picked(blocks, "ec2")))
    await slack.until(lambda: len(slack.sent("views.update")) == 2)
    assert "Amazon RDS and Amazon EC2" in str((await opened(slack, "views.update"))["blocks"])
    await interact(http, in_view(button(blocks, "Look up another")))
    await slack.until(lambda: len(slack.sent("views.update")) == 3)
    assert (await opened(slack, "views.update"))["callback_id"] == "look_up"
    assert slack.posts == []


async def test_the_answer_is_sent_to_the_conversation_chosen_saying_by_whom(
    slack: FakeSlack, http: Door
) -> None:
    form = (await interact(http, sent("look_up", {"service": "rds"})))["view"]
    urls = [{"block_id": "send_to", "response_url": slack.hook(), "channel_id": "C5"}]
    said = await interact(http, sent("send", {}, urls=urls, meta=form["private_metadata"]))
    (public,) = slack.hooked
    assert public["response_type"] == "in_channel"
    assert public["text"].startswith("Sent by <@U1> from SRM bot\nWho secures what on Amazon RDS")
    assert list(block_problems(public["blocks"])) == []
    assert "Sent." in str(said["view"]["blocks"])
    assert slack.count("chat.postMessage") == 0


async def test_a_list_is_shown_and_sent_whole_from_the_form(slack: FakeSlack, real: Door) -> None:
    said = await command(real, "list serverless services")
    whole = next(one for one in elements(said["blocks"]) if "Show all" in str(one))
    await interact(real, in_view(acted("show:0", whole["value"])))
    form = await opened(slack, "views.update")
    urls = [{"block_id": "send_to", "response_url": slack.hook()}]
    await interact(real, sent("send", {}, urls=urls, meta=form["private_metadata"]))
    assert "X-Ray" in str(form["blocks"])
    assert "X-Ray" in slack.hooked[0]["text"]


@pytest.mark.parametrize("hook", ["expired", ""])
async def test_an_answer_that_slack_did_not_take_is_said_not_to_be_sent(
    slack: FakeSlack, http: Door, hook: str
) -> None:
    form = (await interact(http, sent("look_up", {"service": "rds"})))["view"]
    urls = [{"block_id": "send_to", "response_url": slack.hook(hook)}] if hook else []
    said = await interact(http, sent("send", {}, urls=urls, meta=form["private_metadata"]))
    assert "nothing was sent" in str(said["view"]["blocks"])
    assert "Look up another" in labels(said["view"]["blocks"])
    assert slack.hooked == []


async def test_an_error_while_answering_ends_in_a_sentence_in_the_form(
    http: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("bot.ask.Desk.answer", fails)
    said = await interact(http, sent("look_up", {"service": "rds"}))
    assert "Please ask again" in str(said["view"]["blocks"])


async def test_a_form_closed_meanwhile_is_no_harm(slack: FakeSlack, http: Door) -> None:
    slack.plan["views.update"] = [Fault(error="not_found")]
    await interact(http, in_view(acted("open_form")))
    await slack.until(lambda: slack.count("views.update"))
    assert (await command(http, "rds"))["text"].startswith("Who secures what")
