"""A checked catalogue as JSON in the user's cache folder, so that asking starts at once.

Data only, never code: lines of JSON. The first says where each of the others begins, and each
of these is a record (a service, a duty, a topic) or a table of words, read when it is first asked
for. It is found by the hash of every file it came from and of the code that read them, so it can
never give a stale answer; anything odd about it is no error, the catalogue is then loaded from its
YAML again.
"""

from __future__ import annotations

from bot.catalogue.cache import json_of, keep_bytes, kept_bytes, read_json
from bot.catalogue.model import (
    Ambiguous,
    Case,
    Catalogue,
    Category,
    Duty,
    Ids,
    Partner,
    Place,
    Says,
    Service,
    ServiceClass,
    Source,
    State,
    Topic,
    Vocabulary,
)
from bot.record import in_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

# Records that stand in the compiled form, by the short name they go under.
_RECORDS = {
    "a": Ambiguous,
    "c": Case,
    "g": Category,
    "d": Duty,
    "i": Ids,
    "r": Partner,
    "p": Place,
    "s": Says,
    "v": Service,
    "k": ServiceClass,
    "o": Source,
    "t": State,
    "q": Topic,
}
_NAMES = {record: name for name, record in _RECORDS.items()}
_NESTED = (list, dict)


_SHELVES = ("services", "topics", "classes", "categories")


class Lazily(dict[str, "Any"]):
    """A mapping whose values are read from their lines when they are first asked for.

    `begins` says where the line of each key begins in `lines`.
    """

    __slots__ = ("_begins", "_lines", "_read")

    def __init__(
        self, begins: Mapping[str, int], lines: bytes, read: Callable[[Any, bytes], Any]
    ) -> None:
        super().__init__()
        self._begins, self._lines, self._read = begins, lines, read

    def __missing__(self, key: str) -> Any:
        begin = self._begins[key]
        line = self._lines[begin : self._lines.index(b"\n", begin)]
        value = self[key] = self._read(read_json(line.decode()), self._lines)
        return value

    def __contains__(self, key: object) -> bool:
        return key in self._begins

    def __iter__(self) -> Iterator[str]:
        return iter(self._begins)

    def __len__(self) -> int:
        return len(self._begins)

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == other

    __hash__ = None

    def get(self, key: str, default: Any = None) -> Any:
        """The record under `key`."""
        return self[key] if key in self._begins else default

    def keys(self) -> Any:
        """Every key, in order."""
        return self._begins.keys()

    def values(self) -> Any:
        """Every record, in order."""
        return [self[key] for key in self._begins]

    def items(self) -> Any:
        """Every key with its record, in order."""
        return [(key, self[key]) for key in self._begins]


class _Lines:
    """Lines of JSON one after another, each known by where it begins."""

    def __init__(self) -> None:
        self.data = bytearray()

    def add(self, plain: Any) -> int:
        """Where the line that says this begins."""
        begin = len(self.data)
        self.data += json_of(plain).encode() + b"\n"
        return begin


def compiled_catalogue(key: str, english: str, terms: str) -> Catalogue | None:
    """The catalogue that was kept under `key`; None when there is none that can be trusted."""
    first, _, lines = (kept_bytes(f"{key}.json") or b"").partition(b"\n")
    try:
        plain = read_json(first.decode())
        return _catalogue(plain, lines, english, terms) if plain["size"] == len(lines) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def keep_compiled(key: str, catalogue: Catalogue) -> None:
    """Keep `catalogue` under `key`, and no more than a few older ones; never an error."""
    lines = _Lines()
    plain = _plain(catalogue, lines)
    first = json_of({**plain, "size": len(lines.data)}).encode()
    keep_bytes(f"{key}.json", b"\n".join([first, lines.data]))


def _plain(catalogue: Catalogue, lines: _Lines) -> dict[str, Any]:
    words, tables = catalogue.vocabulary, catalogue.tables or {}
    return {
        **{shelf: _encoded(dict(getattr(catalogue, shelf)), lines) for shelf in _SHELVES},
        "signals": _encoded(dict(words.signals), lines),
        "not_aws": dict(words.not_aws),
        "ambiguous": _encoded(words.ambiguous, lines),
        "edition": catalogue.edition,
        "ways": dict(catalogue.ways),
        "tools": dict(catalogue.tools),
        "tables": {name: lines.add(table) for name, table in tables.items()},
    }


def _catalogue(plain: dict[str, Any], lines: bytes, english: str, terms: str) -> Catalogue:
    tables = plain["tables"]
    return Catalogue(
        **{shelf: _decoded(plain[shelf], lines) for shelf in _SHELVES},
        vocabulary=Vocabulary(
            signals=_decoded(plain["signals"], lines),
            not_aws=plain["not_aws"],
            ambiguous=_decoded(plain["ambiguous"], lines),
            english=english,
            terms=terms,
        ),
        edition=plain["edition"],
        ways={name: tuple(ways) for name, ways in plain["ways"].items()},
        tools=plain["tools"],
        tables=Lazily(tables, lines, lambda table, _: table) if tables else None,
    )


def _encoded(value: Any, lines: _Lines) -> Any:
    """A record as [short name, fields in order]; a tuple as ["", items].

    What stands in a mapping is mostly never looked at: each value of one stands on a line of its
    own, which is not read before it is needed, and here by where that begins.
    """
    name = _NAMES.get(type(value))
    if name is not None:
        return [name, *(_encoded(getattr(value, field), lines) for field in value.__slots__)]
    if isinstance(value, tuple):
        return ["", *(_encoded(one, lines) for one in value)]
    if isinstance(value, dict):
        return {key: lines.add(_encoded(one, lines)) for key, one in value.items()}
    return value


def _decoded(value: Any, lines: bytes) -> Any:
    if isinstance(value, list):
        rest = [_decoded(one, lines) if type(one) in _NESTED else one for one in value[1:]]
        return tuple(rest) if value[0] == "" else in_order(_RECORDS[value[0]], rest)
    if isinstance(value, dict):
        return Lazily(value, lines, _decoded)
    return value
