"""Owners that admins set in Slack, laid over the rules of an overlay's files.

What was set speaks as a rule does: the most specific wins, and where a rule of the files is for
the very same, what was set counts. Replies and `srm gaps` say where the two differ.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.catalogue.model import Place
from bot.organisation.model import Rule, Scope
from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.organisation.ours import Ours

_SLACK = Place(file="Slack", line=0)


@record
class OwnerSet:
    """Whose a duty is, as an admin of the workspace `team` set it.

    `owner` is the id of a team of the overlay; an empty `topic` means everything on the service,
    an empty `place` everywhere, else it is `environment:` or `account:` and an id. `person` set
    it `at` so many seconds since 1970.
    """

    team: str
    service: str
    topic: str
    place: str
    owner: str
    person: str
    at: int


def day_of(one: OwnerSet) -> str:
    """The day on which it was set, in UTC."""
    return datetime.fromtimestamp(one.at, tz=UTC).strftime("%Y-%m-%d")


def rule_of(one: OwnerSet) -> Rule:
    """What was set, as a rule among those of the files."""
    kind, _, name = one.place.partition(":")
    return Rule(
        team=one.owner,
        party=None,
        does=None,
        runbook=None,
        on_call=None,
        scope=Scope(
            topics=(one.topic,) if one.topic else (),
            services=(one.service,),
            accounts=(name,) if kind == "account" else (),
            environments=(name,) if kind == "environment" else (),
        ),
        at=_SLACK,
        set_on=day_of(one),
    )


class SetOwners:
    """What was set in every workspace; laid over a workspace's overlay when that is asked for."""

    def __init__(self) -> None:
        self._set: dict[str, tuple[OwnerSet, ...]] = {}
        self._made: dict[str, tuple[Ours, tuple[OwnerSet, ...], Ours]] = {}

    def put(self, owners: Iterable[OwnerSet]) -> None:
        """Take in all that is set now."""
        found: dict[str, list[OwnerSet]] = {}
        for one in owners:
            found.setdefault(one.team, []).append(one)
        self._set = {
            team: self._set[team] if self._set.get(team) == tuple(mine) else tuple(mine)
            for team, mine in found.items()
        }
        self._made = {team: made for team, made in self._made.items() if team in self._set}

    def put_of(self, team: str, owners: Iterable[OwnerSet]) -> None:
        """Take in all that is set now in one workspace."""
        others = (one for name, mine in self._set.items() if name != team for one in mine)
        self.put((*others, *owners))

    def of(self, team: str) -> tuple[OwnerSet, ...]:
        """What was set in one workspace."""
        return self._set.get(team, ())

    def over(self, files: Ours | None, team: str) -> Ours | None:
        """The overlay of the files with what was set in this workspace; none where there is none.

        Made once for each version of the two: an answer must not pay for it.
        """
        mine = self._set.get(team)
        if files is None or not mine:
            return files
        made = self._made.get(team)
        if made is None or made[0] is not files or made[1] is not mine:
            with_set = files.with_owners(tuple(rule_of(one) for one in mine))
            made = self._made[team] = (files, mine, with_set)
        return made[2]
