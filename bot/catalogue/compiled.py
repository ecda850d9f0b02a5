"""A checked catalogue as JSON in the user's cache folder, so that asking starts at once.

Data only, never code: lines of JSON, of which the first is the catalogue and each further one
a duty, read when it is first asked for. It is found by the hash of every file it came from and of
the loader that checked them, so it can never give a stale answer; anything odd about it (owner,
size, content) is no error, the catalogue is then loaded from its YAML again.
"""

from __future__ import annotations

import json
import os

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
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

_LARGEST = 32 * 1024 * 1024
_KEPT = 4
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


class Lazily(dict[str, "Any"]):
    """A mapping of the numbers of lines, which become records when they are first asked for."""

    __slots__ = ("_lines",)

    def __init__(self, numbers: Mapping[str, int], lines: Sequence[str]) -> None:
        super().__init__(numbers)
        self._lines = lines

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, int):
            value = self[key] = _decoded(json.loads(self._lines[value]), self._lines)
        return value

    def get(self, key: str, default: Any = None) -> Any:
        """The record under `key`."""
        return self[key] if key in self else default  # noqa: SIM401 - it is `get` itself

    def values(self) -> Any:
        """Every record, in order."""
        return [self[key] for key in self]

    def items(self) -> Any:
        """Every key with its record, in order."""
        return [(key, self[key]) for key in self]


def compiled_catalogue(key: str, english: str) -> Catalogue | None:
    """The catalogue that was kept under `key`; None when there is none that can be trusted."""
    try:
        first, *lines = (_text(key) or "").split("\n")
        plain = json.loads(first)
        return _catalogue(plain, lines, english) if plain["lines"] == len(lines) else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def keep_compiled(key: str, catalogue: Catalogue) -> None:
    """Keep `catalogue` under `key`, and no more than a few older ones; never an error."""
    lines: list[str] = []
    plain = _plain(catalogue, lines)
    _keep_text(key, "\n".join([_json({**plain, "lines": len(lines)}), *lines]), "")


def kept(key: str) -> Any:
    """What was kept under `key`; None when there is nothing that can be trusted."""
    text = _text(key)
    try:
        return json.loads(text) if text is not None else None
    except ValueError:
        return None


def _text(key: str) -> str | None:
    folder = _folder()
    if folder is None:
        return None
    try:
        path = os.path.join(folder, f"{key}.json")
        facts = os.stat(path)
        if facts.st_uid != os.getuid() or facts.st_size > _LARGEST:
            return None
        with open(path, encoding="utf-8") as stream:
            return stream.read()
    except (OSError, ValueError):
        return None


def keep(key: str, plain: Any, kind: str = "") -> None:
    """Keep what JSON can say under `key`, which begins with `kind`; never an error."""
    _keep_text(key, _json(plain), kind)


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _keep_text(key: str, text: str, kind: str) -> None:
    folder = _folder(make=True)
    if folder is None:
        return
    path = os.path.join(folder, f"{key}.json")
    part = f"{path}.{os.getpid()}"
    try:
        # For its owner alone: an overlay names people's teams and pages.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        os.replace(part, path)
        for old in _oldest(folder, kind):
            os.remove(old)
    except OSError:
        return


def _oldest(folder: str, kind: str) -> Iterator[str]:
    """The older ones of a kind: what begins with it, or with no kind's name."""
    names = [name for name in os.listdir(folder) if ".json" in name]
    alike = [name for name in names if name.partition("-")[1] == kind[-1:]]
    found = [os.path.join(folder, name) for name in alike if name.startswith(kind)]
    yield from sorted(found, key=os.path.getmtime, reverse=True)[_KEPT:]


def _folder(*, make: bool = False) -> str | None:
    """Our folder in the user's cache; None where there is none, or others may write to it."""
    if not hasattr(os, "getuid"):
        return None
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = os.path.join(base, "srm-bot")
    try:
        if make:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        facts = os.stat(folder)
    except OSError:
        return None
    ours = facts.st_uid == os.getuid() and not facts.st_mode & 0o022
    return folder if ours else None


def _plain(catalogue: Catalogue, lines: list[str]) -> dict[str, Any]:
    words = catalogue.vocabulary
    shelves = ("services", "topics", "classes", "categories")
    return {
        **{
            shelf: {name: _encoded(one, lines) for name, one in getattr(catalogue, shelf).items()}
            for shelf in shelves
        },
        "signals": dict(words.signals),
        "not_aws": dict(words.not_aws),
        "ambiguous": [_encoded(one, lines) for one in words.ambiguous],
        "edition": catalogue.edition,
        "ways": dict(catalogue.ways),
    }


def _catalogue(plain: dict[str, Any], lines: Sequence[str], english: str) -> Catalogue:
    def shelf(name: str) -> dict[str, Any]:
        return {key: _decoded(one, lines) for key, one in plain[name].items()}

    return Catalogue(
        services=shelf("services"),
        topics=shelf("topics"),
        classes=shelf("classes"),
        categories=shelf("categories"),
        vocabulary=Vocabulary(
            signals={name: tuple(words) for name, words in plain["signals"].items()},
            not_aws=plain["not_aws"],
            ambiguous=tuple(_decoded(one, lines) for one in plain["ambiguous"]),
            english=english,
        ),
        edition=plain["edition"],
        ways={name: tuple(ways) for name, ways in plain["ways"].items()},
    )


def _encoded(value: Any, lines: list[str]) -> Any:
    """A record as [short name, fields in order]; a tuple as ["", items].

    Only duties are mappings inside a record, and most are never looked at: each stands on a
    line of its own, which is not read before it is needed, and here by its number.
    """
    name = _NAMES.get(type(value))
    if name is not None:
        return [name, *(_encoded(getattr(value, field), lines) for field in value.__slots__)]
    if isinstance(value, tuple):
        return ["", *(_encoded(one, lines) for one in value)]
    if isinstance(value, dict):
        numbers = {}
        for key, one in value.items():
            numbers[key] = len(lines)
            lines.append(_json(_encoded(one, lines)))
        return numbers
    return value


def _decoded(value: Any, lines: Sequence[str]) -> Any:
    if isinstance(value, list):
        rest = [_decoded(one, lines) if type(one) in _NESTED else one for one in value[1:]]
        return tuple(rest) if value[0] == "" else in_order(_RECORDS[value[0]], rest)
    if isinstance(value, dict):
        return Lazily(value, lines)
    return value
