"""A checked overlay as what JSON can say, so that asking with thousands of rules starts at once.

Data only. A rule becomes a record when it is first asked for: an answer needs a few.
"""

from __future__ import annotations

from bot.catalogue.model import Place
from bot.organisation.holders import claims_of
from bot.organisation.model import (
    Account,
    Environment,
    Local,
    Organisation,
    Party,
    Rule,
    Scope,
    Team,
    Used,
)
from bot.organisation.ours import Ours

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from bot.catalogue.model import Catalogue

_RECORDS = {
    record.__name__: record
    for record in (Account, Environment, Local, Party, Place, Rule, Scope, Team, Used)
}
_MAPPINGS = ("teams", "parties", "environments", "accounts")


class _Rules(list["Any"]):
    """Rules that become records when they are first asked for."""

    def __getitem__(self, at: Any) -> Any:
        value = super().__getitem__(at)
        if isinstance(value, list):
            value = self[at] = _decoded(value)
        return value

    def __iter__(self) -> Iterator[Any]:
        return (self[at] for at in range(len(self)))


def plain_of(organisation: Organisation) -> dict[str, Any]:
    """An organisation, and the claims of its rules, as what JSON can say."""
    return {
        "name": organisation.name,
        "edition": organisation.edition,
        **{name: _plain_mapping(getattr(organisation, name)) for name in _MAPPINGS},
        "stack": [_encoded(one) for one in organisation.stack],
        "rules": [_encoded(one) for one in organisation.rules],
        "locals": [_encoded(one) for one in organisation.locals],
        "claims": claims_of(organisation.rules)[0],
    }


def overlay_of(plain: dict[str, Any], catalogue: Catalogue) -> Ours:
    """The overlay that `plain_of` made of an organisation, ready over its catalogue."""
    organisation = Organisation(
        name=plain["name"],
        edition=plain["edition"],
        **{name: {key: _decoded(one) for key, one in plain[name].items()} for name in _MAPPINGS},
        stack=tuple(_decoded(one) for one in plain["stack"]),
        rules=_Rules(plain["rules"]),
        locals=tuple(_decoded(one) for one in plain["locals"]),
    )
    return Ours(organisation, catalogue, plain["claims"])


def _plain_mapping(mapping: dict[str, Any]) -> dict[str, Any]:
    return {key: _encoded(one) for key, one in mapping.items()}


def _encoded(value: Any) -> Any:
    """A record as [its name, fields in order]; a tuple as ["", items]."""
    if isinstance(value, tuple):
        return ["", *(_encoded(one) for one in value)]
    name = type(value).__name__
    if name in _RECORDS:
        return [name, *(_encoded(getattr(value, field)) for field in value.__slots__)]
    return value


def _decoded(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    fields = map(_decoded, value[1:])
    if value[0] == "":
        return tuple(fields)
    record: Any = _RECORDS[value[0]]
    return record(**dict(zip(record.__slots__, fields, strict=True)))
