"""Opens overlays: their compiled form while that is fresh, else their YAML, checked whole."""

from __future__ import annotations

import os
from hashlib import sha256

from bot.catalogue.cache import keep, kept
from bot.organisation.compiled import overlay_of, plain_of
from bot.organisation.files import files_of
from bot.organisation.workspaces import Workspaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue

_KIND = "ours-"
_ROOMS = ("organisation", "catalogue")


class _Faults:
    """Takes note that something is wrong; what it is, the loader then tells in full."""

    def __init__(self) -> None:
        self.file = ""
        self.problems: list[str] = []

    def add(self, rule: str, line: int, field: str, says: str, cure: str) -> None:
        """Note a problem."""
        self.problems.append(f"{self.file}:{line} {field} {says} {cure} {rule}")


def open_organisations(path: str, catalogue: Catalogue) -> Workspaces:
    """The overlays at `path`, made ready over `catalogue`.

    Raises `OrganisationError` with every problem found; never returns half an overlay.
    """
    faults = _Faults()
    files = files_of(path, faults)
    key = "" if faults.problems else _KIND + _fingerprint(files, catalogue)
    found = kept(key) if key else None
    if isinstance(found, dict):
        try:
            overlays = {name: overlay_of(one, catalogue) for name, one in found.items()}
        except (ValueError, TypeError, KeyError, AttributeError, IndexError):
            pass
        else:
            return Workspaces(overlays)
    # Imported late: the YAML parser costs more than a whole answer does.
    from bot.organisation.load import load_organisations  # noqa: PLC0415

    loaded = load_organisations(path, catalogue)
    if key:
        keep(key, {name: plain_of(one.organisation) for name, one in loaded.items()}, _KIND)
    return loaded


def _fingerprint(files: dict[str, dict[str, bytes]], catalogue: Catalogue) -> str:
    """A hash that any change of the files, of the catalogue or of our own code changes."""
    whole = sha256(catalogue.edition.encode())
    for workspace in sorted(files):
        for name, data in sorted(files[workspace].items()):
            whole.update(f"{workspace}\0{name}\0{len(data)}\0".encode() + data)
    house = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for room in _ROOMS:
        for name in sorted(os.listdir(os.path.join(house, room))):
            if name.endswith(".py"):
                with open(os.path.join(house, room, name), "rb") as stream:
                    whole.update(stream.read())
    return whole.hexdigest()
