"""`/srm` answers privately in the acknowledgement, whatever is typed behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.limits import block_problems
from tests.slack.conftest import Door, over_http
from tests.slack.interactions import command, labels

if TYPE_CHECKING:
    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack


@pytest.mark.parametrize(
    ("text", "begins", "has"),
    [
        ("who patches Fargate?", "AWS patches AWS Fargate", "Share to channel"),
        ("rds", "Who secures what on Amazon RDS", "Share to channel"),
        ("compare ec2 lambda", "Amazon EC2 and AWS Lambda, side by side", "Show as table"),
        ("list edge", "", "Share to channel"),
        ("help", "I answer who secures what on AWS", "Look up a service"),
        ("", "I answer who secures what on AWS", "Look up a service"),
        ("   ", "I answer who secures what on AWS", "Look up a service"),
        ("list", "I answer who secures what on AWS", "who patches Fargate?"),
        ("compare", "I answer who secures what on AWS", "who patches Fargate?"),
        ("who patches CF?", "“CF” could be several services", "Amazon CloudFront"),
        ("who patches FooBase?", "“FooBase” is not in the catalogue", "Look up a service"),
        ("book a table for two", "I answer who secures what on AWS", "Look up a service"),
    ],
)
async def test_each_way_to_ask_is_answered_to_the_person_alone(
    slack: FakeSlack, desk: Desk, text: str, begins: str, has: str
) -> None:
    async with over_http(slack, desk) as http:
        said = await command(http, text)
    assert said["response_type"] == "ephemeral"
    assert said["text"].startswith(begins)
    assert has in labels(said["blocks"])
    assert list(block_problems(said["blocks"])) == []
    assert slack.calls == [("auth.test", {})] or slack.count("chat.postMessage") == 0


async def test_what_states_no_fact_cannot_be_shared(slack: FakeSlack, http: Door) -> None:
    for text in ("help", "who patches FooBase?"):
        assert "Share to channel" not in labels((await command(http, text))["blocks"])
    assert slack.posts == []
