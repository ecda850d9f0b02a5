"""Who owns what, from Backstage's catalogue files and from CODEOWNERS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.starter.found import Found
    from bot.starter.kinds import Kinds

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEAM = re.compile(r"@[\w.-]+/([\w.-]+)")
_MOST_ENTITIES = 20_000


def read_backstage(text: str, kinds: Kinds, found: Found) -> tuple[int, int] | None:
    """Take in one catalog-info.yaml; None where it is none."""
    entities = list(_entities(text))
    if not entities:
        return None
    known = sum(_entity(one, kinds, found) for one in entities)
    return len(entities), known


def _entities(text: str) -> Iterator[dict[str, Any]]:
    for number, one in enumerate(yaml.load_all(text, Loader=_LOADER)):
        if number >= _MOST_ENTITIES:
            return
        if isinstance(one, dict) and str(one.get("apiVersion", "")).startswith("backstage.io/"):
            yield one


def _entity(entity: dict[str, Any], kinds: Kinds, found: Found) -> bool:
    """Whether one entity told a team, an owner or a service."""
    kind, meta, spec = entity.get("kind"), _map(entity, "metadata"), _map(entity, "spec")
    name = str(meta.get("name", ""))
    if kind == "Group":
        return bool(found.team(name, str(_map(spec, "profile").get("displayName") or "")))
    if kind not in ("Component", "Resource", "System", "API"):
        found.stranger(f"Backstage {kind}")
        return False
    owner = _owner(spec.get("owner"), found)
    services = _services(kind, meta, spec, kinds)
    for service in services:
        found.use(service)
        if owner:
            found.own(owner, service)
        if kind == "Component":
            found.work(service, name)
    if kind == "Resource" and not services:
        found.stranger(f"Backstage resource {spec.get('type')}")
    return bool(services or owner) if kind != "Resource" else bool(services)


def _owner(reference: object, found: Found) -> str:
    """The team that an entity reference names; a person is none."""
    said = str(reference or "")
    kind, _, name = said.rpartition(":")
    if kind.lower() == "user":
        found.stranger("Backstage owner that is a person")
        return ""
    return found.team(name.rpartition("/")[2]) if name else ""


def _services(
    kind: object, meta: dict[str, Any], spec: dict[str, Any], kinds: Kinds
) -> tuple[str, ...]:
    """What an entity is on AWS: by its type, or by an ARN that annotates it."""
    said = [kinds.called(spec.get("type"))] if kind == "Resource" else []
    notes = _map(meta, "annotations").values()
    said += [kinds.of(one) for one in notes if isinstance(one, str) and one.startswith("arn:aws")]
    return tuple(dict.fromkeys(one for one in said if one))


def _map(of: dict[str, Any], name: str) -> dict[str, Any]:
    value = of.get(name)
    return value if isinstance(value, dict) else {}


def read_codeowners(text: str, kinds: Kinds, found: Found) -> tuple[int, int]:
    """Take in the teams of a CODEOWNERS file, and services that its folders are named after."""
    things = known = 0
    owners: dict[str, str] = {}
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        things += 1
        teams = [found.team(match.group(1)) for one in words[1:] if (match := _TEAM.fullmatch(one))]
        if not teams:
            found.stranger("CODEOWNERS line without a team")
            continue
        known += 1
        folders = [one for one in words[0].split("/") if one and "." not in one and "*" not in one]
        services = [service for one in folders if (service := kinds.called(one))]
        # The last line that fits is the one that holds.
        owners.update(dict.fromkeys(services[-1:], teams[0]))
    for service, team in owners.items():
        found.use(service)
        found.own(team, service)
    return things, known


def read_names(text: str, kinds: Kinds, found: Found) -> tuple[int, int]:
    """Take in a list of services, one a line or between commas, as people call them."""
    names = [one.strip(" \t-*\"'") for one in re.split(r"[\n,;]", text)]
    wanted = [one for one in names if one and not one.startswith("#")]
    known = 0
    for name in wanted:
        service = kinds.called(name)
        if service is None:
            found.stranger(name)
        else:
            known += 1
            found.use(service)
    return len(wanted), known
