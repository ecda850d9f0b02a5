"""An answer long in words is whole where Slack takes that, and in brief where it does not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.render.blocks import reply
from bot.understand.recipe import write
from tests.fakes.slack import Fault
from tests.slack.conftest import over_http, payload
from tests.slack.interactions import acted, in_message, interact, slash

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

BRIEF = " in brief; ask about one topic"
LONG = "compare Amazon API Gateway, AWS App Mesh and Amazon EKS"


@pytest.fixture
async def door(slack: FakeSlack, desk: Desk) -> AsyncIterator[Door]:
    async with over_http(slack, desk) as made:
        yield made


def mention() -> dict[str, Any]:
    return payload("app_mention", text=f"<@U0SRMBOT1> {LONG}")


async def test_a_new_message_holds_it_whole(slack: FakeSlack, door: Door, desk: Desk) -> None:
    await door.event(mention())
    await slack.until(lambda: slack.posts)
    text = slack.posts[0]["text"]
    assert text == reply(desk.ask(LONG), desk.catalogue).text
    assert len(text) > 4000
    assert BRIEF not in text


async def test_where_slack_refuses_its_length_it_is_said_in_brief_with_its_blocks(
    slack: FakeSlack, door: Door
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="msg_too_long")]
    await door.event(mention())
    await slack.until(lambda: slack.posts)
    assert len(slack.posts[0]["text"]) <= 4000
    assert BRIEF in slack.posts[0]["text"]
    assert slack.posts[0]["blocks"]


async def test_the_acknowledgement_of_a_command_keeps_to_what_is_recommended(door: Door) -> None:
    _, answer = await door.form(slash(LONG))
    said = json.loads(answer)
    assert len(said["text"]) <= 4000
    assert BRIEF in said["text"]


async def test_it_takes_no_other_message_s_place_and_stands_below_it(
    slack: FakeSlack, door: Door, desk: Desk
) -> None:
    asked = desk.ask(LONG).asked
    assert asked is not None
    press = acted("show:0", write(asked, desk.catalogue))
    await interact(door, in_message(press, slack.hook(), alone=True))
    await slack.until(lambda: slack.hooked)
    assert len(slack.hooked[0]["text"]) > 4000
    assert slack.hooked[0]["replace_original"] is False


async def test_once_shared_the_private_one_gives_way_to_one_without_the_button(
    slack: FakeSlack, door: Door, desk: Desk
) -> None:
    asked = desk.ask(LONG).asked
    assert asked is not None
    press = acted("share", write(asked, desk.catalogue))
    await interact(door, in_message(press, slack.hook(), alone=True))
    await slack.until(lambda: len(slack.hooked) == 2)
    public, private = slack.hooked
    assert len(public["text"]) > 4000
    assert len(private["text"]) <= 4000
    assert private["replace_original"] is True
