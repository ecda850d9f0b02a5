"""Files in the user's cache folder: never an error, and none that another could have written.

Data only, never code. Anything odd about a file (owner, size, content) is as if it were not there.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

_LARGEST = 32 * 1024 * 1024
_KEPT = 4


def kept(key: str) -> Any:
    """What was kept under `key`; None when there is nothing that can be trusted."""
    data = kept_bytes(f"{key}.json")
    try:
        return read_json(data.decode()) if data is not None else None
    except ValueError:
        return None


def keep(key: str, plain: Any, kind: str = "") -> None:
    """Keep what JSON can say under `key`, which begins with `kind`; never an error."""
    keep_bytes(f"{key}.json", json_of(plain).encode(), kind)


def json_of(plain: Any) -> str:
    """What JSON can say, on one line."""
    import json  # noqa: PLC0415 - to read needs less of it, and asking writes none

    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def read_json(text: str) -> Any:
    """What a text in JSON says; raises ValueError where it is none.

    It is `json.loads`, without importing the half that writes and the half that is not in C.
    """
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        raise ValueError(text[:20]) from None
    if end != len(text):
        raise ValueError(text[end : end + 20])
    return value


class _Plainly:
    """How the scanner reads: as `json.loads` does without options."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int, parse_constant = float, int, None


def _scanner() -> Callable[[str, int], tuple[Any, int]]:
    try:
        from _json import make_scanner  # noqa: PLC0415
    except ImportError:  # pragma: no cover - a Python built without it
        from json import JSONDecoder  # noqa: PLC0415

        return JSONDecoder().raw_decode
    made: Any = make_scanner
    scan: Callable[[str, int], tuple[Any, int]] = made(_Plainly())
    return scan


_scan = _scanner()


def kept_bytes(name: str) -> bytes | None:
    """The bytes of the file `name`; None when there is none that can be trusted."""
    folder = _folder()
    if folder is None:
        return None
    try:
        handle = os.open(os.path.join(folder, name), os.O_RDONLY)
        with os.fdopen(handle, "rb") as stream:
            facts = os.fstat(handle)
            if facts.st_uid != os.getuid() or facts.st_size > _LARGEST:
                return None
            return stream.read(_LARGEST + 1)
    except (OSError, ValueError):
        return None


def keep_bytes(name: str, data: bytes, kind: str = "") -> None:
    """Keep a file, and of its kind no more than a few older ones; never an error."""
    folder = _folder(make=True)
    if folder is None:
        return
    path = os.path.join(folder, name)
    part = f"{path}.{os.getpid()}"
    try:
        # For its owner alone: an overlay names people's teams and pages.
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(part, path)
        for old in _oldest(folder, kind, name.rpartition(".")[2]):
            os.remove(old)
    except OSError:
        return


def _oldest(folder: str, kind: str, ending: str) -> Iterator[str]:
    """The older ones of a kind: what begins with it, or with no kind's name."""
    names = [name for name in os.listdir(folder) if f".{ending}" in name]
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
