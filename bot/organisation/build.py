"""The fields of an overlay's files into records, with every problem gathered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.catalogue.model import Place
from bot.catalogue.shapes import CLASSES
from bot.organisation.model import (
    Account,
    Environment,
    Local,
    Party,
    Rule,
    Scope,
    Team,
    Used,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from bot.catalogue.fields import Fields

    T = TypeVar("T")

SECTIONS = (
    "name", "teams", "parties", "environments", "accounts", "stack", "rules", "notes",
)  # fmt: skip
_SCOPE = ("topics", "classes", "services", "accounts", "environments")
_ID = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")
_CHANNEL = re.compile(r"#[a-z0-9][a-z0-9_.-]{0,79}")
# The groups that would call everybody are no team's.
_GROUP = re.compile(r"@(?!(?:here|channel|everyone)$)[a-z0-9][a-z0-9_.-]{0,79}")
_NUMBER = re.compile(r"\d{12}")


class Draft:
    """Gathers what the files of one workspace say; `known` finds a service's id by any name."""

    def __init__(self, topics: Sequence[str], known: Callable[[str], str | None]) -> None:
        self._topics, self._known = tuple(topics), known
        self.name = ""
        self.teams: dict[str, Team] = {}
        self.parties: dict[str, Party] = {}
        self.environments: dict[str, Environment] = {}
        self.accounts: dict[str, Account] = {}
        self.stack: list[Used] = []
        self.rules: list[Rule] = []
        self.locals: list[Local] = []

    def read(self, fields: Fields) -> None:
        """Take in one file."""
        fields.only(SECTIONS, what="section")
        if (name := fields.text("name", 60, required=False)) is not None:
            self.name = self.name or name
        _each(fields, "teams", self.teams, _team)
        _each(fields, "parties", self.parties, _party)
        _each(fields, "environments", self.environments, _environment)
        _each(fields, "accounts", self.accounts, _account)
        self.stack += [self._used(one) for one in fields.each("stack")]
        self.rules += [self._rule(one) for one in fields.each("rules")]
        self.locals += [self._local(one) for one in fields.each("notes")]

    def _used(self, fields: Fields) -> Used:
        fields.only(("service", "accounts", "workloads"))
        service = fields.text("service", 80) or ""
        return Used(
            service=self._known(service) or service,
            accounts=fields.texts("accounts"),
            workloads=fields.texts("workloads"),
            at=_at(fields),
        )

    def _rule(self, fields: Fields) -> Rule:
        fields.only(("team", "party", "does", "runbook", "on_call", *_SCOPE))
        team = fields.text("team", 60, required=False)
        party = fields.text("party", 60, required=False)
        if not team and not party:
            fields.fault("missing", "team", "Nobody owns this.", "Add team: or party:.")
        return Rule(
            team=team,
            party=party,
            does=fields.text("does", required=False),
            runbook=fields.link("runbook"),
            on_call=fields.link("on_call"),
            scope=self._scope(fields),
            at=_at(fields),
        )

    def _local(self, fields: Fields) -> Local:
        fields.only(("note", "case", *_SCOPE))
        scope = self._scope(fields)
        if not scope.services and not scope.topics:
            cure = "Add services: or topics:."
            fields.fault("missing", "services", "This note holds for everything.", cure)
        case = fields.text("case", 120, required=False)
        if case and not (scope.services and scope.topics):
            cure = "Add services: and topics:, for a case belongs to a duty."
            fields.fault("missing", "case", "This case is of no duty.", cure)
        return Local(note=fields.text("note") or "", case=case, scope=scope, at=_at(fields))

    def _scope(self, fields: Fields) -> Scope:
        services = fields.texts("services")
        found = Scope(
            topics=_of(fields, "topics", self._topics),
            classes=_of(fields, "classes", CLASSES),
            services=tuple(self._known(name) or name for name in services),
            accounts=fields.texts("accounts"),
            environments=fields.texts("environments"),
        )
        for one, other in (("classes", "services"), ("environments", "accounts")):
            if one in fields and other in fields:
                says, cure = f"{one!r} stands beside {other!r}.", "Keep one, or write two."
                fields.fault("scope", one, says, cure)
        return found


def _team(fields: Fields, team: str) -> Team:
    fields.only(
        ("name", "said_as", "channel", "user_group", "on_call", "runbook", "escalation"),
    )
    channel_cure = "Write it as #channel-name."
    group_cure = "Write it as @group-name; here, channel and everyone are none."
    return Team(
        id=team,
        name=fields.text("name", 60) or team,
        said_as=fields.texts("said_as", 60),
        channel=fields.shaped("channel", _CHANNEL, "a channel's name", channel_cure),
        user_group=fields.shaped("user_group", _GROUP, "a user group's name", group_cure),
        on_call=fields.link("on_call"),
        runbook=fields.link("runbook"),
        escalation=fields.text("escalation", required=False),
        at=_at(fields),
    )


def _party(fields: Fields, party: str) -> Party:
    fields.only(("name", "does", "contact"))
    return Party(
        id=party,
        name=fields.text("name", 60) or party,
        does=fields.text("does") or "",
        contact=fields.link("contact"),
        at=_at(fields),
    )


def _environment(fields: Fields, environment: str) -> Environment:
    fields.only(("name", "said_as"))
    return Environment(
        id=environment,
        name=fields.text("name", 60, required=False) or environment,
        said_as=fields.texts("said_as", 60),
        at=_at(fields),
    )


def _account(fields: Fields, account: str) -> Account:
    fields.only(("name", "number", "environment", "said_as"))
    cure = "Write its twelve digits in quotes."
    return Account(
        id=account,
        name=fields.text("name", 60, required=False) or account,
        number=fields.shaped("number", _NUMBER, "an account number", cure),
        environment=fields.text("environment", 60, required=False),
        said_as=fields.texts("said_as", 60),
        at=_at(fields),
    )


def _each(
    fields: Fields, section: str, into: dict[str, T], make: Callable[[Fields, str], T]
) -> None:
    """Every record of a section that maps ids to records; an id may stand in one file only."""
    inner = fields.inner(section, required=False)
    for name in inner.names() if inner else ():
        one = inner.inner(name) if inner else None
        if one is None:
            continue
        if not _ID.fullmatch(name):
            cure = "Use small letters, digits, dots and hyphens."
            one.fault("id", "", f"{name[:40]!r} is no id.", cure)
        elif name in into:
            one.fault("twice", "", f"{name!r} stands in another file too.", "Keep one of the two.")
        else:
            into[name] = make(one, name)


def _of(fields: Fields, name: str, known: Sequence[str]) -> tuple[str, ...]:
    """A list of words of a closed set."""
    found = fields.texts(name)
    lines = fields.lines(name)
    for number, text in enumerate(found):
        if text not in known:
            line = lines[number] if number < len(lines) else 0
            cure = f"Known are: {', '.join(known)}."
            fields.fault("unknown", f"{name}[{number}]", f"There is no {text[:40]!r}.", cure, line)
    return found


def _at(fields: Fields) -> Place:
    return Place(file=fields.report.file, line=fields.line())
