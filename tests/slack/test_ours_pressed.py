"""Buttons and forms show our own half where one person of ours alone reads it, and nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.slack.conftest import payload
from tests.slack.interactions import (
    acted,
    button,
    elements,
    in_message,
    in_view,
    interact,
    labels,
    on_message,
    picked,
    sent,
    slash,
)
from tests.slack.ours import by, door, kept

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

__all__ = ["door", "kept"]

EVERYTHING = "Everything on Amazon RDS"
ALONE = "From the catalogue alone"


async def asked(door: Door, text: str) -> list[dict[str, Any]]:
    _, answer = await door.form(slash(text))
    blocks: list[dict[str, Any]] = json.loads(answer)["blocks"]
    return blocks


@pytest.mark.parametrize(
    ("team", "own", "shown"),
    [("T1", "T1", "Databases"), ("T2", "T2", "Harbour"), ("T1", "T9", ""), ("T1", None, "")],
)
async def test_what_one_person_sees_alone_is_their_own_workspace_s(
    slack: FakeSlack, door: Door, team: str, own: str | None, shown: str
) -> None:
    """Neither to a guest of another organisation, nor to somebody of whom Slack says nothing."""
    press = button(await asked(door, "who backs up RDS?"), EVERYTHING)
    body = in_message(press, slack.hook(), alone=True)
    body |= {"user": {"id": "U5", **({"team_id": own} if own else {})}, "team": {"id": team}}
    await interact(door, body)
    await slack.until(lambda: slack.hooked)
    said = slack.hooked[0]["text"]
    assert [one for one in ("Databases", "Harbour") if one in said] == ([shown] if shown else [])


async def test_below_a_message_that_many_see_the_catalogue_answers_alone_and_says_so(
    slack: FakeSlack, door: Door
) -> None:
    await door.event(payload("app_mention", text="<@U0SRMBOT1> who backs up RDS?"))
    await slack.until(lambda: slack.posts)
    press = button(slack.posts[0]["blocks"], EVERYTHING)
    await interact(door, by(in_message(press, slack.hook()), "U5"))
    await slack.until(lambda: len(slack.posts) == 2)
    assert "Databases" not in json.dumps(slack.posts[1])
    assert ALONE in slack.posts[1]["text"]
    assert ALONE in str(slack.posts[1]["blocks"])


async def test_without_an_overlay_nothing_is_said_of_one(slack: FakeSlack, door: Door) -> None:
    press = acted("show:0", '{"v":1,"k":"service","s":["rds"]}')
    await interact(door, by(in_message(press, slack.hook()), "U5", "T3"))
    await slack.until(lambda: slack.posts)
    assert ALONE not in slack.posts[0]["text"]


async def test_in_a_direct_message_our_half_stays_and_so_does_the_place(
    slack: FakeSlack, door: Door
) -> None:
    body = payload("message_im", text="who backs up RDS in prod?", channel="D1")
    await door.event(body)
    await slack.until(lambda: slack.posts)
    press = button(slack.posts[0]["blocks"], EVERYTHING)
    await interact(door, by(in_message(press, slack.hook(), channel="D1"), "U5"))
    await slack.until(lambda: len(slack.posts) == 2)
    assert "Databases" in slack.posts[1]["text"]
    assert "Production" in slack.posts[1]["text"]
    assert ALONE not in slack.posts[1]["text"]


async def test_the_form_the_home_tab_and_the_menu_show_our_half(
    slack: FakeSlack, door: Door
) -> None:
    chosen = sent("look_up", {"service": "rds", "topic": "backup"})
    view = (await interact(door, by(chosen, "U5")))["view"]
    assert "Databases" in str(view["blocks"])
    view = (await interact(door, by(chosen, "U5", own="T9")))["view"]
    assert "Databases" not in str(view["blocks"])
    press = acted("show:1", '{"v":1,"k":"service","s":["rds"]}')
    await interact(door, by(in_view(press, "home"), "U5"))
    await slack.until(lambda: slack.count("views.open"))
    assert "Databases" in str(slack.sent("views.open")[0])
    blocks = await asked(door, "who backs up RDS?")
    await interact(door, by(in_message(picked(blocks, "ec2"), slack.hook(), alone=True), "U5"))
    await slack.until(lambda: slack.hooked)
    assert "[here: Quiet]" in slack.hooked[0]["text"]


async def test_the_message_shortcut_shows_our_half(slack: FakeSlack, door: Door) -> None:
    await interact(door, by(on_message("the RDS backup failed", slack.hook()), "U5"))
    await slack.until(lambda: slack.hooked)
    assert "Databases" in slack.hooked[0]["text"]


async def test_sharing_what_names_our_teams_asks_first_and_shares_just_that(
    slack: FakeSlack, door: Door
) -> None:
    blocks = await asked(door, "who backs up RDS in prod?")
    share = next(one for one in elements(blocks) if one["action_id"] == "share")
    assert "people of other organisations" in share["confirm"]["text"]["text"]
    press = button(blocks, "Share to channel")
    await interact(door, by(in_message(press, slack.hook(), alone=True), "U5"))
    await slack.until(lambda: len(slack.hooked) == 2)
    assert "Databases" in slack.hooked[0]["text"]
    assert "Production" in slack.hooked[0]["text"]


async def test_sharing_what_the_catalogue_says_alone_asks_nothing(door: Door) -> None:
    blocks = await asked(door, "who is responsible for encryption?")
    share = next(one for one in elements(blocks) if one["action_id"] == "share")
    assert "confirm" not in share


async def test_a_value_of_an_answer_without_our_half_shares_none(
    slack: FakeSlack, door: Door
) -> None:
    """As a button of before the overlay was there carries it: nobody was asked."""
    press = acted("share", '{"v":1,"k":"duty","s":["rds"],"t":["backup"]}')
    await interact(door, by(in_message(press, slack.hook(), alone=True), "U5"))
    await slack.until(lambda: len(slack.hooked) == 2)
    assert "Databases" not in str(slack.hooked)


@pytest.mark.parametrize("ticked", [True, False])
async def test_what_is_sent_from_the_form_names_our_teams_where_that_was_ticked(
    slack: FakeSlack, door: Door, ticked: bool
) -> None:
    chosen = sent("look_up", {"service": "rds", "topic": "backup"})
    view = (await interact(door, by(chosen, "U5")))["view"]
    assert "with_ours" in [block.get("block_id") for block in view["blocks"]]
    await interact(door, by(to_channel(slack, view["private_metadata"], ticked), "U5"))
    await slack.until(lambda: slack.hooked)
    assert ("Databases" in slack.hooked[0]["text"]) is ticked


def to_channel(slack: FakeSlack, meta: str, ticked: bool) -> dict[str, Any]:
    """The form sent to a conversation."""
    urls = [{"block_id": "send_to", "action_id": "send_to", "response_url": slack.hook()}]
    body = sent("send", {}, urls=urls, meta=meta)
    options = [{"value": "yes"}] if ticked else []
    body["view"]["state"] = {"values": {"with_ours": {"with_ours": {"selected_options": options}}}}
    return body


async def test_a_list_of_our_stack_is_sent_whole_or_not_at_all(
    slack: FakeSlack, door: Door
) -> None:
    blocks = await asked(door, "which services do we have to patch?")
    share = next(one for one in elements(blocks) if one["action_id"] == "share")
    answer = await interact(door, by(to_channel(slack, share["value"], False), "U5"))
    assert "of your organisation's own" in answer["errors"]["with_ours"]
    assert slack.hooked == []
    await interact(door, by(to_channel(slack, share["value"], True), "U5"))
    await slack.until(lambda: slack.hooked)
    assert "on your stack" in slack.hooked[0]["text"]


async def test_what_a_stranger_sends_names_no_team_of_ours(slack: FakeSlack, door: Door) -> None:
    blocks = await asked(door, "who backs up RDS in prod?")
    share = next(one for one in elements(blocks) if one["action_id"] == "share")
    for body in (
        to_channel(slack, share["value"], True),
        in_message(acted("share", share["value"]), slack.hook("two"), alone=True),
    ):
        await interact(door, by(body, "U5", own="T9"))
    await slack.until(lambda: len(slack.hooked) >= 2)
    assert "Databases" not in str(slack.hooked)


async def test_a_shared_answer_is_asked_on_by_each_with_what_they_may_see(
    slack: FakeSlack, door: Door
) -> None:
    press = button(await asked(door, "who backs up RDS?"), "Share to channel")
    await interact(door, by(in_message(press, slack.hook(), alone=True), "U5"))
    await slack.until(lambda: len(slack.hooked) == 2)
    shared = slack.hooked[0]["blocks"]
    assert EVERYTHING in labels(shared)
    for name, own in (("mine", "T1"), ("theirs", "T9")):
        press = button(shared, EVERYTHING)
        await interact(door, by(in_message(press, slack.hook(name)), "U5", own=own))
    await slack.until(lambda: len(slack.hooked) == 4)
    assert ["Databases" in one["text"] for one in slack.hooked[2:]] == [True, False]
