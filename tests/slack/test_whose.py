"""Every request is answered with the token of the installation that it came to, or not at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.slack.whose import installs_in
from tests.fakes.slack import FakeSlack
from tests.fakes.store import MemoryStore
from tests.slack.installing import asked_in, authorised, install, install_org, many
from tests.slack.interactions import acted, in_message, interact, on_message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from tests.slack.conftest import Door

BODIES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "a workspace": ({"authorizations": [authorised("T1")], "team_id": "T9"}, ("T1",)),
    "an organisation": (
        {"authorizations": [authorised("T1", "E1", wide=True)], "team_id": "T1"},
        ("E1",),
    ),
    "a workspace of an organisation": ({"authorizations": [authorised("T1", "E1")]}, ("T1",)),
    "several": ({"authorizations": [authorised("T1"), authorised("T2")]}, ("T1", "T2")),
    "none named": ({"authorizations": [], "team_id": "T1"}, ("T1",)),
    "a command": ({"command": "/srm", "team_id": "T1", "enterprise_id": "E1"}, ("T1",)),
    "a command, organisation": (
        {"team_id": "T1", "enterprise_id": "E1", "is_enterprise_install": "true"},
        ("E1",),
    ),
    "a press": ({"team": {"id": "T1"}, "user": {"team_id": "T2"}}, ("T1",)),
    "a press, organisation": (
        {"team": None, "enterprise": {"id": "E1"}, "is_enterprise_install": True},
        ("E1",),
    ),
    "a form sent from elsewhere": (
        {"team": {"id": "T2"}, "view": {"app_installed_team_id": "T1"}},
        ("T1",),
    ),
    "nothing": ({}, ()),
    "nonsense": ({"authorizations": [5, {"team_id": 7}], "team": 5, "view": "x"}, ()),
}


@pytest.mark.parametrize("what", BODIES)
def test_the_installation_is_what_slack_names_and_nothing_is_guessed(what: str) -> None:
    body, expected = BODIES[what]
    assert installs_in(body) == expected


@pytest.fixture
async def door(slack: FakeSlack, toy_desk: Desk) -> AsyncIterator[Door]:
    async with many(slack, toy_desk, store=MemoryStore()) as made:
        for team in ("T1", "T2"):
            await install(slack, made, f"c{team}", team)
        await install_org(slack, made)
        slack.calls.clear()
        slack.spoken.clear()
        yield made


async def answered_by(slack: FakeSlack, door: Door, *bodies: dict[str, Any]) -> list[str]:
    """By which tokens these events were answered."""
    before = len(slack.posts)
    for body in bodies:
        assert (await door.event(body))[0] == 200
    await slack.until(lambda: len(slack.posts) == before + len(bodies))
    await slack.quiet(0.05)
    return slack.tokens("chat.postMessage")[before:]


async def test_two_workspaces_are_answered_each_by_its_own_token(
    slack: FakeSlack, door: Door
) -> None:
    tokens = await answered_by(slack, door, asked_in("T1"), asked_in("T2"))
    assert tokens == ["xoxb-T1-cT1", "xoxb-T2-cT2"]


async def test_the_same_channel_and_message_id_in_two_workspaces_are_two_questions(
    slack: FakeSlack, door: Door
) -> None:
    one, two = asked_in("T1"), asked_in("T2")
    assert one["event"] == two["event"]
    assert len(await answered_by(slack, door, one, two)) == 2


async def test_an_organisation_answers_in_each_of_its_workspaces(
    slack: FakeSlack, door: Door
) -> None:
    wide = [authorised("T3", "E1", wide=True)]
    bodies = [asked_in(team, authorizations=wide, enterprise_id="E1") for team in ("T3", "T4")]
    assert await answered_by(slack, door, *bodies) == ["xoxb-E1-cE1"] * 2


async def test_a_person_of_an_organisation_whose_id_begins_with_w_is_answered(
    slack: FakeSlack, door: Door
) -> None:
    body = asked_in("T3", authorizations=[authorised("T3", "E1", wide=True)])
    body["event"]["user"] = "W0123ABC"
    assert await answered_by(slack, door, body) == ["xoxb-E1-cE1"]


async def test_an_event_of_several_installations_is_answered_once_by_the_bot_mentioned(
    slack: FakeSlack, door: Door
) -> None:
    body = asked_in("T9", authorizations=[authorised("T1"), authorised("T2")])
    body["event"]["text"] = "<@U0BOTT2> who patches Fargate?"
    assert await answered_by(slack, door, body) == ["xoxb-T2-cT2"]


async def test_a_shared_channel_is_answered_by_our_own_workspace_s_token(
    slack: FakeSlack, door: Door
) -> None:
    """The event may name the other side's workspace; the installation is what is authorised."""
    body = asked_in("T2", authorizations=[authorised("T1")], is_ext_shared_channel=True)
    assert await answered_by(slack, door, body) == ["xoxb-T1-cT1"]


async def test_an_installation_that_is_gone_is_not_answered_by_another_that_is_not(
    slack: FakeSlack, door: Door
) -> None:
    await door.event(asked_in("T2", authorizations=[authorised("T8")], is_ext_shared_channel=True))
    await slack.quiet()
    assert slack.posts == []


async def test_presses_forms_and_shortcuts_go_by_the_token_of_where_they_were_made(
    slack: FakeSlack, door: Door
) -> None:
    for team in ("T1", "T2"):
        pressed = in_message(acted("open_form", ""), slack.hook()) | {"team": {"id": team}}
        await interact(door, pressed)
        await slack.until(lambda team=team: f"xoxb-{team}-c{team}" in slack.tokens("views.open"))
    explained = on_message("RDS", slack.hook("expired")) | {"team": {"id": "T2"}}
    await interact(door, explained)
    await slack.until(lambda: slack.count("views.open") == 3)
    assert slack.tokens("views.open")[2] == "xoxb-T2-cT2"


async def test_a_home_tab_is_published_by_the_token_of_its_workspace(
    slack: FakeSlack, door: Door
) -> None:
    event = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    await door.event({**asked_in("T2"), "event": event})
    await slack.until(lambda: slack.count("views.publish"))
    assert slack.tokens("views.publish") == ["xoxb-T2-cT2"]


async def test_a_command_is_answered_where_the_app_is_installed_and_nowhere_else(
    door: Door,
) -> None:
    status, answer = await door.form(b"command=/srm&text=rds&team_id=T1")
    assert status == 200
    assert "RDS" in json.loads(answer)["text"]
    assert await door.form(b"command=/srm&text=rds&team_id=T8") == (200, b"")
