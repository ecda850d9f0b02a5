"""A button pressed, even weeks later, gives its answer in the right place, or a kind word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.slack import APP_TOKEN, Fault
from tests.slack.conftest import Door, over_http, payload, serving
from tests.slack.interactions import (
    acted,
    button,
    in_message,
    interact,
    labels,
    picked,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack

RDS = '{"v":1,"k":"service","s":["rds"]}'


@pytest.fixture
async def real(slack: FakeSlack, desk: Desk) -> AsyncIterator[Door]:
    """The bot over the whole catalogue."""
    async with over_http(slack, desk) as door:
        yield door


async def asked(slack: FakeSlack, http: Door, text: str) -> list[dict[str, Any]]:
    """The blocks that a question in a channel is answered with."""
    await http.event(payload("app_mention", text=f"<@U0SRMBOT1> {text}"))
    await slack.until(lambda: slack.posts)
    blocks: list[dict[str, Any]] = slack.posts[0]["blocks"]
    return blocks


async def test_a_duty_offers_the_whole_service_its_ways_and_a_comparison(
    slack: FakeSlack, real: Door
) -> None:
    assert labels(await asked(slack, real, "who patches EKS?")) == [
        "Everything on Amazon EKS",
        "Ways of running it",
        "Compare with…",
    ]


async def test_a_press_in_a_channel_is_answered_in_its_thread(slack: FakeSlack, http: Door) -> None:
    blocks = await asked(slack, http, "who patches RDS?")
    press = button(blocks, "Everything on Amazon RDS")
    await interact(http, in_message(press, slack.hook(), thread="1764000000.000100"))
    await slack.until(lambda: len(slack.posts) == 2)
    assert slack.posts[1]["thread_ts"] == "1764000000.000100"
    assert slack.posts[1]["text"].startswith("Who secures what on Amazon RDS")
    assert slack.hooked == []


async def test_a_press_below_a_message_outside_a_thread_opens_one(
    slack: FakeSlack, http: Door
) -> None:
    await interact(http, in_message(acted("show:0", RDS), slack.hook()))
    await slack.until(lambda: slack.posts)
    assert slack.posts[0]["thread_ts"] == "1764000050.000900"


async def test_a_press_in_a_direct_message_is_answered_there_plainly(
    slack: FakeSlack, http: Door
) -> None:
    await interact(http, in_message(acted("show:0", RDS), slack.hook(), channel="D1"))
    await slack.until(lambda: slack.posts)
    assert (slack.posts[0]["channel"], "thread_ts" in slack.posts[0]) == ("D1", False)


async def test_a_press_carries_the_conversation_on(slack: FakeSlack, http: Door) -> None:
    await interact(http, in_message(acted("show:0", RDS), slack.hook(), channel="D1"))
    await slack.until(lambda: slack.posts)
    await http.event(payload("message_im", text="and backups?"))
    await slack.until(lambda: len(slack.posts) == 2)
    assert "Your team backs up Amazon RDS" in slack.posts[1]["text"]


async def test_a_press_over_socket_mode_is_acknowledged_and_answered(socket: FakeSlack) -> None:
    await socket.envelope(in_message(acted("show:0", RDS), socket.hook()), kind="interactive")
    await socket.until(lambda: socket.posts and socket.acks)
    assert socket.posts[0]["text"].startswith("Who secures what on Amazon RDS")


async def test_a_press_that_comes_twice_is_answered_once(slack: FakeSlack, http: Door) -> None:
    press = in_message(acted("show:0", RDS), slack.hook())
    await interact(http, press)
    await interact(http, press)
    await slack.until(lambda: slack.posts)
    await slack.quiet()
    assert len(slack.posts) == 1


async def test_a_candidate_keeps_the_topic_that_was_asked(slack: FakeSlack, real: Door) -> None:
    blocks = await asked(slack, real, "who patches CF?")
    assert labels(blocks) == ["Amazon CloudFront", "AWS CloudFormation"]
    press = button(blocks, "Amazon CloudFront")
    await interact(real, in_message(press, slack.hook(), thread="1764000000.000100"))
    await slack.until(lambda: len(slack.posts) == 2)
    assert slack.posts[1]["text"].startswith("AWS patches")
    assert "Amazon CloudFront" in slack.posts[1]["text"]


async def test_the_ways_of_running_a_service_stand_side_by_side(
    slack: FakeSlack, real: Door
) -> None:
    press = button(await asked(slack, real, "who patches EKS?"), "Ways of running it")
    await interact(real, in_message(press, slack.hook()))
    await slack.until(lambda: len(slack.posts) == 2)
    assert "Amazon EKS Auto Mode" in slack.posts[1]["text"]
    assert slack.posts[1]["text"].splitlines()[0].endswith("side by side")


async def test_a_service_chosen_in_the_menu_is_compared_on_the_topic_asked(
    slack: FakeSlack, http: Door
) -> None:
    blocks = await asked(slack, http, "who backs up RDS?")
    await interact(http, in_message(picked(blocks, "ec2"), slack.hook()))
    await slack.until(lambda: len(slack.posts) == 2)
    first = slack.posts[1]["text"].splitlines()[0]
    assert "Amazon RDS" in first
    assert "Amazon EC2" in first


async def test_a_comparison_is_drawn_as_one_table_on_demand_and_the_text_stays_whole(
    slack: FakeSlack, http: Door
) -> None:
    blocks = await asked(slack, http, "compare EC2 and RDS")
    await interact(http, in_message(button(blocks, "Show as table"), slack.hook()))
    await slack.until(lambda: len(slack.posts) == 2)
    drawn = slack.posts[1]
    assert [block["type"] for block in drawn["blocks"]].count("table") == 1
    assert drawn["text"] == slack.posts[0]["text"]
    assert "Show in words" in labels(drawn["blocks"])


async def test_a_table_that_slack_refuses_leaves_the_words(slack: FakeSlack, http: Door) -> None:
    blocks = await asked(slack, http, "compare EC2 and RDS")
    slack.plan["chat.postMessage"] = [Fault(error="invalid_blocks")]
    await interact(http, in_message(button(blocks, "Show as table"), slack.hook()))
    await slack.until(lambda: len(slack.posts) == 2)
    assert "blocks" not in slack.posts[1]
    assert slack.posts[1]["text"] == slack.posts[0]["text"]


async def test_no_table_is_offered_or_drawn_where_the_switch_is_off(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    compare = '{"v":1,"k":"compare","s":["rds","ec2"],"d":"table"}'
    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN, SRM_TABLES="off"):
        await slack.until(lambda: slack.sockets)
        press = in_message(acted("show:0", compare), slack.hook())
        await slack.envelope(press, kind="interactive")
        await slack.until(lambda: slack.posts)
    drawn = slack.posts[0]["blocks"]
    assert "table" not in [block["type"] for block in drawn]
    assert "Show as table" not in labels(drawn)


async def test_a_list_that_was_cut_is_shown_whole(slack: FakeSlack, real: Door) -> None:
    blocks = await asked(slack, real, "list serverless services")
    (label,) = [one for one in labels(blocks) if one.startswith("Show all")]
    await interact(real, in_message(button(blocks, label), slack.hook()))
    await slack.until(lambda: len(slack.posts) == 2)
    assert " more" in slack.posts[0]["text"]
    assert " more" not in slack.posts[1]["text"]
    assert slack.posts[1]["text"].count(" · ") > slack.posts[0]["text"].count(" · ")


async def test_an_example_in_help_is_run(slack: FakeSlack, real: Door) -> None:
    blocks = await asked(slack, real, "help")
    await interact(real, in_message(button(blocks, "compare EC2 and Lambda"), slack.hook()))
    await slack.until(lambda: len(slack.posts) == 2)
    assert slack.posts[1]["text"].startswith("Amazon EC2 and AWS Lambda, side by side")


STALE = [
    "",
    "x",
    "[]",
    "null",
    "{}",
    "[" * 1000,
    '{"v":0,"k":"service","s":["rds"]}',
    '{"v":1,"k":"service","s":["gone"]}',
    '{"v":1,"k":"service","s":["rds","ec2"]}',
    '{"v":1,"k":"service","s":"rds"}',
    '{"v":1,"k":"service","s":[{}]}',
    '{"v":1,"k":"duty","s":["rds"],"t":["gone"]}',
    '{"v":1,"k":"duty","s":["rds"]}',
    '{"v":1,"k":"duty","s":["rds"],"t":["backup"],"c":[["rds","backup",1]]}',
    '{"v":1,"k":"duty","s":["rds"],"t":["backup"],"c":[1]}',
    '{"v":1,"k":"duty","s":["rds"],"t":["backup"],"p":["me",false]}',
    '{"v":1,"k":"class","l":"gone"}',
    '{"v":1,"k":"list"}',
    '{"v":1,"k":"list","f":[1,2]}',
    '{"v":1,"k":"boast","s":["rds"]}',
    '{"v":1,"k":"service","s":["rds"],"d":"loud"}',
    '{"v":1,"k":["service"],"s":["rds"]}',
    "example 1",
]


@pytest.mark.parametrize("value", STALE)
async def test_a_stale_or_foreign_value_is_answered_kindly_and_privately(
    slack: FakeSlack, http: Door, value: str
) -> None:
    await interact(http, in_message(acted("show:0", value), slack.hook()))
    await slack.until(lambda: slack.hooked)
    (said,) = slack.hooked
    assert said["text"].startswith("That button is from an older catalogue")
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    await slack.quiet(0.05)
    assert slack.posts == []


async def test_a_stale_menu_is_answered_kindly(slack: FakeSlack, http: Door) -> None:
    overview = '{"v":1,"k":"overview","t":["backup"]}'
    for block, chosen in ((RDS, "gone"), ("b", "ec2"), (overview, "ec2")):
        option = {"value": chosen}
        action = {**acted("show_compare", block_id=block), "selected_option": option}
        await interact(http, in_message(action, slack.hook()))
    await slack.until(lambda: len(slack.hooked) == 3)
    assert all("older catalogue" in one["text"] for one in slack.hooked)


@pytest.mark.parametrize("code", ["not_in_channel", "channel_not_found", "is_archived"])
async def test_a_press_where_the_bot_may_not_post_is_answered_to_the_person_alone(
    slack: FakeSlack, http: Door, code: str
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error=code)]
    await interact(http, in_message(acted("show:0", RDS), slack.hook()))
    await slack.until(lambda: slack.hooked)
    assert slack.hooked[0]["text"].startswith("Who secures what on Amazon RDS")
    assert slack.hooked[0]["response_type"] == "ephemeral"
    assert (slack.posts, slack.notes) == ([], [])


async def test_a_press_that_can_be_answered_in_no_way_ends_in_a_note(
    slack: FakeSlack, http: Door
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="not_in_channel")]
    await interact(http, in_message(acted("show:0", RDS), slack.hook("expired")))
    await slack.until(lambda: slack.notes)
    assert "/invite" in slack.notes[0]["text"]
