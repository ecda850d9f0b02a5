"""The manifests declare what the code handles, and nothing else, within Slack's limits."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.slack.listeners import COMMANDS, EVENTS
from tests.replies import README

ROOT = README.parent
SCOPES = {"app_mentions:read", "chat:write", "commands", "im:history"}


def manifest(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "manifests" / f"{name}.json").read_text("utf-8"))
    return read


@pytest.mark.parametrize("name", ["socket", "http"])
def test_what_is_declared_is_handled_and_the_reverse(name: str) -> None:
    declared = manifest(name)
    events = declared["settings"]["event_subscriptions"]["bot_events"]
    commands = [one["command"] for one in declared["features"]["slash_commands"]]
    assert {event.partition(".")[0] for event in events} == set(EVENTS)
    assert set(commands) == set(COMMANDS)
    assert set(declared["oauth_config"]["scopes"]["bot"]) == SCOPES


@pytest.mark.parametrize("name", ["socket", "http"])
def test_the_limits_of_slack_s_schema_are_kept(name: str) -> None:
    declared = manifest(name)
    about = declared["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    for command in declared["features"]["slash_commands"]:
        assert len(command["command"]) <= 32
        assert command["should_escape"] is False
    assert declared["settings"]["token_rotation_enabled"] is False
    assert declared["features"]["app_home"]["messages_tab_read_only_enabled"] is False


def test_the_two_differ_only_in_how_slack_reaches_the_bot() -> None:
    socket, http = manifest("socket"), manifest("http")
    urls = {http["features"]["slash_commands"][0].pop("url")}
    urls.add(http["settings"]["event_subscriptions"].pop("request_url"))
    assert all(url.startswith("https://") and url.endswith("/slack/events") for url in urls)
    assert socket["settings"].pop("socket_mode_enabled") is True
    assert http["settings"].pop("socket_mode_enabled") is False
    assert socket == http
