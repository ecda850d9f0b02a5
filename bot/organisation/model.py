"""The nouns of an organisation's overlay: its teams, places, stack, rules and local notes.

What is ours stands beside the catalogue and never inside it: nothing here holds a
sentence about AWS. An id that a rule names and nothing defines is kept as it is, so that
the reply and `srm gaps` can say so.
"""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.catalogue.model import Place


@record
class Team:
    """A team, and how it is reached. `channel` and `user_group` are names, never mentions."""

    id: str
    name: str
    said_as: tuple[str, ...]
    channel: str | None
    user_group: str | None
    on_call: str | None
    runbook: str | None
    escalation: str | None
    at: Place


@record
class Party:
    """A further party beside AWS and us: a managed-service provider, a platform vendor."""

    id: str
    name: str
    does: str
    contact: str | None
    at: Place


@record
class Environment:
    """An environment, with the names that people type: "prod"."""

    id: str
    name: str
    said_as: tuple[str, ...]
    at: Place


@record
class Account:
    """An AWS account by the name we gave it; `number` has twelve digits."""

    id: str
    name: str
    number: str | None
    environment: str | None
    said_as: tuple[str, ...]
    at: Place


@record
class Used:
    """A service, or a way of running it, that we use: in which accounts, for which workloads."""

    service: str
    accounts: tuple[str, ...]
    workloads: tuple[str, ...]
    at: Place


@record
class Scope:
    """Which duties something holds for; an empty part means all of them."""

    topics: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()


@record
class Rule:
    """Who owns the duties in `scope`: a team, a further party beside it, or both.

    `runbook` and `on_call`, where given, stand instead of the team's own. `set_on` is the day on
    which it was set in Slack, empty for a rule of the files.
    """

    team: str | None
    party: str | None
    does: str | None
    runbook: str | None
    on_call: str | None
    scope: Scope
    at: Place
    set_on: str = ""


@record
class Local:
    """A note of ours on the duties in `scope`; `case` is the catalogue's case that it chooses."""

    note: str
    case: str | None
    scope: Scope
    at: Place


@record
class Organisation:
    """One overlay, as it was written; mappings go from id to record, in reading order."""

    name: str
    edition: str
    teams: Mapping[str, Team]
    parties: Mapping[str, Party]
    environments: Mapping[str, Environment]
    accounts: Mapping[str, Account]
    stack: tuple[Used, ...]
    rules: Sequence[Rule]
    locals: tuple[Local, ...]
