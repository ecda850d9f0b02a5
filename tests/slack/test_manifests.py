"""The manifests declare what the code handles, and nothing else, within Slack's limits."""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import MagicMock

import pytest

from bot.organisation.load import load_organisations
from bot.render.about import SCOPE_REASONS
from bot.render.blocks import reply, say
from bot.render.feedback import about_of, feedback_block, wrong_modal
from bot.render.forms import answer_form, look_up_form
from bot.render.notify import notify_form
from bot.render.owners import OwnerFor, owner_form
from bot.render.parts import Look
from bot.render.phrases import EXAMPLES
from bot.slack.feedback import with_feedback
from bot.slack.leaving import register_leaving
from bot.slack.listeners import register
from bot.slack.manifest import Variant, is_address, manifest
from bot.slack.manifest_rules import problems
from bot.slack.workflow import register_step
from tests.replies import README
from tests.slack.recorder import Recorder
from tests.snapshots import EXAMPLE

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp

    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.slack.leaving import Leaving
    from bot.slack.workflow import StepDesk

ROOT = README.parent
ADDRESS = "https://srm.example.com"
VARIANTS = {
    "socket": Variant(),
    "http": Variant(http=ADDRESS),
    "http-org": Variant(http=ADDRESS, org=True),
    "socket-workflow": Variant(workflow=True),
    "http-workflow": Variant(http=ADDRESS, workflow=True),
}


@pytest.fixture(scope="module")
def handled() -> Recorder:
    app = Recorder()
    bolt, anything = cast("AsyncApp", app), MagicMock()
    register(bolt, anything, anything, anything, with_feedback(anything))
    register_step(bolt, cast("StepDesk", None))
    register_leaving(bolt, cast("Leaving", None))
    return app


def declared(name: str) -> dict[str, set[str]]:
    """What a manifest says that Slack may send, by the kinds of Bolt's listeners."""
    made = manifest(VARIANTS[name])
    shortcuts = made["features"]["shortcuts"]
    return {
        "event": set(made["settings"]["event_subscriptions"]["bot_events"]),
        "command": {one["command"] for one in made["features"]["slash_commands"]},
        "shortcut": {one["callback_id"] for one in shortcuts},
        "function": set(made.get("functions", {})),
    }


@pytest.mark.parametrize("name", VARIANTS)
def test_the_committed_copy_is_what_the_code_says_today(name: str) -> None:
    """`make manifests` rewrites them."""
    committed = json.loads((ROOT / "manifests" / f"{name}.json").read_text("utf-8"))
    assert committed == manifest(VARIANTS[name])


def test_there_is_no_other_copy() -> None:
    assert {path.stem for path in (ROOT / "manifests").iterdir()} == set(VARIANTS)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_limit_of_slack_is_kept(name: str) -> None:
    assert problems(manifest(VARIANTS[name])) == []


def test_what_is_declared_is_handled(handled: Recorder) -> None:
    said = declared("http-workflow")
    events = {event.partition(".")[0] for event in said["event"]} - {"function_executed"}
    assert events <= handled.of("event", "message")
    assert said["command"] == handled.of("command")
    assert said["shortcut"] == handled.of("shortcut", "global_shortcut", "message_shortcut")
    assert said["function"] == handled.of("function")


def test_what_is_handled_is_declared(handled: Recorder) -> None:
    said = declared("http-workflow")
    assert handled.of("event") <= {event.partition(".")[0] for event in said["event"]}
    assert handled.of("command") == said["command"]
    assert handled.of("shortcut", "global_shortcut", "message_shortcut") <= said["shortcut"]
    assert handled.of("function") <= said["function"]


def test_every_button_and_form_that_is_shown_is_handled_and_the_reverse(
    handled: Recorder, desk: Desk, catalogue: Catalogue
) -> None:
    looks = (Look(), Look(place="private"), Look(place="shared"))
    asked = [*EXAMPLES, "what do we secure with serverless?", "who patches CF?", "help", "x"]
    blocks = [
        block
        for text in asked
        for look in looks
        for block in reply(desk.ask(text), catalogue, look, _below(desk.ask(text))).blocks
    ]
    files = load_organisations(str(EXAMPLE), catalogue).of()
    ours = reply(desk.ask("who backs up RDS?", None, files), catalogue, Look(admin=True))
    shown = {
        one["action_id"]
        for block in (*blocks, *ours.blocks)
        for one in block.get("elements", ())
        if "action_id" in one
    }
    ids = handled.of("action")
    assert [one for one in shown if not any(re.search(known, one) for known in ids)] == []
    assert [one for one in ids if not any(re.search(one, known) for known in shown)] == []
    about = about_of(desk.ask("who patches Fargate?"))
    assert about is not None
    assert files is not None
    team = files.organisation.teams["payments"]
    forms = [
        wrong_modal(about, catalogue),
        look_up_form(catalogue),
        answer_form(say("x")),
        owner_form(OwnerFor(), catalogue, files),
        notify_form(say("x"), team, "U1", "x"),
    ]
    assert {form["callback_id"] for form in forms} == handled.of("view")
    menus = [one["element"] for form in forms for one in form["blocks"] if one["type"] == "input"]
    needed = {one["action_id"] for one in menus if one["type"] == "external_select"}
    answered = handled.of("options")
    assert [one for one in needed if not any(re.search(known, one) for known in answered)] == []


def _below(answer: Answer) -> list[dict[str, Any]]:
    judge = feedback_block(answer)
    return [judge] if judge else []


@pytest.mark.parametrize("name", VARIANTS)
def test_every_scope_is_declared_with_a_reason_and_none_besides(name: str) -> None:
    assert manifest(VARIANTS[name])["oauth_config"]["scopes"]["bot"] == list(SCOPE_REASONS)


def test_http_differs_only_in_how_slack_reaches_the_bot() -> None:
    socket, http = manifest(Variant()), manifest(Variant(http=ADDRESS + "/"))
    interactivity = http["settings"]["interactivity"]
    urls = {
        http["features"]["slash_commands"][0].pop("url"),
        http["settings"]["event_subscriptions"].pop("request_url"),
        interactivity.pop("request_url"),
        interactivity.pop("message_menu_options_url"),
    }
    assert urls == {f"{ADDRESS}/slack/events"}
    assert http["oauth_config"].pop("redirect_urls") == [f"{ADDRESS}/slack/oauth_redirect"]
    assert (
        socket["settings"].pop("socket_mode_enabled"),
        http["settings"].pop("socket_mode_enabled"),
    ) == (True, False)
    assert socket == http


def test_an_app_for_a_whole_organisation_differs_in_that_alone() -> None:
    plain, org = manifest(VARIANTS["http"]), manifest(VARIANTS["http-org"])
    org["settings"]["org_deploy_enabled"] = False
    assert org["settings"]["event_subscriptions"]["bot_events"].pop() == "team_access_revoked"
    assert org == plain


def test_the_step_for_workflow_builder_comes_only_where_it_was_asked_for() -> None:
    plain, workflow = manifest(Variant()), manifest(Variant(workflow=True))
    assert plain["settings"]["org_deploy_enabled"] is False
    step = workflow.pop("functions")["look_up_responsibility"]
    assert set(step["input_parameters"]) == {"service", "topic"}
    assert set(step["output_parameters"]) == {"owner", "aws", "team", "source"}
    events = workflow["settings"]["event_subscriptions"]["bot_events"]
    assert [events.pop(), events.pop()] == ["function_executed", "team_access_revoked"]
    for name in ("hermes_app_type", "function_runtime"):
        assert workflow["settings"].pop(name) == "remote"
    workflow["settings"]["org_deploy_enabled"] = False
    assert workflow == plain


BROKEN: dict[str, tuple[str, Any]] = {
    "a long name": ("display_information/name", "x" * 36),
    "a long description": ("display_information/description", "x" * 141),
    "a short long description": ("display_information/long_description", "x" * 174),
    "a colour in words": ("display_information/background_color", "black"),
    "a long shortcut": ("features/shortcuts/0/name", "x" * 25),
    "a shortcut's long description": ("features/shortcuts/1/description", "x" * 151),
    "a shortcut of no kind": ("features/shortcuts/0/type", "channel"),
    "one callback id twice": ("features/shortcuts/0/callback_id", "explain"),
    "too many shortcuts": ("features/shortcuts", [{}] * 11),
    "a command without a stroke": ("features/slash_commands/0/command", "srm"),
    "a long command": ("features/slash_commands/0/command", "/" + "x" * 32),
    "an empty hint": ("features/slash_commands/0/usage_hint", ""),
    "escaped commands": ("features/slash_commands/0/should_escape", True),
    "no address": ("settings/event_subscriptions/request_url", None),
    "an address without TLS": ("settings/interactivity/request_url", "http://srm.example.com"),
    "a scope with no use": ("oauth_config/scopes/bot", [*SCOPE_REASONS, "channels:history"]),
    "a scope too few": ("oauth_config/scopes/bot", [*SCOPE_REASONS][:-1]),
    "an event twice": ("settings/event_subscriptions/bot_events", ["app_mention"] * 2),
    "rotation": ("settings/token_rotation_enabled", True),
    "a tab that takes no message": ("features/app_home/messages_tab_read_only_enabled", True),
    "no way back": ("oauth_config/redirect_urls", None),
    "a way back without TLS": ("oauth_config/redirect_urls", ["http://srm.example.com"]),
    "a step in an app that no organisation can install": ("settings/org_deploy_enabled", False),
    "an unknown key": ("settings/is_hosted_by_us", True),
    "a step with nothing to run it": ("settings/function_runtime", None),
    "a step's object": ("functions/look_up_responsibility/input_parameters/topic/type", "object"),
    "too many inputs": (
        "functions/look_up_responsibility/input_parameters",
        {f"input_{n}": {} for n in range(21)},
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_manifest_that_breaks_a_rule_is_refused_with_the_place(what: str) -> None:
    place, value = BROKEN[what]
    made: Any = copy.deepcopy(manifest(VARIANTS["http-workflow"]))
    *way, last = [int(step) if step.isdigit() else step for step in place.split("/")]
    inside = made
    for step in way:
        inside = inside[step]
    inside[last] = value
    if value is None:
        del inside[last]
    assert problems(made)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("https://srm.example.com", True),
        ("https://srm.example.com:8443/bot/", True),
        ("http://srm.example.com", False),
        ("https://user:word@srm.example.com", False),
        ("https://srm.example.com/?a=b", False),
        ("", False),
    ],
)
def test_an_address_is_https_without_user_or_query(text: str, good: bool) -> None:
    assert is_address(text) is good


def test_the_hooks_of_slack_s_command_line_name_commands_that_there_are() -> None:
    hooks = json.loads((ROOT / ".slack" / "hooks.json").read_text("utf-8"))
    assert hooks["config"]["sdk-managed-connection-enabled"] is True
    assert hooks["hooks"] == {
        # The file is its own answer to what hooks there are: no further package is needed.
        "get-hooks": "cat .slack/hooks.json",
        "get-manifest": "python3 -m bot manifest",
        "start": "python3 -m bot serve",
    }
