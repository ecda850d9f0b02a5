"""Admins say in Slack whose job a duty is: it counts at once, there and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.store import MemoryStore, out_of_reach
from tests.slack.conftest import payload
from tests.slack.interactions import (
    interact,
    typed,
)
from tests.slack.ours import (
    RDS,
    by,
    command,
    door,
    kept,
    opened,
    prefilled,
    submit,
    told,
    two_workspaces,
)

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

__all__ = ["door", "kept"]


async def test_an_admin_s_command_opens_the_form_with_what_it_named(
    slack: FakeSlack, door: Door
) -> None:
    assert await command(door, "owner of RDS backups in prod") == {}
    view = await opened(slack)
    assert prefilled(view) == {
        "service": "rds",
        "topic": "backup",
        "owner_place": "environment:production",
    }
    assert "Now: Databases" in str(view["blocks"])
    await command(door, "owner")
    assert prefilled(await opened(slack, 2)) == {}


async def test_others_get_a_kind_no_that_says_whom_to_tell_and_the_answer_behind_it(
    slack: FakeSlack, door: Door
) -> None:
    answer = await command(door, "owner of RDS backups", "U9")
    assert answer["text"].startswith("Setting an owner is for those who look after the overlay.")
    assert "#cloud-security" in answer["text"]
    assert "Databases" in answer["text"]
    assert "#cloud-security" in (await command(door, "owner", "U9"))["text"]
    assert slack.count("views.open") == 0


async def test_a_question_about_an_owner_stays_a_question(slack: FakeSlack, door: Door) -> None:
    answer = await command(door, "owner of RDS backups?")
    assert "Whose job here: Databases" in answer["text"]
    assert slack.count("views.open") == 0


async def test_without_an_overlay_the_word_is_like_any_other_and_admins_learn_how_to_begin(
    door: Door,
) -> None:
    assert "Amazon RDS" in (await command(door, "owner of RDS backups", "U9", "T3"))["text"]
    assert "srm init" in (await command(door, "owner of RDS backups", "U1", "T3"))["text"]


async def test_what_is_set_is_kept_with_who_and_when_and_counts_at_once(
    door: Door, kept: MemoryStore
) -> None:
    lines = told(await submit(door, **RDS))
    assert "*Payments* now owns backup on Amazon RDS." in lines
    assert "the files say Databases (T1.yaml:14)" in lines
    assert "`srm owners`" in lines
    (one,) = await kept.owners() or ()
    assert (one.team, one.service, one.topic, one.place) == ("T1", "rds", "backup", "")
    assert (one.owner, one.person) == ("payments", "U1")
    assert one.at > 1_700_000_000
    answer = (await command(door, "who backs up RDS?", "U9"))["text"]
    assert "Whose job here: Payments · #payments" in answer
    assert "Slack and our files differ: Payments counts" in answer
    assert "U1" not in answer


async def test_it_counts_for_questions_in_a_channel_and_not_in_another_workspace(
    slack: FakeSlack, door: Door
) -> None:
    await submit(door, **RDS)
    for number, (team, owner) in enumerate([("T1", "Payments"), ("T2", "Harbour")], 1):
        body = payload("app_mention", text="<@U0SRMBOT1> who backs up RDS?", ts=f"{number}.5")
        body |= {"team_id": team, "event_id": f"Ev{number}"}
        body["authorizations"][0].update(team_id=team)
        await door.event(body)
        await slack.until(lambda number=number: len(slack.posts) == number)
        assert f"Whose job here: {owner}" in slack.posts[-1]["text"]
    assert "Payments" not in slack.posts[-1]["text"]


async def test_after_a_restart_it_counts_still(
    slack: FakeSlack, toy_desk: Desk, tmp_path: Path, kept: MemoryStore
) -> None:
    async with two_workspaces(slack, toy_desk.catalogue, tmp_path, kept) as door:
        await submit(door, **RDS)
    async with two_workspaces(slack, toy_desk.catalogue, tmp_path, kept) as door:
        answer = await command(door, "who backs up RDS?", "U9")
    assert "Whose job here: Payments" in answer["text"]


async def test_a_more_specific_place_is_set_by_itself(door: Door) -> None:
    lines = told(await submit(door, **RDS, owner_place="account:ledger"))
    assert "backup on Amazon RDS in Ledger" in lines
    answer = (await command(door, "who backs up RDS?", "U9"))["text"]
    # The ledger is all that there is in production.
    assert "Whose job here, Production: Payments" in answer
    assert "Whose job here, Staging: Databases" in answer


async def test_what_was_set_is_taken_back(door: Door, kept: MemoryStore) -> None:
    back = {**RDS, "owner_team": "-"}
    assert "nothing to take back" in told(await submit(door, **back))
    await submit(door, **RDS)
    assert "Taken back" in told(await submit(door, **back))
    assert await kept.owners() == ()
    assert "Whose job here: Databases" in (await command(door, "who backs up RDS?"))["text"]


async def test_one_who_sets_anew_is_told_what_had_been_set(door: Door) -> None:
    await submit(door, **RDS)
    lines = told(await submit(door, **{**RDS, "owner_team": "quiet"}))
    assert "Before, Payments was set by <@U1>" in lines


@pytest.mark.parametrize(
    ("user", "team", "own"),
    [("U9", "T1", "T1"), ("U2", "T1", "T1"), ("U1", "T1", "T9"), ("U2", "T2", "T9")],
)
async def test_nobody_else_can_send_the_form_or_see_its_menus(
    door: Door, kept: MemoryStore, user: str, team: str, own: str
) -> None:
    """Neither other people, nor an admin of another workspace, nor a guest with such an id."""
    answer = await submit(door, user, team, own, **RDS)
    assert "Setting an owner is for" in told(answer)
    assert await kept.owners() == ()
    body = {**typed(""), "action_id": "owner_team"}
    assert await interact(door, by(body, user, team, own)) == {"options": []}


async def test_the_menus_offer_this_workspace_s_teams_and_places(door: Door) -> None:
    async def offered(text: str, action: str, user: str, team: str) -> list[str]:
        body = by({**typed(text), "action_id": action}, user, team)
        return [one["text"]["text"] for one in (await interact(door, body))["options"]]

    back = "Take back what was set here"
    assert await offered("", "owner_team", "U1", "T1") == ["Databases", "Payments", "Quiet", back]
    assert await offered("pay", "owner_team", "U1", "T1") == ["Payments"]
    assert await offered("", "owner_team", "U2", "T2") == ["Harbour", back]
    assert await offered("", "owner_place", "U1", "T1") == [
        "Production",
        "Staging",
        "Ledger",
        "Shop",
    ]
    assert await offered("led", "owner_place", "U1", "T1") == ["Ledger"]


async def test_what_is_gone_meanwhile_is_said_beside_its_field(door: Door) -> None:
    gone = {"service": "gone", "topic": "gone"}
    gone |= {"owner_place": "account:sold", "owner_team": "warehouse"}
    answer = await submit(door, **gone)
    assert answer["response_action"] == "errors"
    assert set(answer["errors"]) == set(gone)


async def test_a_database_out_of_reach_is_told_and_nothing_counts(
    slack: FakeSlack, toy_desk: Desk, tmp_path: Path
) -> None:
    async with two_workspaces(slack, toy_desk.catalogue, tmp_path, out_of_reach()) as door:
        assert "nothing was set" in told(await submit(door, **RDS))
        assert "Whose job here: Databases" in (await command(door, "who backs up RDS?"))["text"]
