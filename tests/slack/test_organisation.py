"""Through Slack, each workspace's answers name its own teams, and nobody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.ask import Desk
from bot.organisation.load import load_organisations
from tests.fakes.slack import SECRET, FakeSlack
from tests.slack.conftest import PAYLOADS, Door, payload, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

QUESTION = "<@U0SRMBOT1> who patches EC2?"
SLASH = (PAYLOADS / "slash_command.txt").read_bytes().strip().replace(b"Fargate", b"EC2")


def overlay(team: str) -> str:
    return f"teams: {{a: {{name: {team}, channel: '#{team.lower()}'}}}}\nrules: [{{team: a}}]\n"


@pytest.fixture
async def door(slack: FakeSlack, toy_desk: Desk, tmp_path: Path) -> AsyncIterator[Door]:
    for name, team in [("T1", "Reds"), ("T2", "Blues"), ("E9", "Greens")]:
        (tmp_path / f"{name}.yaml").write_text(overlay(team), "utf-8")
    desk = Desk(toy_desk.catalogue, load_organisations(str(tmp_path), toy_desk.catalogue))
    async with (
        serving(slack, desk, SLACK_SIGNING_SECRET=SECRET) as address,
        aiohttp.ClientSession() as session,
    ):
        yield Door(address=address, session=session)


@pytest.mark.parametrize(
    ("workspace", "enterprise", "shared", "team"),
    [
        ("T1", None, False, "Reds"),
        ("T2", None, False, "Blues"),
        ("T2", "E9", False, "Blues"),
        ("T3", "E9", False, "Greens"),
        ("T3", None, False, None),
        ("T1", None, True, None),
    ],
)
async def test_a_mention_is_answered_from_the_overlay_of_its_workspace(
    slack: FakeSlack,
    door: Door,
    workspace: str,
    enterprise: str | None,
    shared: bool,
    team: str | None,
) -> None:
    body = payload("app_mention", text=QUESTION)
    body["team_id"] = workspace
    body["authorizations"][0].update(team_id=workspace, enterprise_id=enterprise)
    body["is_ext_shared_channel"] = shared
    await door.event(body)
    await slack.until(lambda: slack.posts)
    said = str(slack.posts[0])
    assert [name for name in ("Reds", "Blues", "Greens") if name in said] == (
        [team] if team else []
    )


async def test_a_slash_command_is_answered_from_the_overlay_of_its_workspace(door: Door) -> None:
    for workspace, team in [(b"T1", b"Reds"), (b"T2", b"Blues")]:
        _, answer = await door.form(SLASH.replace(b"team_id=T1", b"team_id=" + workspace))
        assert team in answer
    _, answer = await door.form(SLASH.replace(b"team_id=T1", b"team_id=T3"))
    assert b"Whose job" not in answer
