"""Whether a catalogue's files, and the code that reads them, are those of its compiled form.

The compiled form is known by a hash of every byte of them. To read them all would cost `srm ask`
a third of its time, so what the system says of each file (its number, size and the times of its
last changes) is noted beside that hash: files of which it still says the same hold the same bytes.
That is how Python knows that its own byte code is fresh, and how git knows unchanged files. The
note is taken before the files are read, and only once the last change is some seconds old: a change
that comes later then has another time, however coarse the clock is.
"""

from __future__ import annotations

import os
import time

from bot.catalogue.cache import keep_bytes, kept_bytes
from bot.catalogue.files import fingerprint, hash_of, names_in, read_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

# The rooms whose code makes the compiled form: what one loader let pass, another may refuse.
_ROOMS = ("catalogue", "understand")
_SETTLED = 3 * 10**9


def key_of(folder: str) -> str:
    """A hash of every byte of the catalogue in `folder` and of our code; empty without files."""
    note, newest = _noted(folder)
    name = f"{hash_of(os.path.abspath(folder))}.note"
    said, _, key = (kept_bytes(name) or b"").decode("ascii", "replace").partition(" ")
    if said == note and key:
        return key
    key = _hashed(folder)
    if key and newest < time.time_ns() - _SETTLED:
        keep_bytes(name, f"{note} {key}".encode())
    return key


def _hashed(folder: str) -> str:
    try:
        files = {name: read_file(folder, name) for name in names_in(folder)}
    except OSError:
        return ""
    for room in _rooms():
        code = [name for name in os.listdir(room) if name.endswith(".py")]
        files |= {f"{room}/{name}": read_file(room, name) for name in code}
    return fingerprint(files)


def _noted(folder: str) -> tuple[str, int]:
    """A hash of what the system says of each file, and when the newest of them was changed."""
    lines, newest = [], 0
    for place in (folder, os.path.join(folder, "services"), *_rooms()):
        for name, facts in _facts(place):
            changed = max(facts.st_mtime_ns, facts.st_ctime_ns)
            newest = max(newest, changed)
            lines.append(
                f"{name} {facts.st_mode} {facts.st_ino} {facts.st_size} {facts.st_mtime_ns} "
                f"{facts.st_ctime_ns}"
            )
        lines.append(f"/{place}")
    return hash_of("\n".join(lines)), newest


def _facts(place: str) -> Iterator[tuple[str, os.stat_result]]:
    """What the system says of each file in a folder, in the order of their names."""
    try:
        with os.scandir(place) as found:
            entries = sorted(found, key=lambda entry: entry.name)
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield entry.name, entry.stat(follow_symlinks=False)
    except OSError:
        return


def _rooms() -> tuple[str, ...]:
    house = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    return tuple(os.path.join(house, room) for room in _ROOMS)
