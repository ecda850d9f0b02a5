"""Terraform's state and plan: of each resource its type, account and Region, and nothing else.

Both hold secrets in plain text. Every field that is not on the list below is dropped while
the file is parsed, before anything else can see it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.starter.kinds import place_in, region_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.starter.found import Found
    from bot.starter.kinds import Kinds

KEPT = frozenset(
    (
        "version terraform_version format_version resources mode type instances attributes arn "
        "region values root_module child_modules planned_values prior_state"
    ).split()
)


def is_terraform(tree: dict[str, Any]) -> bool:
    """Whether a parsed file is a state, or what `terraform show -json` prints."""
    return "terraform_version" in tree or "format_version" in tree


def read_terraform(tree: dict[str, Any], kinds: Kinds, found: Found) -> tuple[int, int]:
    """Take in every managed resource; how many there are, and how many were recognised."""
    things = known = 0
    for kind, values in _resources(tree):
        things += 1
        service = kinds.of(kind)
        if service is None:
            found.stranger(kind)
            continue
        known += 1
        account, region = place_in(values.get("arn"))
        found.use(service, account, region or region_of(values.get("region")))
    return things, known


def _resources(tree: dict[str, Any]) -> Iterator[tuple[object, dict[str, Any]]]:
    """Each resource's type with its few fields, whatever of the three forms the file has."""
    for one in _listed(tree.get("resources")):
        if one.get("mode") != "data":
            instances = [*_listed(one.get("instances"))] or [{}]
            for instance in instances:
                yield one.get("type"), _mapping(instance.get("attributes"))
    # A plan holds what is there and what will be; one of the two counts.
    planned = _mapping(tree.get("planned_values"))
    prior = _mapping(_mapping(tree.get("prior_state")).get("values"))
    for values in (_mapping(tree.get("values")), planned, prior if not planned else {}):
        yield from _in_module(_mapping(values.get("root_module")), 0)


def _in_module(module: dict[str, Any], depth: int) -> Iterator[tuple[object, dict[str, Any]]]:
    for one in _listed(module.get("resources")):
        if one.get("mode") != "data":
            yield one.get("type"), _mapping(one.get("values"))
    for child in _listed(module.get("child_modules")) if depth < 50 else ():
        yield from _in_module(child, depth + 1)


def _listed(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        yield from (one for one in value if isinstance(one, dict))


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
