"""A checked catalogue as JSON in the user's cache folder, so that asking starts at once.

Data only, never code. It is found by the hash of every file it came from and of the loader
that checked them, so it can never give a stale answer; anything odd about it (owner, size,
content) is no error, the catalogue is then loaded from its YAML again.
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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


class Lazily(dict[str, "Any"]):
    """A mapping whose values become records when they are first asked for."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if isinstance(value, list):
            value = _decoded(value)
            self[key] = value
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
        return _catalogue(kept(key), english)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def keep_compiled(key: str, catalogue: Catalogue) -> None:
    """Keep `catalogue` under `key`, and no more than a few older ones; never an error."""
    keep(key, _plain(catalogue))


def kept(key: str) -> Any:
    """What was kept under `key`; None when there is nothing that can be trusted."""
    folder = _folder()
    if folder is None:
        return None
    try:
        path = os.path.join(folder, f"{key}.json")
        facts = os.stat(path)
        if facts.st_uid != os.getuid() or facts.st_size > _LARGEST:
            return None
        with open(path, encoding="utf-8") as stream:
            return json.load(stream)
    except (OSError, ValueError):
        return None


def keep(key: str, plain: Any, kind: str = "") -> None:
    """Keep what JSON can say under `key`, which begins with `kind`; never an error."""
    folder = _folder(make=True)
    if folder is None:
        return
    path = os.path.join(folder, f"{key}.json")
    part = f"{path}.{os.getpid()}"
    try:
        # For its owner alone: an overlay names people's teams and pages.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(plain, stream, ensure_ascii=False, separators=(",", ":"))
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


def _plain(catalogue: Catalogue) -> dict[str, Any]:
    words = catalogue.vocabulary
    return {
        "services": {name: _encoded(one) for name, one in catalogue.services.items()},
        "topics": {name: _encoded(one) for name, one in catalogue.topics.items()},
        "classes": {name: _encoded(one) for name, one in catalogue.classes.items()},
        "categories": {name: _encoded(one) for name, one in catalogue.categories.items()},
        "signals": dict(words.signals),
        "not_aws": dict(words.not_aws),
        "ambiguous": [_encoded(one) for one in words.ambiguous],
        "edition": catalogue.edition,
        "ways": dict(catalogue.ways),
    }


def _catalogue(plain: dict[str, Any], english: str) -> Catalogue:
    return Catalogue(
        services={name: _decoded(one) for name, one in plain["services"].items()},
        topics={name: _decoded(one) for name, one in plain["topics"].items()},
        classes={name: _decoded(one) for name, one in plain["classes"].items()},
        categories={name: _decoded(one) for name, one in plain["categories"].items()},
        vocabulary=Vocabulary(
            signals={name: tuple(words) for name, words in plain["signals"].items()},
            not_aws=plain["not_aws"],
            ambiguous=tuple(_decoded(one) for one in plain["ambiguous"]),
            english=english,
        ),
        edition=plain["edition"],
        ways={name: tuple(ways) for name, ways in plain["ways"].items()},
    )


def _encoded(value: Any) -> Any:
    """A record as [short name, fields in order]; a tuple as ["", items]."""
    name = _NAMES.get(type(value))
    if name is not None:
        return [name, *(_encoded(getattr(value, field)) for field in value.__slots__)]
    if isinstance(value, tuple):
        return ["", *(_encoded(one) for one in value)]
    if isinstance(value, dict):
        return {key: _encoded(one) for key, one in value.items()}
    return value


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        if value[0] == "":
            return tuple(_decoded(one) for one in value[1:])
        record: Any = _RECORDS[value[0]]
        names: Mapping[str, Any] = record.__slots__
        return record(**dict(zip(names, map(_decoded, value[1:]), strict=True)))
    if isinstance(value, dict):
        # Only duties are mappings inside a record, and most are never looked at.
        return Lazily(value)
    return value
