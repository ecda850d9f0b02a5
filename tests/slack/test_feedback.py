"""An answer is judged: from the button pressed to what is kept, and what the person is shown."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote_plus, urlsplit

import pytest
from slack_sdk.models.views import View

from bot.render import feedback_phrases as phrases
from tests.fakes.slack import APP_TOKEN, FakeSlack, Fault
from tests.fakes.store import MemoryStore, out_of_reach
from tests.slack.conftest import PAYLOADS, Door, over_http, payload, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk

FACTS = "https://github.com/you/srm-bot/blob/main/data"
SENTINEL = "sentinel zebra"


def read(name: str) -> dict[str, Any]:
    body: dict[str, Any] = json.loads((PAYLOADS / f"{name}.json").read_text("utf-8"))
    return body


def pressed(value: str, **fields: Any) -> dict[str, Any]:
    """A press of one of the two buttons, with some fields changed."""
    body = {**read("feedback"), **fields}
    body["actions"][0]["value"] = value
    return body


def sent(metadata: str, words: str | None = None, link: str | None = None) -> dict[str, Any]:
    """The form sent."""
    body = read("wrong_sent")
    body["view"]["private_metadata"] = metadata
    body["view"]["state"]["values"]["words"]["words"]["value"] = words
    body["view"]["state"]["values"]["link"]["link"]["value"] = link
    return body


async def interact(http: Door, body: dict[str, Any]) -> tuple[int, Any]:
    """Deliver an interaction, signed, as Slack does; status and what the answer holds."""
    status, answer = await http.form(b"payload=" + quote_plus(json.dumps(body)).encode())
    return status, json.loads(answer) if answer else None


def buttons(blocks: list[dict[str, Any]]) -> tuple[str, str]:
    """The values of the two buttons below a reply."""
    (element,) = blocks[-1]["elements"]
    assert element["type"] == "feedback_buttons"
    return element["positive_button"]["value"], element["negative_button"]["value"]


async def asked(
    slack: FakeSlack, http: Door, text: str = "who patches Fargate?"
) -> tuple[str, str]:
    """Ask, and the values of the two buttons below the answer."""
    await http.event(payload("app_mention", text=f"<@U0SRMBOT1> {text}"))
    await slack.until(lambda: slack.posts)
    return buttons(slack.posts[-1]["blocks"])


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def http(slack: FakeSlack, toy_desk: Desk, store: MemoryStore) -> AsyncIterator[Door]:
    async with over_http(slack, toy_desk, store=store, SRM_FACTS_URL=FACTS) as door:
        yield door


async def test_helpful_is_kept_once_with_entries_topics_and_edition_and_no_word_is_said(
    slack: FakeSlack, http: Door, store: MemoryStore, toy_desk: Desk
) -> None:
    helpful, _ = await asked(slack, http)
    for _ in range(2):
        assert await interact(http, pressed(helpful)) == (200, None)
    await slack.quiet()
    (kept,) = store.said
    assert (kept.team, kept.verdict, kept.words, kept.link) == ("T1", "helpful", "", "")
    assert kept.entries == ("fargate",)
    assert "operating-system" in kept.topics
    assert kept.edition == toy_desk.catalogue.edition
    assert slack.count("views.open") == slack.count("chat.postEphemeral") == 0


async def test_wrong_opens_a_form_and_keeps_nothing_until_it_is_sent(
    slack: FakeSlack, http: Door, store: MemoryStore
) -> None:
    """Closing the form is therefore taking it back: Slack tells us nothing and nothing is kept."""
    _, wrong = await asked(slack, http)
    assert await interact(http, pressed(wrong)) == (200, None)
    await slack.until(lambda: slack.count("views.open"))
    (given,) = [said for method, said in slack.calls if method == "views.open"]
    view = given["view"]
    assert given["trigger_id"] == "13345224609.738474920.8088930838d88f008e0"
    assert view["callback_id"] == "wrong"
    assert len(view["private_metadata"]) <= 3000
    View(**view).validate_json()
    await slack.quiet()
    assert store.said == []


async def test_the_form_sent_is_kept_and_turns_into_the_place_and_a_filled_in_issue(
    slack: FakeSlack, http: Door, store: MemoryStore
) -> None:
    _, wrong = await asked(slack, http)
    page = "https://docs.aws.amazon.com/x"
    status, said = await interact(http, sent(wrong, f" {SENTINEL} & <b> ", page))
    assert (status, said["response_action"]) == (200, "update")
    (kept,) = store.said
    assert (kept.verdict, kept.words, kept.link) == ("wrong", f"{SENTINEL} & <b>", page)
    View(**said["view"]).validate_json()
    shown = " ".join(block["text"]["text"] for block in said["view"]["blocks"])
    assert phrases.KEPT in shown
    assert f"<{FACTS}/services/fargate.yaml#L" in shown
    issue = urlsplit(
        shown.partition("<https://github.com/you/srm-bot/issues/new")[2].partition("|")[0]
    )
    filled = parse_qs(issue.query)
    assert filled["title"][0].startswith("fix: fargate")
    for words in ("services/fargate.yaml:", kept.edition, f"{SENTINEL} & <b>", page):
        assert words in filled["body"][0]


async def test_a_form_sent_empty_is_kept_without_words(
    slack: FakeSlack, http: Door, store: MemoryStore
) -> None:
    _, wrong = await asked(slack, http)
    await interact(http, sent(wrong))
    (kept,) = store.said
    assert (kept.verdict, kept.words, kept.link) == ("wrong", "", "")


async def test_an_answer_over_several_entries_lets_people_say_which_one_is_wrong(
    slack: FakeSlack, http: Door, store: MemoryStore
) -> None:
    _, wrong = await asked(slack, http, "compare Fargate and RDS")
    await interact(http, pressed(wrong))
    await slack.until(lambda: slack.count("views.open"))
    (which, *_) = slack.calls[-1][1]["view"]["blocks"]
    assert [one["value"] for one in which["element"]["options"]] == ["fargate", "rds"]
    body = sent(wrong)
    chosen = {"type": "static_select", "selected_option": {"value": "rds"}}
    body["view"]["state"]["values"]["which"] = {"which": chosen}
    await interact(http, body)
    assert store.said[0].entries == ("rds",)


async def test_a_trigger_that_has_expired_ends_in_a_note_that_says_what_to_do(
    slack: FakeSlack, http: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "bot")
    slack.plan["views.open"] = [Fault(error="expired_trigger_id")]
    _, wrong = await asked(slack, http)
    assert (await interact(http, pressed(wrong)))[0] == 200
    await slack.until(lambda: slack.notes)
    (note,) = slack.notes
    assert (note["channel"], note["user"], note["text"]) == ("C1", "U1", phrases.TOO_LATE)
    assert note["thread_ts"] == "1764000000.000100"
    (line,) = caplog.text.splitlines()
    assert line.endswith('msg="the form for feedback was not opened" code=expired_trigger_id')


@pytest.mark.parametrize(
    "value",
    [
        '{"v":"wrong","e":["closed-last-year"],"t":[],"d":"2025-01-01 aaaaaaa"}',
        '{"v":"wrong","e":["fargate"],"t":["no-topic"],"d":"x"}',
        '{"v":"wrong","e":[],"t":[],"d":"x"}',
        '{"v":"perhaps","e":["fargate"],"t":[],"d":"x"}',
        '{"v":"wrong","e":[["fargate"]],"t":[],"d":"x"}',
        '{"v":"wrong","e":"fargate","t":[],"d":7}',
        "[" * 2000,
        "helpful",
        "",
        "null",
    ],
)
async def test_a_stale_or_broken_button_is_answered_kindly_and_keeps_nothing(
    slack: FakeSlack, http: Door, store: MemoryStore, value: str
) -> None:
    assert (await interact(http, pressed(value)))[0] == 200
    await slack.until(lambda: slack.notes)
    assert slack.notes[0]["text"] == phrases.STALE
    status, said = await interact(http, sent(value))
    assert status == 200
    assert phrases.STALE in str(said["view"]["blocks"])
    assert store.said == []


async def test_a_button_of_an_older_edition_still_works_and_keeps_that_edition(
    slack: FakeSlack, http: Door, store: MemoryStore
) -> None:
    await interact(http, pressed('{"v":"helpful","e":["fargate"],"t":[],"d":"2025-01-01 aaaaaaa"}'))
    await slack.quiet()
    assert store.said[0].edition == "2025-01-01 aaaaaaa"


async def test_with_the_store_down_answers_and_forms_go_on_and_the_person_is_told(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    down = out_of_reach()
    async with over_http(slack, toy_desk, store=down, SRM_FACTS_URL=FACTS) as http:
        helpful, wrong = await asked(slack, http)
        assert await interact(http, pressed(helpful)) == (200, None)
        await interact(http, pressed(wrong))
        await slack.until(lambda: slack.count("views.open"))
        _, said = await interact(http, sent(wrong, SENTINEL))
    assert phrases.NOT_KEPT in str(said["view"]["blocks"])
    assert "issues/new?" in str(said["view"]["blocks"])


async def test_where_nobody_can_read_the_catalogue_the_file_is_named_and_whom_to_tell(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with over_http(slack, toy_desk) as http:
        _, wrong = await asked(slack, http)
        _, said = await interact(http, sent(wrong))
    shown = str(said["view"]["blocks"])
    assert "data/services/fargate.yaml, line " in shown
    assert phrases.TELL in shown
    assert "http" not in shown


async def test_no_log_holds_what_a_person_wrote(
    slack: FakeSlack, http: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _, wrong = await asked(slack, http)
    await interact(http, sent(wrong, SENTINEL, f"https://example.com/{SENTINEL[:8]}"))
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert "sentinel" not in " ".join(ours)


async def test_the_buttons_are_below_answers_in_a_slash_command_and_not_below_help(
    http: Door,
) -> None:
    slash = (PAYLOADS / "slash_command.txt").read_text("utf-8").strip()
    _, answer = await http.form(slash.encode())
    assert buttons(json.loads(answer)["blocks"])
    _, answer = await http.form(slash.replace("who+patches+Fargate%3F", "help").encode())
    assert "context_actions" not in answer.decode()


@pytest.mark.parametrize(
    "broken",
    [
        {"actions": None},
        {"actions": [7]},
        {"container": []},
        {"user": None},
        {"team": None},
        {"message": "x"},
        {"channel": None},
        {"view": 1},
    ],
)
async def test_odd_fields_in_an_interaction_are_no_error_of_ours(
    http: Door, broken: dict[str, Any]
) -> None:
    status, _ = await interact(http, {**read("feedback"), **broken})
    assert status in (200, 400)
    status, _ = await interact(http, {**read("wrong_sent"), **broken})
    assert status in (200, 400)


async def test_over_socket_mode_the_form_turns_in_the_acknowledgement(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    async with serving(slack, toy_desk, store=store, SLACK_APP_TOKEN=APP_TOKEN):
        await slack.until(lambda: slack.sockets)
        await slack.envelope(payload("app_mention"))
        await slack.until(lambda: slack.posts)
        _, wrong = buttons(slack.posts[0]["blocks"])
        await slack.envelope(sent(wrong, "stale"), kind="interactive")
        await slack.until(lambda: len(slack.acks) == 2)
    assert slack.acks[1]["payload"]["response_action"] == "update"
    assert store.said[0].words == "stale"
