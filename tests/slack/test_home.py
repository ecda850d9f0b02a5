"""The Home tab, published when it is opened and not what that person saw last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.render.home import home_view
from tests.fakes.slack import APP_TOKEN, Fault
from tests.fakes.store import MemoryStore
from tests.limits import block_problems, texts_of
from tests.slack.conftest import over_http, payload, serving
from tests.slack.interactions import acted, button, command, in_view, interact, labels

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door


def opened(user: str = "U1", tab: str = "home", *, has_view: bool = False) -> dict[str, Any]:
    """The event of somebody who opens the app, where Slack has a view for them or none."""
    event: dict[str, Any] = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": tab}
    if has_view:
        event["view"] = {"id": "V1", "type": "home", "blocks": []}
    return {**payload("message_im"), "event": event}


async def test_the_home_tab_is_published_once_for_each_person(slack: FakeSlack, http: Door) -> None:
    for user in ("U1", "U1", "U2", "U1"):
        assert (await http.event(opened(user)))[0] == 200
    await slack.until(lambda: slack.count("views.publish") == 2)
    await slack.quiet()
    assert [one["user_id"] for one in slack.sent("views.publish")] == ["U1", "U2"]


async def test_after_a_restart_it_is_published_only_to_whom_slack_shows_none(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    """An app that was installed anew has lost its tabs, which Slack tells by sending none."""
    store = MemoryStore()
    async with over_http(slack, toy_desk, store=store) as http:
        for user in ("U1", "U2"):
            await http.event(opened(user))
        await slack.until(lambda: slack.count("views.publish") == 2)
    async with over_http(slack, toy_desk, store=store) as http:
        await http.event(opened("U1", has_view=True))
        await http.event(opened("U2"))
        await slack.until(lambda: slack.count("views.publish") == 3)
        await slack.quiet()
    assert [one["user_id"] for one in slack.sent("views.publish")] == ["U1", "U2", "U2"]


async def test_a_home_tab_of_another_edition_is_published_anew(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    await store.put_home("T1", "U1", "of another edition", 1)
    async with over_http(slack, toy_desk, store=store) as http:
        await http.event(opened(has_view=True))
        await slack.until(lambda: slack.count("views.publish") == 1)


async def test_the_messages_tab_publishes_nothing(slack: FakeSlack, http: Door) -> None:
    await http.event(opened(tab="messages"))
    await slack.quiet()
    assert slack.count("views.publish") == 0


async def test_what_slack_did_not_take_is_published_at_the_next_opening(
    slack: FakeSlack, http: Door
) -> None:
    slack.plan["views.publish"] = [Fault(error="internal_error")]
    await http.event(opened())
    await slack.until(lambda: slack.count("views.publish") == 1)
    await slack.quiet(0.05)
    await http.event(opened())
    await slack.until(lambda: slack.count("views.publish") == 2)


async def test_it_says_whom_to_ask_as_the_settings_name_them(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN, SRM_SUPPORT="#cloud <!here>"):
        await slack.until(lambda: slack.sockets)
        await slack.envelope(opened())
        await slack.until(lambda: slack.count("views.publish"))
    (view,) = [one["view"] for one in slack.sent("views.publish")]
    assert "#cloud &lt;!here&gt;" in str(view)


@pytest.mark.parametrize(
    ("support", "said"),
    [("#cloud <!here>", "#cloud &lt;!here&gt;"), ("", "whoever installed this app")],
)
async def test_help_says_whom_to_ask_too(
    slack: FakeSlack, toy_desk: Desk, support: str, said: str
) -> None:
    async with over_http(slack, toy_desk, SRM_SUPPORT=support) as http:
        answer = await command(http, "help")
    assert f"Questions, or something wrong: {said}" in answer["text"]
    assert said in str(answer["blocks"])


async def test_an_example_and_a_class_open_their_answer_in_a_form(
    slack: FakeSlack, http: Door
) -> None:
    await http.event(opened())
    await slack.until(lambda: slack.count("views.publish"))
    blocks = slack.sent("views.publish")[0]["view"]["blocks"]
    await interact(http, in_view(button(blocks, "what must we secure on RDS?"), "home"))
    await slack.until(lambda: slack.count("views.open") == 1)
    assert "Who secures what on Amazon RDS" in str(slack.sent("views.open")[0]["view"])
    one = next(block["accessory"] for block in blocks if "accessory" in block)
    await interact(http, in_view(acted(one["action_id"], one["value"]), "home"))
    await slack.until(lambda: slack.count("views.open") == 2)
    assert "Infrastructure services" in str(slack.sent("views.open")[1]["view"])


async def test_search_opens_the_form(slack: FakeSlack, http: Door) -> None:
    await interact(http, in_view(acted("open_form"), "home"))
    await slack.until(lambda: slack.count("views.open"))
    assert slack.sent("views.open")[0]["view"]["callback_id"] == "look_up"


def test_the_view_keeps_every_limit_and_names_what_it_must(catalogue: Catalogue) -> None:
    view = home_view(catalogue, "#cloud-security")
    assert list(block_problems(view["blocks"], "home")) == []
    said = " ".join(text for _, text in texts_of(view["blocks"]))
    for words in (catalogue.edition, "Privacy:", "#cloud-security", "68 services"):
        assert words.replace("68", str(len(catalogue.services))) in said
    assert "Look up a service" in labels(view["blocks"])
