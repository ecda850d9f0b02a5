"""What importers find of an organisation, and what they could not make out."""

from __future__ import annotations

import re
from collections import Counter

from bot.record import record

# What a kind of resource looks like; anything else may be a secret in the wrong place.
_KIND = re.compile(r"[A-Za-z0-9][A-Za-z0-9:_. /-]{0,79}")
_NOT_SHOWN = re.compile(r"[<>*~`@\[\]{}|\\\x00-\x1f\x7f]")
_UNREADABLE = "a kind that cannot be shown"


@record
class FileRead:
    """One file that was read: as what, how many things it held, how many were recognised."""

    file: str
    as_what: str
    things: int
    known: int


class Found:
    """Gathers services with their accounts, teams, and who owns what; in order of finding."""

    def __init__(self) -> None:
        self.accounts: dict[str, set[str]] = {}
        self.used: dict[str, set[str]] = {}
        self.workloads: dict[str, set[str]] = {}
        self.teams: dict[str, str] = {}
        self.owned: dict[str, list[str]] = {}
        self.environments: list[str] = []
        self.name = ""
        self.strange: Counter[str] = Counter()
        self.files: list[FileRead] = []
        self.faults: list[tuple[str, str]] = []

    def use(self, service: str, account: str = "", region: str = "") -> None:
        """A service is used, in an account and a Region where these are known."""
        self.used.setdefault(service, set())
        if account:
            self.used[service].add(account)
            regions = self.accounts.setdefault(account, set())
            if region:
                regions.add(region)

    def work(self, service: str, name: str) -> None:
        """A workload runs on a service."""
        if shown := plain(name):
            self.workloads.setdefault(service, set()).add(shown)

    def stranger(self, kind: object) -> None:
        """A kind of thing that no entry of the catalogue claims."""
        fits = isinstance(kind, str) and _KIND.fullmatch(kind)
        self.strange[str(kind) if fits else _UNREADABLE] += 1

    def team(self, name: str, shown: str = "") -> str:
        """A team by any name; its id, empty where the name makes none."""
        team = slug(name)
        if team:
            self.teams[team] = plain(shown) or self.teams.get(team) or plain(name) or team
        return team

    def own(self, team: str, service: str) -> None:
        """A team owns a service."""
        teams = self.owned.setdefault(service, [])
        if team and team not in teams:
            teams.append(team)


def slug(text: str) -> str:
    """A name as an id: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:60].strip("-")


def plain(text: str) -> str:
    """A name as the overlay may show it."""
    return " ".join(_NOT_SHOWN.sub(" ", text.replace("_", " ")).split())[:60]
