"""A team is told only after somebody said so, and nobody is ever called by name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes.slack import Fault
from tests.limits import block_problems, texts_of
from tests.slack.conftest import payload
from tests.slack.interactions import acted, button, in_message, interact, labels, sent, slash
from tests.slack.ours import by, door, kept

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

__all__ = ["door", "kept"]


async def asked(door: Door, text: str = "who backs up RDS?") -> list[dict[str, Any]]:
    """The blocks of an answer for one person."""
    _, answer = await door.form(slash(text))
    blocks: list[dict[str, Any]] = json.loads(answer)["blocks"]
    return blocks


async def opened(slack: FakeSlack) -> dict[str, Any]:
    await slack.until(lambda: slack.count("views.open"))
    view: dict[str, Any] = slack.sent("views.open")[-1]["view"]
    assert list(block_problems(view["blocks"], "modal")) == []
    return view


async def form(slack: FakeSlack, door: Door) -> dict[str, Any]:
    """The form that the button of an answer opens."""
    press = button(await asked(door), "Notify Databases…")
    await interact(door, by(in_message(press, slack.hook(), alone=True), "U5"))
    return await opened(slack)


def send(view: dict[str, Any], line: str = "", user: str = "U5", own: str = "T1") -> dict[str, Any]:
    body = sent("notify", {}, meta=view["private_metadata"])
    body["view"]["state"] = {"values": {"line": {"line": {"value": line or None}}}}
    return by(body, user, "T1", own)


def said(answer: dict[str, Any]) -> str:
    return " ".join(text for _, text in texts_of(answer["view"]["blocks"]))


async def test_the_button_asks_first_with_the_text_and_sends_nothing(
    slack: FakeSlack, door: Door
) -> None:
    shown = str((await form(slack, door))["blocks"])
    assert "posts the answer below to *#databases*" in shown
    assert "<@U5> asks Databases about this" in shown
    assert "Your team backs up Amazon RDS" in shown
    await slack.quiet()
    assert slack.count("chat.postMessage") == 0


async def test_closing_the_form_sends_nothing(slack: FakeSlack, door: Door) -> None:
    await form(slack, door)
    await interact(door, by({"type": "view_closed", "view": {"id": "V1", "callback_id": "notify"}}))
    await slack.quiet()
    assert slack.count("chat.postMessage") == 0


async def test_sent_it_is_posted_in_the_team_s_channel_and_calls_nobody(
    slack: FakeSlack, door: Door
) -> None:
    answer = await interact(door, send(await form(slack, door), "The restore failed."))
    (post,) = slack.posts
    assert post["channel"] == "#databases"
    assert post["text"].startswith("<@U5> asks Databases about this, from SRM bot\n>The restore")
    assert "Whose job here: Databases" in post["text"]
    assert list(block_problems(post["blocks"])) == []
    whole = json.dumps(post)
    assert whole.count("<@") == whole.count("<@U5>")
    assert "<!" not in whole
    assert "Sent to #databases" in said(answer)


async def test_a_line_of_one_s_own_comes_out_dead(slack: FakeSlack, door: Door) -> None:
    line = "<!channel> <@U1> &lt;!here&gt;\n>x <https://evil.example|RDS>"
    await interact(door, send(await form(slack, door), line))
    whole = json.dumps(slack.posts[0])
    assert "<!" not in whole
    assert whole.count("<@") == whole.count("<@U5>")
    assert "<https://evil" not in whole


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("not_in_channel", "I am no member of #databases"),
        ("channel_not_found", "I am no member of #databases"),
        ("is_archived", "#databases is archived"),
        ("restricted_action", "Slack let me post nothing in #databases"),
    ],
)
async def test_where_it_may_not_post_the_person_gets_a_text_to_copy_and_the_way_there(
    slack: FakeSlack, door: Door, code: str, words: str
) -> None:
    view = await form(slack, door)
    slack.plan["chat.postMessage"] = [Fault(error=code)]
    answer = await interact(door, send(view))
    assert words in said(answer)
    assert "Your team backs up Amazon RDS" in said(answer)
    assert "https://slack.com/app_redirect?channel=databases&team=T1" in said(answer)
    assert list(block_problems(answer["view"]["blocks"], "modal")) == []
    assert slack.posts == []


async def test_where_the_team_has_an_on_call_page_it_is_linked(
    slack: FakeSlack, door: Door
) -> None:
    answer = await interact(door, send(await form(slack, door)))
    assert "oncall" not in said(answer)
    value = json.loads((await form(slack, door))["private_metadata"])
    slack.plan["chat.postMessage"] = [Fault(error="not_in_channel")]
    told = {"private_metadata": json.dumps(["payments", value[1]])}
    body = send(told)
    body["view"]["hash"] = "h2"
    assert "https://oncall.example.com/payments" in said(await interact(door, body))


async def test_what_slack_did_not_confirm_in_time_is_told_as_just_that(
    slack: FakeSlack, door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = await form(slack, door)
    monkeypatch.setattr("bot.slack.notify._IN_TIME", 0.05)
    slack.answering.clear()
    answer = await interact(door, send(view))
    assert "did not confirm it in time" in said(answer)
    slack.answering.set()


async def test_a_form_that_comes_twice_is_posted_once(slack: FakeSlack, door: Door) -> None:
    view = await form(slack, door)
    for _ in range(2):
        await interact(door, send(view))
    assert len(slack.posts) == 1


async def test_an_expired_trigger_ends_in_a_word_to_press_again(
    slack: FakeSlack, door: Door
) -> None:
    slack.plan["views.open"] = [Fault(error="expired_trigger_id")]
    press = button(await asked(door), "Notify Databases…")
    await interact(door, by(in_message(press, slack.hook(), alone=True), "U5"))
    await slack.until(lambda: slack.hooked)
    assert "Press once more" in slack.hooked[0]["text"]


@pytest.mark.parametrize("value", ["", "[]", '["warehouse","x"]', '["databases","x"]', "{", "[[]"])
async def test_a_stale_button_is_answered_kindly(slack: FakeSlack, door: Door, value: str) -> None:
    await interact(door, by(in_message(acted("notify:0", value), slack.hook())))
    assert "of an older answer" in str(await opened(slack))


async def test_somebody_of_another_organisation_can_neither_open_nor_send_it(
    slack: FakeSlack, door: Door
) -> None:
    view = await form(slack, door)
    answer = await interact(door, send(view, own="T9"))
    assert "Only people of the organisation" in said(answer)
    press = acted("notify:0", view["private_metadata"])
    await interact(door, by(in_message(press, slack.hook()), "U5", own="T9"))
    await slack.until(lambda: slack.count("views.open") == 2)
    assert "Only people of the organisation" in str(slack.sent("views.open")[-1])
    assert slack.posts == []


async def test_only_a_team_with_a_channel_can_be_told(door: Door) -> None:
    assert "Notify Quiet…" not in labels(await asked(door, "who backs up EC2?"))
    assert "Notify Databases…" in labels(await asked(door))


async def test_below_an_answer_in_a_channel_it_asks_too_and_the_answer_itself_told_nobody(
    slack: FakeSlack, door: Door
) -> None:
    await door.event(payload("app_mention", text="<@U0SRMBOT1> who backs up RDS?"))
    await slack.until(lambda: slack.posts)
    assert "<@" not in json.dumps(slack.posts[0])
    press = button(slack.posts[0]["blocks"], "Notify Databases…")
    await interact(door, by(in_message(press, slack.hook()), "U5"))
    assert "Databases" in str(await opened(slack))


async def test_in_a_channel_shared_with_another_organisation_there_is_no_such_button(
    slack: FakeSlack, door: Door
) -> None:
    body = payload("app_mention", text="<@U0SRMBOT1> who backs up RDS?")
    await door.event({**body, "is_ext_shared_channel": True})
    await slack.until(lambda: slack.posts)
    assert [one for one in labels(slack.posts[0]["blocks"]) if "Notify" in one] == []
