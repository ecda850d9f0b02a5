"""The files of an overlay as bytes, by the workspace they are for; only what lies inside.

A link may lead elsewhere below the same folder, as mounted configuration does, and nowhere
else; a pipe, a device or a file that is too large is named and never read.
"""

from __future__ import annotations

import os
import re
import stat
from hashlib import sha256

from bot.organisation.workspaces import DEFAULT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sized
    from typing import Protocol

    class Report(Protocol):
        """Takes note of what is wrong; `file` is the one being read."""

        file: str

        @property
        def problems(self) -> Sized:
            """What was noted."""

        def add(self, rule: str, line: int, field: str, says: str, cure: str) -> None:
            """Note a problem."""


LARGEST = 2 * 1024 * 1024
_MOST_FILES, _MOST_WORKSPACES = 100, 2000
_WORKSPACE = re.compile(r"default|[TE][A-Z0-9]{1,30}")
_ENDINGS = (".yaml", ".yml")


def files_of(path: str, report: Report) -> dict[str, dict[str, bytes]]:
    """The bytes of each file, by workspace or enterprise id and by name."""
    if not os.path.isdir(path):
        root, name = os.path.split(os.path.abspath(path))
        data = _read(root, name, report)
        return {DEFAULT: {name: data}} if data is not None else {}
    found: dict[str, dict[str, bytes]] = {}
    for name in _listed(path, "", report, _MOST_WORKSPACES):
        inner = os.path.isdir(os.path.join(path, name))
        workspace = name if inner else name.rpartition(".")[0]
        if not _WORKSPACE.fullmatch(workspace):
            cure = (
                "Name it after a workspace (T…) or enterprise (E…) id, or default; several files "
            )
            cure += "of one overlay belong into a folder default/."
            _fault(report, name, f"{name[:60]!r} is for no workspace.", cure)
            continue
        if workspace in found:
            cure = "Keep the file or the folder."
            _fault(report, name, f"{workspace!r} has a file and a folder.", cure)
            continue
        found[workspace] = _whole(path, name, report) if inner else _alone(path, name, report)
    if not found and not report.problems:
        _fault(report, "", "There is no overlay in this folder.", "Add default.yaml.")
    return found


def fingerprint_of(files: Mapping[str, bytes]) -> str:
    """A short hash that any change of these files changes."""
    whole = sha256()
    for name in sorted(files):
        whole.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return whole.hexdigest()[:7]


def _alone(root: str, name: str, report: Report) -> dict[str, bytes]:
    data = _read(root, name, report)
    return {} if data is None else {name: data}


def _whole(root: str, folder: str, report: Report) -> dict[str, bytes]:
    """Every YAML file of one workspace's folder."""
    if _leads_out(root, folder):
        _fault(report, folder, "This link leads out of the folder.", "Put the files here.")
        return {}
    names = _listed(os.path.join(root, folder), f"{folder}/", report, _MOST_FILES)
    read = {f"{folder}/{name}": _read(root, f"{folder}/{name}", report) for name in names}
    return {name: data for name, data in read.items() if data is not None}


def _listed(folder: str, shown: str, report: Report, most: int) -> list[str]:
    """What may be part of an overlay: YAML files and, at the top, folders; hidden ones are not."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as fault:
        _fault(report, shown, f"It cannot be read: {fault.strerror}.", "Allow reading it.")
        return []
    visible = [name for name in names if not name.startswith(".")]
    kept = [
        name
        for name in visible
        if name.endswith(_ENDINGS) or (not shown and os.path.isdir(os.path.join(folder, name)))
    ]
    if len(kept) > most:
        _fault(report, shown, f"There are {len(kept)} files.", f"Keep to {most}.")
    return kept[:most]


def _leads_out(root: str, name: str) -> bool:
    base, real = os.path.realpath(root), os.path.realpath(os.path.join(root, name))
    return os.path.commonpath([base, real]) != base


def _read(root: str, name: str, report: Report) -> bytes | None:
    """The bytes of one plain file below `root`; what is wrong with it is reported."""
    path = os.path.join(root, name)
    if _leads_out(root, name):
        _fault(report, name, "This link leads out of the folder.", "Put the file itself here.")
        return None
    try:
        # Never waits: a pipe would hold the whole program up.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as fault:
        _fault(report, name, f"It cannot be read: {fault.strerror}.", "Allow reading it.")
        return None
    with os.fdopen(handle, "rb") as stream:
        facts = os.fstat(handle)
        if not stat.S_ISREG(facts.st_mode):
            _fault(report, name, "This is no plain file.", "Put a YAML file here.")
            return None
        if facts.st_size > LARGEST:
            says = f"The file has {facts.st_size:,} bytes."
            _fault(report, name, says, f"Keep it below {LARGEST:,}; a folder may hold several.")
            return None
        return stream.read(LARGEST + 1)


def _fault(report: Report, name: str, says: str, cure: str) -> None:
    report.file = name or "."
    report.add("file", 1, "", says, cure)
