"""Exports of AWS Config and Resource Explorer, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

from bot.starter.kinds import account_of, place_in, region_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.starter.found import Found
    from bot.starter.kinds import Kinds

KEPT = frozenset(
    (
        "configurationItems baseConfigurationItems resourceIdentifiers ResourceIdentifiers Results "
        "Resources resourceType ResourceType awsAccountId accountId AccountId SourceAccountId "
        "OwningAccountId awsRegion SourceRegion Region region ARN arn Arn fileVersion "
        "configurationItemStatus"
    ).split()
)
_LISTS = (
    "configurationItems",
    "baseConfigurationItems",
    "resourceIdentifiers",
    "ResourceIdentifiers",
    "Results",
    "Resources",
)
_KIND, _ACCOUNT, _REGION, _ARN = (
    ("resourcetype", "type"),
    ("awsaccountid", "accountid", "sourceaccountid", "owningaccountid", "awsaccount", "account",
     "owneraccountid", "owner"),
    ("awsregion", "sourceregion", "region"),
    ("arn", "resourcearn", "identifier"),
)  # fmt: skip
_GONE = ("ResourceDeleted", "ResourceDeletedNotRecorded")


def is_inventory(tree: dict[str, Any]) -> bool:
    """Whether a parsed file is such an export."""
    return any(isinstance(tree.get(name), list) for name in _LISTS)


def read_inventory(tree: dict[str, Any], kinds: Kinds, found: Found) -> tuple[int, int]:
    """Take in every resource of a JSON export."""
    return _take(_items(tree), kinds, found)


def read_inventory_csv(text: str, kinds: Kinds, found: Found) -> tuple[int, int] | None:
    """Take in every resource of a CSV export; None where it has no column of types."""
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    names = {_folded(name) for name in rows.fieldnames or () if name}
    if not names & set(_KIND):
        return None
    return _take(({str(key): one for key, one in row.items()} for row in rows), kinds, found)


def _items(tree: dict[str, Any]) -> Iterator[Mapping[str, Any]]:
    for name in _LISTS:
        for one in tree.get(name) or ():
            # An advanced query of AWS Config gives each item as a text of JSON.
            item = _parsed(one) if isinstance(one, str) else one
            if isinstance(item, dict) and item.get("configurationItemStatus") not in _GONE:
                yield item


def _parsed(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_kept)
    except ValueError:
        return None


def _kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if key in KEPT}


def _take(items: Iterator[Mapping[str, Any]], kinds: Kinds, found: Found) -> tuple[int, int]:
    things = known = 0
    for item in items:
        things += 1
        folded = {_folded(name): value for name, value in item.items()}
        kind, arn = _first(folded, _KIND), _first(folded, _ARN)
        service = kinds.of(kind) or kinds.of(arn)
        if service is None:
            found.stranger(kind)
            continue
        known += 1
        account, region = place_in(arn)
        account = account_of(_first(folded, _ACCOUNT)) or account
        found.use(service, account, region_of(_first(folded, _REGION)) or region)
    return things, known


def _first(item: Mapping[str, Any], names: tuple[str, ...]) -> object:
    return next((item[name] for name in names if item.get(name)), None)


def _folded(name: str) -> str:
    return re.sub(r"[^a-z]", "", str(name).lower())
