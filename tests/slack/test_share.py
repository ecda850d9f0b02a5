"""What one person sees alone, and how it is shared, through a `response_url`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.limits import block_problems
from tests.slack.interactions import (
    acted,
    button,
    command,
    elements,
    in_message,
    interact,
    labels,
)

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

RDS = '{"v":1,"k":"service","s":["rds"]}'


async def test_a_press_before_one_person_only_replaces_what_they_see(
    slack: FakeSlack, http: Door
) -> None:
    said = await command(http, "who patches RDS?")
    press = button(said["blocks"], "Everything on Amazon RDS")
    await interact(http, in_message(press, slack.hook(), alone=True))
    await slack.until(lambda: slack.hooked)
    (shown,) = slack.hooked
    assert (shown["response_type"], shown["replace_original"]) == ("ephemeral", True)
    assert "Share to channel" in labels(shown["blocks"])
    assert slack.posts == []


async def test_a_shared_answer_is_public_says_by_whom_and_can_be_shared_once(
    slack: FakeSlack, http: Door
) -> None:
    said = await command(http, "who patches RDS?")
    press = button(said["blocks"], "Share to channel")
    await interact(http, in_message(press, slack.hook(), alone=True))
    await slack.until(lambda: len(slack.hooked) == 2)
    public, private = slack.hooked
    assert (public["response_type"], public["replace_original"]) == ("in_channel", False)
    assert public["text"] == f"Shared by <@U1> with /srm\n{said['text']}"
    assert (private["response_type"], private["replace_original"]) == ("ephemeral", True)
    assert "Share to channel" not in labels(public["blocks"]) + labels(private["blocks"])
    assert list(block_problems(public["blocks"])) == []
    assert slack.count("chat.postMessage") == 0


async def test_a_shared_answer_is_asked_on_in_private(slack: FakeSlack, http: Door) -> None:
    said = await command(http, "who patches RDS?")
    press = button(said["blocks"], "Share to channel")
    await interact(http, in_message(press, slack.hook(), alone=True))
    await slack.until(lambda: len(slack.hooked) == 2)
    press = button(slack.hooked[0]["blocks"], "Everything on Amazon RDS")
    await interact(http, in_message(press, slack.hook("two")))
    await slack.until(lambda: len(slack.hooked) == 3)
    assert slack.hooked[2]["response_type"] == "ephemeral"
    assert slack.hooked[2]["replace_original"] is False
    assert slack.posts == []


async def test_at_the_sixth_use_of_a_response_url_the_person_is_told_what_to_do(
    slack: FakeSlack, http: Door
) -> None:
    said = await command(http, "rds")
    share = next(one for one in elements(said["blocks"]) if one["action_id"] == "share")
    for _ in range(3):
        press = in_message(acted("share", share["value"]), slack.hook(), alone=True)
        await interact(http, press)
        await slack.quiet(0.05)
    await slack.until(lambda: len(slack.hooked) == 5)
    await interact(http, in_message(acted("share", share["value"]), slack.hook(), alone=True))
    await slack.until(lambda: slack.notes)
    assert "Ask once more with /srm" in slack.notes[0]["text"]


async def test_what_surely_did_not_get_through_is_sent_once_more_and_no_other(
    slack: FakeSlack, http: Door
) -> None:
    slack.hook_faults[:] = [429, 200]
    await interact(http, in_message(acted("look:0", RDS), slack.hook()))
    await slack.until(lambda: slack.hooked)
    slack.hook_faults[:] = [500, 200]
    await interact(http, in_message(acted("look:0", RDS), slack.hook("two")))
    await slack.until(lambda: slack.notes)
    assert len(slack.hooked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/hook",
        "http://hooks.slack.com/x",
        "https://hooks.slack.com.evil.example/x",
        "https://hooks.slack.com@evil.example/x",
        "https://hooks.slack.com:8443/x",
        "http://127.0.0.1:1/x",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
async def test_nothing_is_sent_to_an_address_that_is_not_slack_s(
    slack: FakeSlack, http: Door, url: str
) -> None:
    await interact(http, in_message(acted("look:0", RDS), url))
    await slack.until(lambda: slack.notes)
    assert slack.hooked == []
