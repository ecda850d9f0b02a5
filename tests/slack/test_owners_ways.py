"""The ways to the form in which an admin sets an owner: an answer's button, the Home tab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.organisation.owners import OwnerSet
from tests.fakes.slack import Fault
from tests.fakes.store import MemoryStore
from tests.limits import block_problems
from tests.slack.conftest import payload
from tests.slack.interactions import (
    acted,
    button,
    in_message,
    in_view,
    interact,
    labels,
)
from tests.slack.ours import RDS, by, command, door, kept, opened, prefilled, submit

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

__all__ = ["door", "kept"]


async def test_an_answer_for_an_admin_has_the_button_and_for_others_not(
    slack: FakeSlack, door: Door
) -> None:
    mine = await command(door, "who backs up RDS in prod?")
    assert "Set owner" in labels(mine["blocks"])
    assert "Set owner" not in labels((await command(door, "who backs up RDS?", "U9"))["blocks"])
    press = by(in_message(button(mine["blocks"], "Set owner"), slack.hook(), alone=True))
    await interact(door, press)
    assert prefilled(await opened(slack)) == {
        "service": "rds",
        "topic": "backup",
        "owner_place": "environment:production",
    }


async def test_help_tells_admins_alone_how_to_set_an_owner(door: Door) -> None:
    assert "/srm owner rds backup" in (await command(door, "help"))["text"]
    assert "/srm owner" not in (await command(door, "help", "U9"))["text"]


async def test_in_a_channel_the_button_stands_where_an_admin_asked(
    slack: FakeSlack, door: Door
) -> None:
    for number, (user, shared) in enumerate([("U1", False), ("U9", False), ("U1", True)], 1):
        body = payload("app_mention", text="<@U0SRMBOT1> who backs up RDS?", user=user)
        body["event"]["ts"] = f"{number}.5"
        body |= {"event_id": f"Ev{number}", "is_ext_shared_channel": shared}
        await door.event(body)
        await slack.until(lambda number=number: len(slack.posts) == number)
    offered = ["Set owner" in labels(post["blocks"]) for post in slack.posts]
    assert offered == [True, False, False]


async def test_a_press_by_somebody_else_is_answered_kindly(slack: FakeSlack, door: Door) -> None:
    press = in_message(acted("set_owner", '["rds","backup",""]'), slack.hook())
    await interact(door, by(press, "U9"))
    assert "Setting an owner is for" in str(await opened(slack))


@pytest.mark.parametrize("value", ["", "[]", "no json", '["gone","gone","account:sold"]', "[1,2]"])
async def test_a_stale_button_opens_the_form_with_what_is_left_of_it(
    slack: FakeSlack, door: Door, value: str
) -> None:
    await interact(door, by(in_message(acted("set_owner", value), slack.hook())))
    assert prefilled(await opened(slack)) == {}


async def test_an_expired_trigger_ends_in_a_word_to_press_again(
    slack: FakeSlack, door: Door
) -> None:
    slack.plan["views.open"] = [Fault(error="expired_trigger_id")]
    await interact(door, by(in_message(acted("set_owner", "[]"), slack.hook())))
    await slack.until(lambda: slack.hooked)
    assert "Press once more" in slack.hooked[0]["text"]


async def test_another_is_set_from_the_same_form(slack: FakeSlack, door: Door) -> None:
    done = await submit(door, **RDS)
    again = button(done["view"]["blocks"], "Set another")
    await interact(door, by(in_view(again)))
    await slack.until(lambda: slack.count("views.update"))
    assert prefilled(slack.sent("views.update")[0]["view"]) == {"service": "rds"}


def home(user: str) -> dict[str, Any]:
    event = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"}
    return {**payload("message_im"), "event": event}


async def test_the_home_tab_shows_what_is_open_to_those_who_look_after_it(
    slack: FakeSlack, door: Door, kept: MemoryStore
) -> None:
    await kept.set_owner(
        OwnerSet(team="T1", service="ec2", topic="", place="", owner="sold", person="U1", at=1)
    )
    for number, user in enumerate(("U1", "U9"), 1):
        await door.event(home(user))
        await slack.until(lambda number=number: slack.count("views.publish") == number)
    mine, others = (one["view"]["blocks"] for one in slack.sent("views.publish"))
    assert list(block_problems(mine, "home")) == []
    assert "For those who look after the overlay" in str(mine)
    assert "Set owner" in labels(mine)
    assert "look after" not in str(others)
    assert "Set owner" not in labels(others)
    await interact(door, by(in_view(button(mine, "Set owner"), "home")))
    assert (await opened(slack))["callback_id"] == "owner"


async def test_the_home_tab_is_drawn_anew_when_what_is_open_changed(
    slack: FakeSlack, door: Door
) -> None:
    await door.event(home("U1"))
    await slack.until(lambda: slack.count("views.publish") == 1)
    await submit(door, **RDS)
    await door.event(home("U1"))
    await slack.until(lambda: slack.count("views.publish") == 2)
    shown = str(slack.sent("views.publish")[1]["view"])
    assert "1 duty on which Slack and the files differ" in shown
