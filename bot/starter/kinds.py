"""Which entry of the catalogue a kind of resource is, in the words of each tool."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.organisation.load import finder
from bot.understand.ids import IdIndex

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue

_ARN = re.compile(r"arn:aws[a-z-]{0,12}:[a-z0-9-]{2,40}:([a-z0-9-]{0,30}):(\d{12})?:")
_EXPLORER = re.compile(r"([a-z0-9-]{2,40}):([A-Za-z0-9/_-]{1,60})")
_ACCOUNT = re.compile(r"\d{12}")
_REGION = re.compile(r"[a-z]{2,4}(-[a-z]{2,12}){1,2}-\d{1,2}")
_PARTS = re.compile(r"[-_:/ .]+")


class Kinds:
    """Recognises kinds of resources over one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_name = finder(catalogue)
        self._ids = IdIndex(catalogue.services, self._by_name)
        self._known: dict[str, str | None] = {}

    def of(self, kind: object) -> str | None:
        """The entry for `aws_db_instance`, `AWS::RDS::DBInstance`, `rds:db` or an ARN."""
        if not isinstance(kind, str) or len(kind) > 2000:
            return None
        if kind not in self._known:
            self._known[kind] = self._find(kind)
        return self._known[kind]

    def called(self, text: object) -> str | None:
        """The entry that people call so: "RDS", "s3-bucket", "Amazon DynamoDB"."""
        if not isinstance(text, str) or len(text) > 200:
            return None
        found = self._by_name(text) or self.of(text)
        if found is None and (first := _PARTS.split(text.strip())[0]) != text:
            found = self._by_name(first) if len(first) > 1 else None
        return found

    def _find(self, kind: str) -> str | None:
        if _EXPLORER.fullmatch(kind):
            service, _, resource = kind.partition(":")
            kind = f"arn:aws:{service}:::{resource}/x"
        found = self._ids.find(kind)
        return found[0].service if len(found) == 1 else None


def place_in(arn: object) -> tuple[str, str]:
    """The account and Region that an ARN names, each empty where it names none."""
    match = _ARN.match(arn) if isinstance(arn, str) else None
    return (match.group(2) or "", match.group(1)) if match else ("", "")


def account_of(text: object) -> str:
    """An account's number, empty for anything else."""
    said = str(text).strip() if isinstance(text, str | int) else ""
    return said if _ACCOUNT.fullmatch(said) else ""


def region_of(text: object) -> str:
    """A Region's name, empty for anything else."""
    return text if isinstance(text, str) and _REGION.fullmatch(text) else ""
