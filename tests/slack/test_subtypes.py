"""Of all the subtypes of a message, only those in which a person asks something are answered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.slack.conftest import PAYLOADS, Door, payload

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack

SUBTYPES: list[dict[str, Any]] = yaml.safe_load((PAYLOADS / "subtypes.yaml").read_text("utf-8"))
# As each may come: as a direct message, as a mention, and in a channel that the bot is in.
WAYS = {
    "directly": {"type": "message", "channel": "D1", "channel_type": "im"},
    "as a mention": {"type": "app_mention", "channel": "C1"},
    "in a channel": {"type": "message", "channel": "C1", "channel_type": "channel"},
}


def bodies(way: dict[str, str]) -> dict[str, dict[str, Any]]:
    """The body of each subtype, each with an id and a time of its own."""
    made = {}
    for number, event in enumerate(SUBTYPES):
        said = {name: value for name, value in event.items() if name != "asks"}
        when = {"ts": f"{number}.5", "event_ts": f"{number}.5"}
        body = {
            **payload("message_im"),
            "event_id": f"Es{number}",
            "event": {**said, **when, **way},
        }
        made[event["subtype"]] = body
    return made


def test_each_subtype_stands_once_and_has_a_fixture() -> None:
    names = [event["subtype"] for event in SUBTYPES]
    assert len(set(names)) == len(names) >= 36


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
async def test_a_subtype_is_acknowledged_and_answered_only_where_a_person_asks(
    slack: FakeSlack, http: Door, way: dict[str, str]
) -> None:
    made = bodies(way)
    asks = {event["subtype"] for event in SUBTYPES if event.get("asks")}
    wanted = set() if way is WAYS["in a channel"] else asks
    # Each comes twice, the second time by another id, as Slack's retries do.
    for again in ("", "x"):
        sent = [{**body, "event_id": body["event_id"] + again} for body in made.values()]
        answers = await asyncio.gather(*(http.event(body) for body in sent))
        assert {status for status, _ in answers} == {200}
    await slack.until(lambda: len(slack.posts) >= len(wanted))
    await slack.quiet()
    assert len(slack.posts) == len(wanted)
    assert slack.notes == []
    assert all("RDS" in post["text"] for post in slack.posts)
