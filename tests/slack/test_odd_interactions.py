"""Interactions that Slack would not send break nothing."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

import pytest

from tests.slack.interactions import (
    acted,
    command,
    in_message,
    in_view,
    on_message,
    sent,
    shortcut,
    typed,
)

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door

RDS = '{"v":1,"k":"service","s":["rds"]}'

ODD: list[dict[str, Any]] = [
    {"actions": []},
    {"actions": [5]},
    {"actions": [{"action_id": "show:0", "value": 5, "block_id": [], "action_ts": {}}]},
    {"user": {"id": 5}},
    {"user": {"id": "<!channel>"}},
    {"container": 5, "channel": None, "message": None},
    {"response_url": 5},
    {"view": 5},
]


@pytest.mark.parametrize("change", ODD, ids=str)
async def test_a_misshapen_press_never_breaks_the_door(
    slack: FakeSlack, http: Door, change: dict[str, Any]
) -> None:
    body = {**in_message(acted("show:0", RDS), slack.hook()), **change}
    status, _ = await http.form(f"payload={quote_plus(json.dumps(body))}".encode())
    assert status in (200, 400)
    await slack.quiet(0.05)
    assert (await command(http, "rds"))["text"].startswith("Who secures what")


async def test_mutated_interactions_never_break_the_door(slack: FakeSlack, http: Door) -> None:
    dice = random.Random(20261126)
    bodies = [
        in_message(acted("show:0", RDS), slack.hook()),
        in_view(acted("show:1", RDS), "home"),
        typed("far"),
        sent("look_up", {"service": "rds", "topic": "backup"}),
        sent("send", {}, urls=[{"block_id": "send_to", "response_url": slack.hook()}], meta=RDS),
        shortcut(),
        on_message("who patches RDS?", slack.hook()),
    ]
    for _ in range(400):
        raw = bytearray(json.dumps(dice.choice(bodies)).encode())
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(raw))
            raw[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        status, _ = await http.form(b"payload=" + quote_plus(bytes(raw)).encode())
        assert status in (200, 400)
    assert (await command(http, "rds"))["text"].startswith("Who secures what")
