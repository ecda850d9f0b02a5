"""Which installation a request from Slack came to, read from its body alone.

A wrong guess would answer with another workspace's token, so nothing is guessed: what Slack says of
the installation is taken, and what it says of people or channels is not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.fields import dict_of
from bot.slack.inbound import id_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_MOST = 50


def installs_in(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of the installations that see this request: workspaces, or organisations.

    An event in a channel shared between workspaces may name several.
    """
    listed = body.get("authorizations")
    if isinstance(listed, list) and listed:
        return tuple(one for entry in listed[:_MOST] if (one := _install(dict_of(entry))))
    opened = id_of(dict_of(body.get("view")).get("app_installed_team_id"))
    if opened:
        # A form that somebody of another workspace sent, in a shared channel.
        return (opened,)
    one = _install({**body, "team_id": team_in(body), "enterprise_id": enterprise_in(body)})
    return (one,) if one else ()


def team_in(body: Mapping[str, Any]) -> str:
    """The workspace where it happened, as a request names it; empty where it names none."""
    return id_of(body.get("team_id")) or id_of(dict_of(body.get("team")).get("id"))


def enterprise_in(body: Mapping[str, Any]) -> str:
    """The organisation where it happened; empty where there is none."""
    return id_of(body.get("enterprise_id")) or id_of(dict_of(body.get("enterprise")).get("id"))


def _install(entry: Mapping[str, Any]) -> str:
    wide = entry.get("is_enterprise_install") in (True, "true")
    team, enterprise = id_of(entry.get("team_id")), id_of(entry.get("enterprise_id"))
    return enterprise if wide or not team else team
