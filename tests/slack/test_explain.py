"""The message shortcut: what a message speaks of, answered to whoever asked and no other."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.limits import block_problems
from tests.slack.conftest import Door, over_http
from tests.slack.interactions import interact, labels, on_message

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack


@pytest.fixture
async def real(slack: FakeSlack, desk: Desk) -> AsyncIterator[Door]:
    """The bot over the whole catalogue."""
    async with over_http(slack, desk) as door:
        yield door


async def explained(slack: FakeSlack, http: Door, text: str) -> dict[str, Any]:
    """What the shortcut on a message with this text gives."""
    assert await interact(http, on_message(text, slack.hook())) == {}
    await slack.until(lambda: slack.hooked)
    (said,) = slack.hooked
    assert (said["response_type"], said["replace_original"]) == ("ephemeral", False)
    assert list(block_problems(said["blocks"])) == []
    assert slack.posts == []
    answer: dict[str, Any] = said
    return answer


async def test_a_service_and_a_topic_give_the_duty_privately_with_share(
    slack: FakeSlack, real: Door
) -> None:
    said = await explained(slack, real, "the auditor wants to know who patches Fargate, ideas?")
    assert said["text"].startswith("AWS patches AWS Fargate")
    assert "Share to channel" in labels(said["blocks"])


async def test_two_services_are_compared(slack: FakeSlack, real: Door) -> None:
    said = await explained(slack, real, "shall we put it on EC2 or on Lambda?")
    assert "Amazon EC2" in said["text"].splitlines()[0]
    assert "AWS Lambda" in said["text"].splitlines()[0]


async def test_more_services_than_one_answer_holds_are_buttons(
    slack: FakeSlack, real: Door
) -> None:
    said = await explained(
        slack, real, "We run RDS, Lambda, S3, DynamoDB and CloudFront in that account"
    )
    assert "Everything on Amazon RDS" in labels(said["blocks"])
    assert len(labels(said["blocks"])) == 5


@pytest.mark.parametrize("text", ["", "lunch at noon?", ":wave:", "<!channel> Grüße, FooBase!"])
async def test_a_message_about_nothing_we_know_says_so_and_offers_the_form(
    slack: FakeSlack, real: Door, text: str
) -> None:
    said = await explained(slack, real, text)
    assert said["text"].startswith("I found no AWS service")
    assert labels(said["blocks"]) == ["Look up a service"]


async def test_a_long_message_is_answered(slack: FakeSlack, real: Door) -> None:
    said = await explained(slack, real, "RDS backup. " + "flurble grop quux " * 3000)
    assert "Amazon RDS" in said["text"]


ALERTS: list[dict[str, Any]] = [
    {"text": "", "attachments": [{"title": "RDS", "text": "backup failed"}]},
    {"text": "Look", "attachments": [{"fields": [{"title": "RDS", "value": "backup failed"}]}]},
    {"text": "", "blocks": [{"type": "section", "text": {"text": "backup of RDS failed"}}]},
    {"blocks": [{"type": "rich_text", "elements": [{"elements": [{"text": "RDS backup"}]}]}]},
    {"attachments": [{"blocks": [{"type": "section", "text": {"text": "RDS backup"}}]}]},
]


@pytest.mark.parametrize("message", ALERTS, ids=str)
async def test_an_alert_is_read_in_whatever_part_of_it_the_words_are(
    slack: FakeSlack, http: Door, message: dict[str, Any]
) -> None:
    await interact(http, {**on_message("", slack.hook()), "message": message})
    await slack.until(lambda: slack.hooked)
    assert slack.hooked[0]["text"].startswith("Your team backs up Amazon RDS")


@pytest.mark.parametrize(
    "message", [None, 5, {"text": 5}, {"blocks": 5}, {"attachments": [5, [[[]]]]}, {"blocks": [{}]}]
)
async def test_a_message_of_an_odd_shape_is_about_nothing(
    slack: FakeSlack, http: Door, message: object
) -> None:
    await interact(http, {**on_message("", slack.hook()), "message": message})
    await slack.until(lambda: slack.hooked)
    assert slack.hooked[0]["text"].startswith("I found no AWS service")


async def test_where_the_response_url_is_dead_a_form_shows_the_answer(
    slack: FakeSlack, http: Door
) -> None:
    await interact(http, on_message("who backs up RDS?", slack.hook("expired")))
    await slack.until(lambda: slack.sent("views.open"))
    assert "Your team backs up Amazon RDS" in str(slack.sent("views.open")[0]["view"])


async def test_no_word_of_the_message_is_logged(
    slack: FakeSlack, http: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    await interact(http, on_message("the zebra patches RDS", slack.hook("expired")))
    await slack.until(lambda: slack.sent("views.open"))
    assert "zebra" not in caplog.text


async def test_it_works_over_socket_mode(socket: FakeSlack) -> None:
    await socket.envelope(on_message("who backs up RDS?", socket.hook()), kind="interactive")
    await socket.until(lambda: socket.hooked and socket.acks)
    assert "Amazon RDS" in socket.hooked[0]["text"]
