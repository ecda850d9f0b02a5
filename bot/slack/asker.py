"""Who presses a button, sends a form or opens the Home tab, and whose overlay they may see.

Forms, the Home tab, direct messages and what one person sees alone have one reader: the person who
acts there. Slack says of that person which workspace they belong to. Where that is the workspace
that the app was used in, its overlay may answer; a guest of another organisation, or a body that
does not say, gets the catalogue alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.record import record
from bot.slack.fields import dict_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_TEAM = re.compile(r"[TE][A-Z0-9]{1,30}")


@record
class Asker:
    """A person of a workspace. `organisation` are the ids, workspace first, whose overlay this
    person alone may be shown; None for somebody of another organisation.
    """

    team: str
    user: str
    organisation: tuple[str, ...] | None


@record
class Admins:
    """Who may set owners: user ids, or a workspace's id and a user's with a stroke between."""

    ids: frozenset[str] = frozenset()

    def has(self, asker: Asker) -> bool:
        """Whether this person is one of them, acting in their own organisation."""
        named = {asker.user, f"{asker.team}/{asker.user}"}
        return asker.organisation is not None and bool(named & self.ids)


def asker_of(body: Mapping[str, Any]) -> Asker:
    """Who acts in an interaction; empty ids where the body names none."""
    view, user = dict_of(body.get("view")), dict_of(body.get("user"))
    team = _id(dict_of(body.get("team")).get("id")) or _id(view.get("team_id"))
    own, enterprise = _id(user.get("team_id")), _id(dict_of(body.get("enterprise")).get("id"))
    installed = _id(view.get("app_installed_team_id")) or team
    same = bool(team) and own == team and installed in (team, enterprise)
    return Asker(
        team=team or own,
        user=_person(user.get("id")),
        organisation=(team, *([enterprise] if enterprise else [])) if same else None,
    )


def asker_in(command: Mapping[str, Any]) -> Asker:
    """Who types a slash command: only people of the workspace can."""
    team, enterprise = _id(command.get("team_id")), _id(command.get("enterprise_id"))
    return Asker(
        team=team,
        user=_person(command.get("user_id")),
        organisation=(team, *([enterprise] if enterprise else [])),
    )


def is_person(user: str) -> bool:
    """Whether it looks like a person's id, and so may be written as a mention."""
    return _PERSON.fullmatch(user) is not None


def _person(value: object) -> str:
    return value if isinstance(value, str) and is_person(value) else ""


def _id(value: object) -> str:
    return value if isinstance(value, str) and _TEAM.fullmatch(value) else ""
