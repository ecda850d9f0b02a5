"""What was found as the commented beginning of an overlay, and as a report for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.render import phrases
from bot.starter.found import slug

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.catalogue.model import Catalogue
    from bot.starter.found import Found

_SHOWN = 40


def starter_of(found: Found, catalogue: Catalogue) -> str:
    """An overlay to go on from: valid as it stands, with what is left to say as comments."""
    lines = [
        *_comment(phrases.STARTER_HEAD),
        f"name: {_quoted(found.name or phrases.STARTER_NAME)}",
        "",
        *_comment(phrases.STARTER_TEAMS),
        *_teams(found),
        "",
        *_comment(phrases.STARTER_PLACES),
        *_places(found),
        "",
        *_comment(phrases.STARTER_STACK),
        *_stack(found, catalogue),
        "",
        *_comment(phrases.STARTER_RULES),
        *_rules(found),
    ]
    return "\n".join(lines) + "\n"


def _teams(found: Found) -> Iterator[str]:
    yield "teams:"
    for team, name in (found.teams or {"platform": "Platform"}).items():
        yield f"  {team}:"
        yield f"    name: {_quoted(name)}"
        yield f"    # channel: {_quoted('#' + team)}"
        yield "    # on_call: https://…"
        yield "    # runbook: https://…"


def _places(found: Found) -> Iterator[str]:
    if found.environments:
        yield "environments:"
        for name in found.environments:
            yield f"  {slug(name)}: {{name: {_quoted(name)}, said_as: []}}"
    else:
        yield "# environments:"
        yield "#   production: {name: Production, said_as: [prod, live]}"
    if found.accounts:
        yield "accounts:"
        for number, regions in sorted(found.accounts.items()):
            seen = f"  # {', '.join(sorted(regions))}" if regions else ""
            named = f"name: {_quoted('Account ' + number)}, number: {_quoted(number)}"
            yield f"  account-{number}: {{{named}}}{seen}"
    else:
        yield "# accounts:"
        yield '#   shop-prod: {name: Shop, number: "111122223333", environment: production}'


def _stack(found: Found, catalogue: Catalogue) -> Iterator[str]:
    yield "stack:" if found.used else "stack: []"
    order = list(catalogue.services)
    for service in sorted(found.used, key=order.index):
        parts = [f"service: {service}"]
        accounts = [f"account-{number}" for number in sorted(found.used[service])]
        parts += [f"accounts: [{', '.join(accounts)}]"] if accounts else []
        work = sorted(found.workloads.get(service, ()))
        parts += [f"workloads: [{', '.join(map(_quoted, work))}]"] if work else []
        yield f"  - {{{', '.join(parts)}}}"
    for kind, count in _strangest(found):
        yield f"  # {phrases.not_recognised(kind, count)}"


def _rules(found: Found) -> Iterator[str]:
    owned: dict[str, list[str]] = {}
    for service, teams in found.owned.items():
        if teams:
            owned.setdefault(teams[0], []).append(service)
    yield "rules:" if owned else "rules: []"
    for team, services in owned.items():
        yield f"  - {{team: {team}, services: [{', '.join(sorted(services))}]}}"
    for service, teams in found.owned.items():
        if len(teams) > 1:
            yield f"  # {phrases.also_owned(service, teams[1:])}"


def report_of(found: Found) -> str:
    """What was read and recognised, and what was not."""
    lines = [phrases.file_read(one.file, one.as_what, one.things, one.known) for one in found.files]
    lines += [phrases.file_refused(file, why) for file, why in found.faults]
    lines.append(phrases.starter_summary(len(found.used), len(found.accounts), len(found.teams)))
    strangest = _strangest(found)
    if strangest:
        lines.append(phrases.NOT_RECOGNISED)
        lines += [f"  {phrases.counted(kind, count)}" for kind, count in strangest[:_SHOWN]]
        if len(strangest) > _SHOWN:
            lines.append(f"  {phrases.and_more(len(strangest) - _SHOWN)}")
    return "\n".join(lines)


def _strangest(found: Found) -> list[tuple[str, int]]:
    """What was not recognised, the most frequent first."""
    return sorted(found.strange.items(), key=lambda pair: (-pair[1], pair[0]))


def _comment(text: str) -> Iterable[str]:
    return [f"# {line}".rstrip() for line in text.splitlines()]


def _quoted(text: str) -> str:
    """Text as YAML reads it back, whatever it holds."""
    return json.dumps(text, ensure_ascii=False)
