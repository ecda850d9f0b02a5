"""Files of any kind that we know into what they tell of an organisation."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.starter import inventory, terraform
from bot.starter.found import FileRead
from bot.starter.inventory import is_inventory, read_inventory, read_inventory_csv
from bot.starter.people import read_backstage, read_codeowners, read_names
from bot.starter.terraform import is_terraform, read_terraform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.starter.found import Found
    from bot.starter.kinds import Kinds

    Count = tuple[int, int] | None

LARGEST = 256 * 1024 * 1024
_LARGEST_YAML = 1024 * 1024
_MOST_FILES = 20_000
_KEPT = terraform.KEPT | inventory.KEPT
_IN_FOLDERS = ("catalog-info.yaml", "catalog-info.yml", "CODEOWNERS")
_ENDINGS = (".tfstate", ".json", ".csv", ".yaml", ".yml", ".txt")


class UnreadableError(Exception):
    """A file cannot be taken in; says why without a word of what is in it."""


def read_source(path: Path, kinds: Kinds, found: Found) -> None:
    """Take in a file, or every file of a folder that looks like one that we know."""
    for file in _files_in(path) if path.is_dir() else (path,):
        try:
            as_what, (things, known) = _read(file, kinds, found)
        except UnreadableError as fault:
            found.faults.append((str(file), str(fault)))
        else:
            one = FileRead(file=str(file), as_what=as_what, things=things, known=known)
            found.files.append(one)


def _files_in(folder: Path) -> Iterator[Path]:
    """The files of a folder that may be ours, no link followed."""
    count = 0
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        top = Path(where) == folder
        for name in sorted(names):
            file = Path(where) / name
            wanted = name in _IN_FOLDERS or (top and name.endswith(_ENDINGS))
            if wanted and not file.is_symlink() and count < _MOST_FILES:
                count += 1
                yield file


def _read(file: Path, kinds: Kinds, found: Found) -> tuple[str, tuple[int, int]]:
    """What a file is and how much it told, by its name and then by what is in it."""
    text = _text(file)
    for as_what, reader in _readers(file, text):
        count = reader(text, kinds, found)
        if count is not None:
            return as_what, count
    raise UnreadableError("It is none of the kinds that are read here.")


def _readers(file: Path, text: str) -> list[tuple[str, Callable[[str, Kinds, Found], Count]]]:
    if file.name == "CODEOWNERS":
        return [("CODEOWNERS", read_codeowners)]
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return [("Terraform", _terraform), ("AWS Config or Resource Explorer", _inventory)]
    if file.suffix in (".yaml", ".yml"):
        return [("Backstage", _backstage)]
    if file.suffix == ".csv":
        return [("AWS Config or Resource Explorer", read_inventory_csv), ("services", read_names)]
    return [("services", read_names)]


def _text(file: Path) -> str:
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as fault:
        raise UnreadableError(f"It cannot be read: {fault.strerror}.") from None
    with os.fdopen(handle, "rb") as stream:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            raise UnreadableError("It is no plain file.")
        most = _LARGEST_YAML if file.suffix in (".yaml", ".yml") else LARGEST
        if facts.st_size > most:
            raise UnreadableError(f"It has {facts.st_size:,} bytes; {most:,} are read at most.")
        return stream.read().decode("utf-8", "replace")


def _tree(text: str) -> dict[str, Any]:
    """JSON with every field dropped, while it is parsed, that is none of the few we read."""
    try:
        tree = json.loads(text.lstrip("\ufeff"), object_pairs_hook=_kept)
    except (ValueError, RecursionError) as fault:
        where = f" (line {fault.lineno})" if isinstance(fault, json.JSONDecodeError) else ""
        raise UnreadableError(f"It is not JSON{where}.") from None
    if isinstance(tree, list):
        return {"Resources": tree}
    return tree if isinstance(tree, dict) else {}


def _kept(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value for key, value in pairs if key in _KEPT}


def _terraform(text: str, kinds: Kinds, found: Found) -> Count:
    tree = _tree(text)
    return read_terraform(tree, kinds, found) if is_terraform(tree) else None


def _inventory(text: str, kinds: Kinds, found: Found) -> Count:
    tree = _tree(text)
    return read_inventory(tree, kinds, found) if is_inventory(tree) else None


def _backstage(text: str, kinds: Kinds, found: Found) -> Count:
    try:
        return read_backstage(text, kinds, found)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise UnreadableError("It is not YAML.") from None
