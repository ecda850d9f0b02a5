"""Opens a catalogue: its compiled form while that is fresh, else its YAML, checked whole."""

from __future__ import annotations

import os

from bot.catalogue.compiled import compiled_catalogue, keep_compiled
from bot.catalogue.files import (
    bundled_folder,
    english_of,
    fingerprint,
    names_in,
    read_file,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue


def open_catalogue(folder: str | None = None) -> Catalogue:
    """The catalogue in `folder` (the bundled one when None).

    Raises `CatalogueError` with every problem found; never returns half a catalogue.
    """
    place = folder or bundled_folder()
    try:
        files = {name: read_file(place, name) for name in names_in(place)}
    except OSError:
        files = {}
    key = fingerprint({**files, **_loader()}) if files else ""
    found = compiled_catalogue(key, english_of(files)) if key else None
    if found is not None:
        return found
    # Imported late: the YAML parser costs more than a whole answer does.
    from pathlib import Path  # noqa: PLC0415

    from bot.catalogue.load import load_catalogue  # noqa: PLC0415

    catalogue = load_catalogue(Path(place))
    if key:
        keep_compiled(key, catalogue)
    return catalogue


def _loader() -> dict[str, bytes]:
    """The code that checks a catalogue: another loader may refuse what this one let pass."""
    room = os.path.dirname(os.path.abspath(__file__))
    return {
        f"loader/{name}": read_file(room, name) for name in os.listdir(room) if name.endswith(".py")
    }
