"""Interactions as Slack sends them: presses, choices, forms sent, shortcuts."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus

from tests.slack.conftest import PAYLOADS

if TYPE_CHECKING:
    from tests.slack.conftest import Door

_moments = itertools.count(1)
_SLASH = (PAYLOADS / "slash_command.txt").read_text("utf-8").strip()
_WHO: dict[str, Any] = {
    "user": {"id": "U1", "username": "ada", "team_id": "T1"},
    "team": {"id": "T1", "domain": "example"},
    "api_app_id": "A1",
    "token": "x",
    "enterprise": None,
    "is_enterprise_install": False,
}


def slash(text: str) -> bytes:
    """A slash command's body."""
    return _SLASH.replace("who+patches+Fargate%3F", quote_plus(text)).encode()


def elements(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every button and menu below a reply."""
    rows = [block["elements"] for block in blocks if block["type"] == "actions"]
    return [{**one} for row in rows for one in row]


def labels(blocks: list[dict[str, Any]]) -> list[str]:
    """What the buttons and menus say, in order."""
    return [
        (one["text"] if "text" in one else one["placeholder"])["text"] for one in elements(blocks)
    ]


def button(blocks: list[dict[str, Any]], label: str) -> dict[str, Any]:
    """The action that a press of the button with this label sends."""
    (found,) = [one for one in elements(blocks) if one.get("text", {}).get("text") == label]
    return acted(found["action_id"], found.get("value", ""))


def acted(action_id: str, value: str = "", block_id: str = "b") -> dict[str, Any]:
    """A button's action."""
    moment = f"1764000100.{next(_moments):06}"
    action = {"type": "button", "action_id": action_id, "block_id": block_id, "action_ts": moment}
    return {**action, "value": value} if value else action


def picked(blocks: list[dict[str, Any]], service: str) -> dict[str, Any]:
    """The action that a choice in "Compare with…" sends."""
    for block in blocks:
        for one in block["elements"] if block["type"] == "actions" else ():
            if one["type"] == "external_select":
                made = acted(one["action_id"], block_id=block["block_id"])
                option = {"text": {"type": "plain_text", "text": service}, "value": service}
                return {**made, "type": "external_select", "selected_option": option}
    raise AssertionError("no menu")


def in_message(
    action: dict[str, Any],
    hook: str = "",
    *,
    channel: str = "C1",
    thread: str | None = None,
    alone: bool = False,
) -> dict[str, Any]:
    """A press below a message."""
    stamp = "1764000050.000900"
    container: dict[str, Any] = {"type": "message", "message_ts": stamp, "channel_id": channel}
    container |= {"is_ephemeral": alone}
    message = {"ts": stamp, "type": "message"}
    if thread:
        container["thread_ts"] = message["thread_ts"] = thread
    return {
        **_WHO,
        "type": "block_actions",
        "trigger_id": "1.1.x",
        "response_url": hook,
        "container": container,
        "channel": {"id": channel, "name": "general"},
        "message": message,
        "actions": [action],
    }


def in_view(action: dict[str, Any], kind: str = "modal") -> dict[str, Any]:
    """A press in a form or on the Home tab."""
    return {
        **_WHO,
        "type": "block_actions",
        "trigger_id": "1.1.x",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", "type": kind, "hash": "h1", "callback_id": "x"},
        "actions": [action],
    }


def typed(text: object) -> dict[str, Any]:
    """A typeahead's question."""
    return {
        **_WHO,
        "type": "block_suggestion",
        "action_id": "service",
        "block_id": "service",
        "value": text,
        "container": {"type": "view", "view_id": "V1"},
    }


def sent(
    callback: str, values: dict[str, Any], *, urls: list[Any] | None = None, meta: str = ""
) -> dict[str, Any]:
    """A form sent; `values` are what was chosen in each menu."""
    chosen = {name: {name: {"selected_option": {"value": one}}} for name, one in values.items()}
    view: dict[str, Any] = {"id": "V1", "type": "modal", "hash": "h1", "callback_id": callback}
    view |= {"state": {"values": chosen}, "private_metadata": meta}
    return {
        **_WHO,
        "type": "view_submission",
        "trigger_id": "1.1.x",
        "view": view,
        "response_urls": urls or [],
    }


def shortcut(callback: str = "look_up") -> dict[str, Any]:
    """The global shortcut."""
    return {**_WHO, "type": "shortcut", "callback_id": callback, "trigger_id": "1.1.x"}


def on_message(text: str, hook: str) -> dict[str, Any]:
    """The message shortcut."""
    return {
        **_WHO,
        "type": "message_action",
        "callback_id": "explain",
        "trigger_id": "1.1.x",
        "response_url": hook,
        "message_ts": "1764000050.000900",
        "channel": {"id": "C9", "name": "private"},
        "message": {"type": "message", "user": "U2", "ts": "1764000050.000900", "text": text},
    }


async def interact(http: Door, body: dict[str, Any]) -> dict[str, Any]:
    """Deliver an interaction; what the acknowledgement carried."""
    status, answer = await http.form(f"payload={quote_plus(json.dumps(body))}".encode())
    assert status == 200
    said: dict[str, Any] = json.loads(answer) if answer else {}
    return said


async def command(http: Door, text: str) -> dict[str, Any]:
    """The answer to `/srm`."""
    status, answer = await http.form(slash(text))
    assert status == 200
    said: dict[str, Any] = json.loads(answer)
    return said
