"""YAML text into a tree of marked nodes, with everything refused that could surprise.

Built on the parser's events, never on its object constructors: no alias, merge key, tag
or second document gets as far as using memory, and every scalar stays text with its
line. What is wrong becomes a `Problem`; nothing raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from bot.errors import Problem
from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    Node = "Scalar | Listing | Mapping"

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVER = yaml.resolver.Resolver()
_TEXT_TAG = "tag:yaml.org,2002:str"


@record
class Scalar:
    """Text as written; `plain` when it stood without quotes; `line` from 1."""

    text: str
    plain: bool
    line: int


@record
class Listing:
    """A sequence of nodes."""

    items: tuple[Scalar | Listing | Mapping, ...]
    line: int


@record
class Mapping:
    """Key and value pairs in order; keys are scalars."""

    pairs: tuple[tuple[Scalar, Scalar | Listing | Mapping], ...]
    line: int


class _RefusedError(Exception):
    """Reading this file cannot go on; carries the line, what is wrong and the cure."""

    def __init__(self, line: int, says: str, cure: str) -> None:
        self.line, self.says, self.cure = line, says, cure
        super().__init__(says)


def becomes(scalar: Scalar) -> str | None:
    """What plain YAML would silently turn this unquoted text into, or None if text."""
    if not scalar.plain:
        return None
    # The stubs leave this method untyped; it gives a tag's name.
    tag = str(_RESOLVER.resolve(yaml.ScalarNode, scalar.text, (True, False)))  # type: ignore[no-untyped-call]
    return None if tag == _TEXT_TAG else tag.rsplit(":", 1)[-1]


def parse(data: bytes, file: str, largest: int = MAX_BYTES) -> tuple[Mapping | None, list[Problem]]:
    """Read one file's bytes, at most `largest`; `file` names it in problems.

    The tree is None when there is a problem; what is wrong is gathered as far as the file
    can be read at all.
    """
    reader = _Reader(file, largest)
    try:
        tree = reader.read(data)
    except _RefusedError as fault:
        reader.refuse(fault.line, fault.says, fault.cure)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        says = f"This is not YAML: {getattr(fault, 'problem', None) or 'it cannot be read'}."
        cure = "Check the indentation, and quote text that holds a colon or a hash."
        reader.refuse(mark.line + 1 if mark else 1, says, cure)
    except (ValueError, RecursionError, AttributeError) as fault:
        reader.refuse(1, f"This cannot be read ({type(fault).__name__}).", "Start it again.")
    return (None, reader.problems) if reader.problems else (tree, [])


class _Reader:
    """Builds the tree of one file from the parser's events."""

    def __init__(self, file: str, largest: int) -> None:
        self.file, self.largest = file, largest
        self.problems: list[Problem] = []

    def refuse(self, line: int, says: str, cure: str) -> None:
        self.problems.append(
            Problem(rule="yaml", file=self.file, line=line, field="", says=says, cure=cure)
        )

    def read(self, data: bytes) -> Mapping:
        if len(data) > self.largest:
            size = f"{len(data):,} bytes"
            cure = f"Keep it below {self.largest:,} bytes."
            raise _RefusedError(1, f"The file has {size}.", cure)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as fault:
            line = data.count(b"\n", 0, fault.start) + 1
            raise _RefusedError(line, "This is not UTF-8.", "Save the file as UTF-8.") from None
        if text.startswith("\ufeff"):
            raise _RefusedError(1, "The file begins with a byte order mark.", "Save it without.")
        tree = self._document(yaml.parse(text, Loader=_PARSER))
        if not isinstance(tree, Mapping):
            raise _RefusedError(
                1, "The file is not a mapping.", "Begin it with a field and a colon."
            )
        return tree

    def _document(self, events: Iterator[yaml.Event]) -> Scalar | Listing | Mapping:
        tree: Scalar | Listing | Mapping = Mapping(pairs=(), line=1)
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    says = "A second document begins here."
                    raise _RefusedError(_line(event), says, "Keep one a file.")
                tree = self._node(next(events), events, 1)
        return tree

    def _node(
        self, event: yaml.Event, events: Iterator[yaml.Event], depth: int
    ) -> Scalar | Listing | Mapping:
        line = _line(event)
        if depth > MAX_DEPTH:
            raise _RefusedError(line, f"This is nested over {MAX_DEPTH} deep.", "Write it flat.")
        if isinstance(event, yaml.AliasEvent):
            self.refuse(line, "Anchors and aliases are not used here.", "Write the text out.")
            return Scalar(text="", plain=False, line=line)
        if getattr(event, "anchor", None):
            self.refuse(line, "Anchors and aliases are not used here.", "Write the text out.")
        if getattr(event, "tag", None):
            self.refuse(line, "Tags are not used here.", "Write plain text or a list.")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            return Scalar(text=event.value, plain=plain, line=line)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._listing(events, line, depth)
        return self._mapping(events, line, depth)

    def _listing(self, events: Iterator[yaml.Event], line: int, depth: int) -> Listing:
        items = []
        while not isinstance(inner := next(events), yaml.SequenceEndEvent):
            items.append(self._node(inner, events, depth + 1))
        return Listing(items=tuple(items), line=line)

    def _mapping(self, events: Iterator[yaml.Event], line: int, depth: int) -> Mapping:
        pairs: dict[str, tuple[Scalar, Scalar | Listing | Mapping]] = {}
        while not isinstance(inner := next(events), yaml.MappingEndEvent):
            key = self._key(self._node(inner, events, depth + 1))
            value = self._node(next(events), events, depth + 1)
            if (before := pairs.setdefault(key.text, (key, value))[0]) is not key:
                says = f"The field {key.text[:40]!r} stands twice (first in line {before.line})."
                self.refuse(key.line, says, "Keep one of the two.")
        return Mapping(pairs=tuple(pairs.values()), line=line)

    def _key(self, key: Scalar | Listing | Mapping) -> Scalar:
        if not isinstance(key, Scalar):
            self.refuse(key.line, "A field's name is not text.", "Name it in one word.")
            return Scalar(text="", plain=False, line=key.line)
        if key.text == "<<":
            self.refuse(key.line, "Merge keys are not used here.", "Write the fields out.")
        return key


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
