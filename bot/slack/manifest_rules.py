"""What Slack asks of a manifest, and what we ask of ours, as rules over the finished JSON.

The figures are those of `manifest.schema.1.0.0.json` in slackapi/manifest-schema (July 2026)
and of Slack's pages; unknown keys are refused there, so they are here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@record
class Text:
    """A string of so many characters, of a form."""

    most: int
    least: int = 1
    form: str = ""


@record
class Many:
    """A list, or a mapping by any name, of so many; its members keep `each`."""

    most: int
    each: Any
    least: int = 0


@record
class Choice:
    """One of these strings."""

    of: tuple[str, ...]


@record
class Flag:
    """True or false; `must` says which, where only one will do for us."""

    must: bool | None = None


_URL = r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/%-]*)?"
_ID = r"[a-z][a-z0-9_]*"
_NEEDED_BY_EVENT = {"app_mention": "app_mentions:read", "message.im": "im:history"}
_PARAMETER = {
    "type": Choice(of=("string", "integer", "number", "boolean")),
    "name": Text(most=255, form=_ID),
    "title": Text(most=255),
    "description": Text(most=255),
    "is_required": Flag(),
}
_STEP = {
    "title": Text(most=255),
    "description": Text(most=255),
    "input_parameters": Many(most=20, each=_PARAMETER),
    "output_parameters": Many(most=20, each=_PARAMETER),
}
# What is listed must be there, but for the optional ones; what is not listed must not.
RULES: dict[str, Any] = {
    "_metadata": {"major_version": Choice(of=("1",))},
    "display_information": {
        "name": Text(most=35),
        "description": Text(most=140),
        "long_description": Text(most=4000, least=175),
        "background_color": Text(most=7, least=4, form=r"#(?:[0-9a-f]{3}){1,2}"),
    },
    "features": {
        "app_home": {
            "home_tab_enabled": Flag(must=True),
            "messages_tab_enabled": Flag(must=True),
            "messages_tab_read_only_enabled": Flag(must=False),
        },
        "bot_user": {
            "display_name": Text(most=80, form=r"[a-z0-9._-]+"),
            "always_online": Flag(must=True),
        },
        "shortcuts": Many(
            most=10,
            least=1,
            each={
                "name": Text(most=24),
                "type": Choice(of=("global", "message")),
                "callback_id": Text(most=255, form=_ID),
                "description": Text(most=150),
            },
        ),
        "slash_commands": Many(
            most=50,
            least=1,
            each={
                "command": Text(most=32, least=2, form=r"/[a-z0-9_-]+"),
                "description": Text(most=2000),
                "usage_hint": Text(most=1000),
                "should_escape": Flag(must=False),
                "url": Text(most=3000, form=_URL),
            },
        ),
    },
    "oauth_config": {
        "redirect_urls": Many(most=1000, least=1, each=Text(most=3500, form=_URL)),
        "scopes": {"bot": Many(most=255, least=1, each=Text(most=50))},
    },
    "settings": {
        "event_subscriptions": {
            "request_url": Text(most=3500, form=_URL),
            "bot_events": Many(most=100, least=1, each=Text(most=50)),
        },
        "interactivity": {
            "is_enabled": Flag(must=True),
            "request_url": Text(most=3500, form=_URL),
            "message_menu_options_url": Text(most=3500, form=_URL),
        },
        "org_deploy_enabled": Flag(),
        "socket_mode_enabled": Flag(),
        "token_rotation_enabled": Flag(must=False),
        "hermes_app_type": Choice(of=("remote",)),
        "function_runtime": Choice(of=("remote",)),
    },
    "functions": Many(most=50, each=_STEP),
}
# Those of one variant only; `_variants` says which must be there when.
_OPTIONAL = frozenset(
    "url request_url message_menu_options_url redirect_urls hermes_app_type function_runtime "
    "functions".split()
)


def problems(made: Mapping[str, Any]) -> list[str]:
    """Everything that a manifest breaks, each with where and what."""
    return [*_fits(made, RULES, ""), *_variants(made), *_scopes(made), *_unique(made)]


def _fits(value: Any, rule: Any, at: str) -> Iterator[str]:
    if isinstance(rule, Text):
        yield from _text(value, rule, at)
    elif isinstance(rule, Choice):
        if str(value) not in rule.of:
            yield f"{at}: {value!r} is none of {', '.join(rule.of)}"
    elif isinstance(rule, Flag):
        if not isinstance(value, bool) or (rule.must is not None and value is not rule.must):
            yield f"{at}: {value!r} must be {'true or false' if rule.must is None else rule.must}"
    elif isinstance(rule, Many):
        yield from _many(value, rule, at)
    else:
        yield from _keys(value, rule, at)


def _text(value: Any, rule: Text, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{at}: no text"
    elif not rule.least <= len(value) <= rule.most:
        yield f"{at}: {len(value)} characters, allowed are {rule.least} to {rule.most}"
    elif rule.form and not re.fullmatch(rule.form, value):
        yield f"{at}: {value!r} has not the form {rule.form}"


def _many(value: Any, rule: Many, at: str) -> Iterator[str]:
    if not isinstance(value, list | dict):
        yield f"{at}: neither a list nor a mapping"
        return
    if not rule.least <= len(value) <= rule.most:
        yield f"{at}: {len(value)} of them, allowed are {rule.least} to {rule.most}"
    for key, one in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _fits(one, rule.each, f"{at}/{key}")


def _keys(value: Any, rule: Mapping[str, Any], at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{at}: no mapping"
        return
    yield from (f"{at}/{key}: unknown to Slack" for key in value if key not in rule)
    for key, inside in rule.items():
        if key in value:
            yield from _fits(value[key], inside, f"{at}/{key}")
        elif key not in _OPTIONAL:
            yield f"{at}/{key}: missing"


def _variants(made: Mapping[str, Any]) -> Iterator[str]:
    """Addresses are there with HTTP and only then; a step is there whole or not at all."""
    settings, features = made.get("settings", {}), made.get("features", {})
    interactivity = settings.get("interactivity", {})
    places = [
        settings.get("event_subscriptions", {}).get("request_url"),
        made.get("oauth_config", {}).get("redirect_urls"),
        interactivity.get("request_url"),
        interactivity.get("message_menu_options_url"),
        *(command.get("url") for command in features.get("slash_commands", [])),
    ]
    socket = settings.get("socket_mode_enabled")
    if any(bool(place) is socket for place in places):
        yield "settings/socket_mode_enabled: without it every address is needed, with it none"
    steps = [
        bool(made.get("functions")),
        "function_executed" in settings.get("event_subscriptions", {}).get("bot_events", []),
        settings.get("function_runtime") == "remote",
    ]
    ready = settings.get("org_deploy_enabled")
    if len(set(steps)) > 1 or (steps[0] and not ready):
        yield "functions: a step needs its event, org_deploy_enabled and function_runtime too"


def _scopes(made: Mapping[str, Any]) -> Iterator[str]:
    """Every scope has a use that is declared, and every use its scope."""
    scopes = set(made.get("oauth_config", {}).get("scopes", {}).get("bot", []))
    events = made.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    used = {_NEEDED_BY_EVENT[event] for event in events if event in _NEEDED_BY_EVENT}
    used |= {"chat:write", "commands"}
    yield from (
        f"oauth_config/scopes/bot: {scope} is used, not declared" for scope in used - scopes
    )
    yield from (f"oauth_config/scopes/bot: {scope} has no use" for scope in scopes - used)


def _unique(made: Mapping[str, Any]) -> Iterator[str]:
    settings, features = made.get("settings", {}), made.get("features", {})
    lists = {
        "bot_events": settings.get("event_subscriptions", {}).get("bot_events", []),
        "shortcuts": [one.get("callback_id") for one in features.get("shortcuts", [])],
        "slash_commands": [one.get("command") for one in features.get("slash_commands", [])],
        "scopes": made.get("oauth_config", {}).get("scopes", {}).get("bot", []),
    }
    for name, said in lists.items():
        if len(set(said)) != len(said):
            yield f"{name}: the same one twice"
