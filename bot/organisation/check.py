"""What an overlay refers to exists, and nothing in it contradicts itself.

Owners that do not exist and services that are not catalogued are no faults: things change
under an overlay, and `srm gaps` lists them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalogue.names import squash
from bot.errors import Problem
from bot.organisation.holders import claims_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.catalogue.model import Catalogue, Place
    from bot.organisation.model import Account, Environment, Local, Organisation, Scope

    Check = Callable[[Organisation, Catalogue], Iterator[Problem]]

MOST_CLAIMS = 100_000


def problems_in(organisation: Organisation, catalogue: Catalogue) -> list[Problem]:
    """Every problem that shows only over the whole overlay."""
    claims = sum(_claims(rule.scope) for rule in organisation.rules)
    if claims > MOST_CLAIMS:
        says = f"The rules name {claims:,} duties one by one."
        cure = f"Keep to {MOST_CLAIMS:,}: name classes and environments instead."
        return [_problem(organisation.rules[0].at, "size", "rules", says, cure)]
    found = claims_of(organisation.rules)[1]
    return found + [one for check in CHECKS for one in check(organisation, catalogue)]


def places_exist(organisation: Organisation, catalogue: Catalogue) -> Iterator[Problem]:
    """Accounts and environments that are named are defined."""
    del catalogue
    for at, field, name in _named_places(organisation):
        section = field if field.endswith("s") else f"{field}s"
        if name not in getattr(organisation, section):
            says = f"There is no {section.removesuffix('s')} {name[:40]!r}."
            yield _problem(at, "unknown", field, says, f"Define it under {section}.")


def _named_places(organisation: Organisation) -> Iterator[tuple[Place, str, str]]:
    """Every account and environment that is named: where, in which field, its id."""
    for account in organisation.accounts.values():
        if account.environment is not None:
            yield account.at, "environment", account.environment
    for used in organisation.stack:
        for name in used.accounts:
            yield used.at, "accounts", name
    for scope, at in _scopes(organisation):
        for name in scope.accounts:
            yield at, "accounts", name
        for name in scope.environments:
            yield at, "environments", name


def services_exist(organisation: Organisation, catalogue: Catalogue) -> Iterator[Problem]:
    """Rules and notes name services of the catalogue, or at least of the stack."""
    known = {*catalogue.services, *(used.service for used in organisation.stack)}
    for scope, at in _scopes(organisation):
        for name in scope.services:
            if name not in known:
                cure = "Use a name that `srm services` lists, or add it to the stack."
                says = f"There is no service {name[:40]!r}."
                yield _problem(at, "unknown", "services", says, cure)


def words_mean_one_place(organisation: Organisation, catalogue: Catalogue) -> Iterator[Problem]:
    """A word that people type means one place."""
    del catalogue
    owners: dict[str, str] = {}
    places: list[Environment | Account] = [*organisation.environments.values()]
    for place in [*places, *organisation.accounts.values()]:
        kind = "account" if place.id in organisation.accounts else "environment"
        for text in (place.id, place.name, *place.said_as):
            mine = f"{kind} {place.id!r}"
            before = owners.setdefault(squash(text), mine)
            if before != mine:
                says = f"{text!r} is already a name of {before}."
                yield _problem(place.at, "name-taken", "said_as", says, "Keep it at one place.")


def cases_exist(organisation: Organisation, catalogue: Catalogue) -> Iterator[Problem]:
    """An exception chooses a case that the catalogue has for that very duty."""
    for local in organisation.locals:
        if local.case is not None:
            yield from _case(local, local.case, catalogue)


def _case(local: Local, case: str, catalogue: Catalogue) -> Iterator[Problem]:
    for name in local.scope.services:
        if name not in catalogue.services:
            continue
        for topic in local.scope.topics:
            duties = [one.duties.get(topic) for one in catalogue.family(name)]
            known = [case.when for duty in duties if duty for case in duty.cases]
            if case not in known:
                says = f"{name} has no case {case[:60]!r} for {topic}."
                cure = f"Known are: {'; '.join(known) or 'none'}."
                yield _problem(local.at, "case", "case", says, cure)


def _scopes(organisation: Organisation) -> Iterator[tuple[Scope, Place]]:
    for rule in organisation.rules:
        yield rule.scope, rule.at
    for local in organisation.locals:
        yield local.scope, local.at


def _claims(scope: Scope) -> int:
    named = max(1, len(scope.services) + len(scope.classes))
    places = max(1, len(scope.accounts) + len(scope.environments))
    return named * places * max(1, len(scope.topics))


def _problem(at: Place, rule: str, field: str, says: str, cure: str) -> Problem:
    return Problem(rule=rule, file=at.file, line=at.line, field=field, says=says, cure=cure)


CHECKS: tuple[Check, ...] = (places_exist, services_exist, words_mean_one_place, cases_exist)
