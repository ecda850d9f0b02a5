"""A question in through either door gives exactly one answer out, in the right place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import pytest
import yaml
from slack_sdk.models.blocks import Block

from tests.fakes.slack import APP_TOKEN
from tests.slack.conftest import PAYLOADS, Door, payload, serving

if TYPE_CHECKING:
    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack

NOT_FOR_US: list[dict[str, Any]] = yaml.safe_load((PAYLOADS / "not_for_us.yaml").read_text("utf-8"))
SLASH = (PAYLOADS / "slash_command.txt").read_text("utf-8").strip()


def accepted(blocks: list[dict[str, Any]]) -> bool:
    """Whether the SDK's own models take every block as it is, and find nothing to object to."""
    return [block.to_dict() for block in Block.parse_all(blocks)] == blocks


def slash(text: str) -> bytes:
    return SLASH.replace("who+patches+Fargate%3F", quote_plus(text)).encode()


async def test_a_mention_over_http_is_answered_once_in_its_thread(
    slack: FakeSlack, http: Door
) -> None:
    status, answer = await http.event(payload("app_mention"))
    await slack.until(lambda: slack.posts)
    await slack.quiet()
    assert (status, answer) == (200, b"")
    (post,) = slack.posts
    assert (post["channel"], post["thread_ts"]) == ("C1", "1764000000.000100")
    assert post["text"].startswith("AWS patches the operating system of AWS Fargate")
    assert "Source:" in post["text"]
    assert len(post["blocks"]) > 1
    assert accepted(post["blocks"])
    assert slack.count("chat.postMessage") == 1


async def test_a_reply_links_its_facts_where_the_settings_say_how_people_read_them(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    base = "https://example.com/data"
    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN, SRM_FACTS_URL=base):
        await slack.until(lambda: slack.sockets)
        await slack.envelope(payload("app_mention"))
        await slack.until(lambda: slack.posts)
    assert f"<{base}/services/fargate.yaml#L" in str(slack.posts[0]["blocks"])
    assert f"{base}/services/fargate.yaml#L" in slack.posts[0]["text"]


async def test_a_mention_over_socket_mode_is_answered_once_in_its_thread(
    socket: FakeSlack,
) -> None:
    number = await socket.envelope(payload("app_mention"))
    await socket.until(lambda: socket.posts and socket.acks)
    await socket.quiet()
    assert [ack["envelope_id"] for ack in socket.acks] == [number]
    (post,) = socket.posts
    assert (post["channel"], post["thread_ts"]) == ("C1", "1764000000.000100")
    assert post["text"].startswith("AWS patches")
    assert accepted(post["blocks"])
    assert socket.count("chat.postMessage") == 1


async def test_link_previews_are_off(slack: FakeSlack, http: Door) -> None:
    await http.event(payload("app_mention"))
    await slack.until(lambda: slack.posts)
    flags = [slack.posts[0][name] for name in ("unfurl_links", "unfurl_media")]
    assert [str(flag).lower() in ("false", "0") for flag in flags] == [True, True]


async def test_a_direct_message_is_answered_plainly_and_in_a_thread_if_it_was_in_one(
    slack: FakeSlack, http: Door
) -> None:
    await http.event(payload("message_im"))
    await slack.until(lambda: slack.posts)
    assert slack.posts[0]["channel"] == "D1"
    assert "thread_ts" not in slack.posts[0]
    threaded = payload("message_im", thread_ts="1764000020.000300", ts="1764000021.000400")
    await http.event({**threaded, "event_id": "Ev4"})
    await slack.until(lambda: len(slack.posts) == 2)
    assert slack.posts[1]["thread_ts"] == "1764000020.000300"


async def test_a_direct_message_carries_the_conversation_on(slack: FakeSlack, http: Door) -> None:
    await http.event(payload("message_im"))
    await slack.until(lambda: slack.posts)
    more = payload("message_im", text="and backups?", ts="1764000022.000500")
    await http.event({**more, "event_id": "Ev5"})
    await slack.until(lambda: len(slack.posts) == 2)
    assert slack.posts[1]["text"].startswith("Your team backs up Amazon RDS")


async def test_a_thread_is_one_conversation_and_another_thread_is_not(
    slack: FakeSlack, http: Door
) -> None:
    await http.event(payload("app_mention"))
    again = payload("app_mention_in_thread", text="<@U0SRMBOT1> and backups?")
    await http.event(again)
    elsewhere = payload("app_mention_in_thread", text="<@U0SRMBOT1> and backups?", ts="9.1")
    elsewhere["event"]["thread_ts"] = "1764099999.000100"
    await http.event({**elsewhere, "event_id": "Ev9"})
    await slack.until(lambda: len(slack.posts) == 3)
    texts = {post["thread_ts"]: post["text"] for post in slack.posts[1:]}
    assert texts["1764000000.000100"].startswith("Your team backs up AWS Fargate")
    assert texts["1764099999.000100"].startswith("Backup: who does what")


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("who patches Fargate?", "AWS patches the operating system of AWS Fargate"),
        ("rds", "Who secures what on Amazon RDS"),
        ("help", "I answer who secures what on AWS"),
        ("", "I answer who secures what on AWS"),
        ("who patches FooBase?", "“FooBase” is not in the catalogue"),
    ],
)
async def test_the_slash_command_is_answered_in_the_acknowledgement(
    slack: FakeSlack, http: Door, text: str, begins: str
) -> None:
    status, answer = await http.form(slash(text))
    said = json.loads(answer)
    assert status == 200
    assert said["response_type"] == "ephemeral"
    assert said["text"].startswith(begins)
    assert accepted(said["blocks"])
    assert slack.count("chat.postMessage") == 0


async def test_the_slash_command_over_socket_mode_is_answered_in_the_acknowledgement(
    socket: FakeSlack,
) -> None:
    command = {"command": "/srm", "text": "rds", "team_id": "T1", "user_id": "U1"}
    await socket.envelope(command, kind="slash_commands")
    await socket.until(lambda: socket.acks)
    assert socket.acks[0]["payload"]["text"].startswith("Who secures what on Amazon RDS")
    assert socket.count("chat.postMessage") == 0


@pytest.mark.parametrize("case", NOT_FOR_US, ids=lambda case: case["what"])
async def test_what_is_no_person_s_question_is_acknowledged_and_not_answered(
    slack: FakeSlack, http: Door, case: dict[str, Any]
) -> None:
    status, _ = await http.event(payload(case["file"], **case["event"]))
    await slack.quiet()
    assert status == 200
    assert slack.posts == []


async def test_what_is_no_person_s_question_is_left_over_socket_mode_too(socket: FakeSlack) -> None:
    for case in NOT_FOR_US:
        await socket.envelope(payload(case["file"], **case["event"]))
    await socket.until(lambda: len(socket.acks) == len(NOT_FOR_US))
    await socket.quiet()
    assert socket.posts == []


async def test_a_message_sent_to_the_channel_too_and_one_with_a_file_are_answered(
    slack: FakeSlack, http: Door
) -> None:
    for number, subtype in enumerate(("thread_broadcast", "file_share"), 6):
        body = payload("message_im", subtype=subtype, ts=f"17640000{number}0.000100")
        await http.event({**body, "event_id": f"Ev{number}"})
    await slack.until(lambda: len(slack.posts) == 2)


async def test_an_error_while_answering_ends_in_a_sentence_that_says_what_to_do(
    slack: FakeSlack, http: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("bot.ask.Desk.read", fails)
    await http.event(payload("app_mention"))
    await slack.until(lambda: slack.posts)
    assert "Please ask again" in slack.posts[0]["text"]
