"""Reads the fields of one marked mapping, gathering every problem instead of raising."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from bot.catalogue.nodes import Listing, Mapping, Scalar, becomes
from bot.catalogue.shapes import (
    DAY,
    HOSTS,
    MACHINE_NAME,
    MARKUP_LETTERS,
    MARKUP_WORDS,
    SENTENCE,
    SINCE,
    UNWRITTEN,
    WORDS,
    page_on,
)
from bot.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_DAY = re.compile(DAY)
_SINCE = re.compile(SINCE)
_MACHINE = re.compile(MACHINE_NAME)
_MARKUP = re.compile(rf"[{MARKUP_LETTERS}]|@(?:{'|'.join(MARKUP_WORDS)})\b", re.IGNORECASE)
_UNWRITTEN = re.compile(rf"\b(?:{'|'.join(UNWRITTEN)})\b", re.IGNORECASE)
_LONGEST_SHAPED = 300
_LINK = re.compile(r"https://[a-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~/%?=&#+:@,;!$()-]*)?")
_URL = re.compile(page_on(HOSTS))


def _is_day(text: str) -> bool:
    """Whether `text` is an ISO day that the calendar has."""
    if not _DAY.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})


class Report:
    """Gathers problems of one data folder; `file` is the one being read."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.file = ""

    def add(self, rule: str, line: int, field: str, says: str, cure: str) -> None:
        """Note a problem in the current file, at a line from 1."""
        self.problems.append(
            Problem(rule=rule, file=self.file, line=line, field=field, says=says, cure=cure)
        )


class Fields:
    """One mapping being read: each method takes a field and reports what is wrong with it."""

    def __init__(self, node: Mapping, report: Report, path: str = "") -> None:
        self.node, self.report, self.path = node, report, path
        self._values = {key.text: value for key, value in node.pairs}
        self._lines = {key.text: key.line for key, _ in node.pairs}

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def line(self, name: str = "") -> int:
        """The line of a field, or of the mapping itself."""
        return self._lines.get(name, self.node.line)

    def fault(self, rule: str, name: str, says: str, cure: str, line: int = 0) -> None:
        """Report a problem with a field of this mapping."""
        where = f"{self.path}.{name}".strip(".")
        self.report.add(rule, line or self.line(name), where, says, cure)

    def _missing(self, name: str, cure: str) -> None:
        self.fault("missing", name, f"{name!r} is missing.", cure)

    def only(self, known: Sequence[str], what: str = "field", ordered: bool = False) -> None:
        """Refuse keys that are not in `known`; with `ordered`, also another order."""
        for name in self._values:
            if name not in known:
                cure = f"Known are: {', '.join(known)}."
                self.fault("unknown", name, f"There is no {what} {name[:40]!r}.", cure)
        order = [name for name in known if name in self._values]
        found = [name for name in self._values if name in known]
        if ordered and found != order:
            cure = f"Write them in this order: {', '.join(order)}."
            self.fault("order", "", f"The {what}s are out of order.", cure)

    def names(self) -> tuple[str, ...]:
        """The keys, in order."""
        return tuple(self._values)

    def text(self, name: str, longest: int = SENTENCE, required: bool = True) -> str | None:
        """A sentence or name of at most `longest` characters, safe to show in Slack."""
        value = self._values.get(name)
        if value is None:
            if required:
                self._missing(name, f"Add {name}: …")
            return None
        return self._text(value, name, longest)

    def _text(self, value: object, name: str, longest: int) -> str | None:
        if not isinstance(value, Scalar):
            cure = "Write one sentence here."
            self.fault("type", name, "This is not text.", cure, getattr(value, "line", 0))
            return None
        if not value.text.strip():
            self.fault("missing", name, "This is empty.", "Write it, or drop it.", value.line)
            return None
        if (kind := becomes(value)) is not None:
            says = f"{value.text[:40]!r} reads as a {kind} in YAML."
            self.fault("type", name, says, "Put it in quotes.", value.line)
        return self._shown(value, name, longest)

    def _shown(self, value: Scalar, name: str, longest: int) -> str:
        text = " ".join(value.text.split())
        if len(text) > longest:
            says = f"This has {len(text)} characters."
            self.fault("length", name, says, f"Keep it to {longest}.", value.line)
        if found := _MARKUP.search(text):
            says = f"{found.group()!r} would act as markup in Slack."
            self.fault("markup", name, says, "Say it without.", value.line)
        if found := _UNWRITTEN.search(text):
            says = f"{found.group()!r} stands for something still to be written."
            self.fault("unwritten", name, says, "Write it, or take it out.", value.line)
        plain = text.isascii() and text.isprintable()
        if not plain and any(unicodedata.category(letter) in _UNSEEN for letter in text):
            cure = "Delete the invisible character."
            self.fault("markup", name, "A character here cannot be seen.", cure, value.line)
        return text

    def day(self, name: str, required: bool = True) -> str | None:
        """An ISO day, as text."""
        value = self._values.get(name)
        if isinstance(value, Scalar) and _is_day(value.text):
            return value.text
        if value is not None:
            self.fault("day", name, "This is not a day.", "Write it as 2026-11-23.")
        elif required:
            self._missing(name, f"Add {name}: 2026-11-23")
        return None

    def since(self, name: str) -> str | None:
        """An ISO day, month or year, as text; None when the field is missing."""
        value = self._values.get(name)
        if isinstance(value, Scalar) and _SINCE.fullmatch(value.text):
            return value.text
        if value is not None:
            self.fault("day", name, "This is no day.", "Write 2026, 2026-04 or 2026-04-30.")
        return None

    def url(self, name: str) -> str | None:
        """An https URL on a host that may be cited."""
        value = self._values.get(name)
        text = value.text if isinstance(value, Scalar) else ""
        if _URL.fullmatch(text):
            return text
        cure = f"Use https:// on one of: {', '.join(HOSTS)}."
        if value is None:
            self._missing(name, cure)
            return None
        self.fault("url", name, f"{text[:60]!r} is not a page that may be cited.", cure)
        return None

    def link(self, name: str) -> str | None:
        """An https URL on any host; None when the field is missing."""
        cure = "Write a whole https:// address."
        return self.shaped(name, _LINK, "an https address", cure)

    def shaped(self, name: str, shape: re.Pattern[str], what: str, cure: str) -> str | None:
        """Text of a given shape, which then needs no other rule; None when it is missing."""
        value = self._values.get(name)
        if value is None:
            return None
        text = value.text if isinstance(value, Scalar) else ""
        if shape.fullmatch(text) and len(text) <= _LONGEST_SHAPED:
            return text
        self.fault("shape", name, f"{text[:60]!r} is not {what}.", cure)
        return None

    def one_of(self, name: str, known: Sequence[str], required: bool = True) -> str | None:
        """One of a closed set of words."""
        value = self._values.get(name)
        if isinstance(value, Scalar) and value.text in known:
            return value.text
        cure = f"Use one of: {', '.join(known)}."
        if isinstance(value, Scalar):
            self.fault("unknown", name, f"{value.text[:40]!r} is none of those known.", cure)
        elif value is not None:
            self.fault("type", name, "This is not text.", cure)
        elif required:
            self._missing(name, cure)
        return None

    def texts(
        self, name: str, longest: int = WORDS, allow: Callable[[str], bool] | None = None
    ) -> tuple[str, ...]:
        """A list of texts, empty when the field is missing; `allow` may lift the markup rule."""
        value = self._values.get(name)
        if value is None:
            return ()
        if not isinstance(value, Listing):
            self.fault("type", name, "This is not a list.", "Write it as [one, two].")
            return ()
        found = []
        for number, item in enumerate(value.items):
            field = f"{name}[{number}]"
            if allow and isinstance(item, Scalar) and allow(item.text):
                found.append(item.text)
            elif (text := self._text(item, field, longest)) is not None:
                found.append(text)
        return tuple(found)

    def machine_names(self, name: str) -> tuple[str, ...]:
        """A list of names that programs use, such as `AWS::RDS` or `aws_db`."""
        found = self.texts(name, allow=lambda text: bool(_MACHINE.fullmatch(text)))
        for number, text in enumerate(found):
            if not _MACHINE.fullmatch(text):
                cure = "Use letters, digits and : _ . / - only."
                says = f"{text[:40]!r} is no machine name."
                self.fault("unknown", f"{name}[{number}]", says, cure, self.line(name))
        return found

    def lines(self, name: str) -> tuple[int, ...]:
        """The line of each item of a list."""
        value = self._values.get(name)
        return tuple(item.line for item in value.items) if isinstance(value, Listing) else ()

    def inner(self, name: str, required: bool = True) -> Fields | None:
        """A mapping inside this one."""
        value = self._values.get(name)
        if isinstance(value, Mapping):
            return Fields(value, self.report, f"{self.path}.{name}".strip("."))
        if value is not None:
            self.fault("type", name, "This is not a mapping.", "Indent its fields below it.")
        elif required:
            self._missing(name, f"Add {name}:")
        return None

    def each(self, name: str) -> Iterator[Fields]:
        """The mappings of a list."""
        value = self._values.get(name)
        if value is None:
            return
        if not isinstance(value, Listing):
            self.fault("type", name, "This is not a list.", "Begin each item with a dash.")
            return
        for number, item in enumerate(value.items):
            field = f"{name}[{number}]"
            if isinstance(item, Mapping):
                yield Fields(item, self.report, f"{self.path}.{field}".strip("."))
            else:
                self.fault("type", field, "This is not a mapping.", "Give it fields.")
