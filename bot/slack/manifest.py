"""The app's manifest, from one place: what Slack is told of us, by the way it reaches us.

`srm manifest` prints it and `manifests/` holds copies that a test keeps fresh. The rules that
Slack has for it stand in `manifest_rules.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.record import record
from bot.render import about
from bot.slack import names

if TYPE_CHECKING:
    from collections.abc import Mapping

    Part = dict[str, Any]


_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/%-]*)?")


def is_address(text: str) -> bool:
    """Whether Slack could reach us there: https, with neither user nor query, nor the path that
    is added to it.
    """
    return _ADDRESS.fullmatch(text) is not None and not text.rstrip("/").endswith(names.PATH)


@record
class Variant:
    """Which manifest: `http` is the base address where Slack reaches us, empty for Socket Mode;
    `workflow` adds the step for Workflow Builder, which needs a paid plan and an org-ready app;
    `org` makes it org-ready alone, so that a whole organisation can install it at once.
    """

    http: str = ""
    workflow: bool = False
    org: bool = False

    @property
    def url(self) -> str:
        """Where Slack sends everything; empty for Socket Mode."""
        return self.http.rstrip("/") + names.PATH if self.http else ""


def manifest(variant: Variant) -> Part:
    """The whole manifest as Slack reads it."""
    made: Part = {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": about.APP_NAME,
            "description": about.DESCRIPTION,
            "long_description": about.LONG_DESCRIPTION,
            "background_color": "#232f3e",
        },
        "features": _features(variant),
        "oauth_config": {**_redirect(variant), "scopes": {"bot": list(names.SCOPES)}},
        "settings": _settings(variant),
    }
    if variant.workflow:
        made["functions"] = {names.STEP: _step()}
    return made


def _redirect(variant: Variant) -> Part:
    """Where Slack sends a browser back to, once somebody agreed to install the app."""
    base = variant.http.rstrip("/")
    return {"redirect_urls": [base + names.REDIRECT_PATH]} if base else {}


def _features(variant: Variant) -> Part:
    command = {
        "command": names.COMMAND,
        "description": about.COMMAND_DESCRIPTION,
        "usage_hint": about.COMMAND_HINT,
        # We look names up and never need whom a mention means.
        "should_escape": False,
    }
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": about.BOT_NAME, "always_online": True},
        "shortcuts": [
            {
                "name": about.LOOK_UP_NAME,
                "type": "global",
                "callback_id": names.LOOK_UP,
                "description": about.LOOK_UP_DESCRIPTION,
            },
            {
                "name": about.EXPLAIN_NAME,
                "type": "message",
                "callback_id": names.EXPLAIN,
                "description": about.EXPLAIN_DESCRIPTION,
            },
        ],
        "slash_commands": [command | _reached(variant, "url")],
    }


def _settings(variant: Variant) -> Part:
    ready = variant.workflow or variant.org
    events = [*names.EVENTS, *([names.ACCESS_REVOKED] if ready else [])]
    events += [names.STEP_EVENT] if variant.workflow else []
    made: Part = {
        "event_subscriptions": {**_reached(variant, "request_url"), "bot_events": events},
        "interactivity": {
            "is_enabled": True,
            **_reached(variant, "request_url", "message_menu_options_url"),
        },
        # A step can be offered by an org-ready app only.
        "org_deploy_enabled": ready,
        "socket_mode_enabled": not variant.http,
        # Rotation cannot be switched off again once it is on.
        "token_rotation_enabled": False,
    }
    if variant.workflow:
        made |= {"hermes_app_type": "remote", "function_runtime": "remote"}
    return made


def _reached(variant: Variant, *fields: str) -> Part:
    return dict.fromkeys(fields, variant.url) if variant.url else {}


def _step() -> Part:
    return {
        "title": about.STEP_TITLE,
        "description": about.STEP_DESCRIPTION,
        "input_parameters": _parameters(about.STEP_INPUTS, required=True),
        "output_parameters": _parameters(about.STEP_OUTPUTS, required=False),
    }


def _parameters(words: Mapping[str, tuple[str, str]], *, required: bool) -> Part:
    return {
        name: {
            "type": "string",
            "name": name,
            "title": title,
            "description": description,
            "is_required": required,
        }
        for name, (title, description) in words.items()
    }
