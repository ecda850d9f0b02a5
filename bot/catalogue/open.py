"""Opens a catalogue: its compiled form while that is fresh, else its YAML, checked whole."""

from __future__ import annotations

from bot.catalogue.compiled import compiled_catalogue, keep_compiled
from bot.catalogue.files import TERMS, WORDS, bundled_folder, english_of, read_file, terms_of
from bot.catalogue.fresh import key_of
from bot.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from bot.catalogue.model import Catalogue

    Prepare = Callable[[Catalogue], dict[str, Any]]


def open_catalogue(folder: str | None = None, prepare: Prepare | None = None) -> Catalogue:
    """The catalogue in `folder` (the bundled one when None).

    `prepare` makes the tables that reading needs; they are kept with the compiled form.
    Raises `CatalogueError` with every problem found; never returns half a catalogue.
    """
    place = folder or bundled_folder()
    key = key_of(place)
    found = _compiled(key, place) if key else None
    if found is not None and (found.tables is not None or prepare is None):
        return found
    catalogue = found or _loaded(place)
    if prepare is not None:
        catalogue = replace(catalogue, tables=prepare(catalogue))
    if key:
        keep_compiled(key, catalogue)
    return catalogue


def _compiled(key: str, place: str) -> Catalogue | None:
    try:
        english = english_of({WORDS: read_file(place, WORDS)})
    except OSError:
        return None
    try:
        terms = terms_of({TERMS: read_file(place, TERMS)})
    except OSError:
        terms = ""
    return compiled_catalogue(key, english, terms)


def _loaded(place: str) -> Catalogue:
    # Imported late: the YAML parser costs more than a whole answer does.
    from pathlib import Path  # noqa: PLC0415

    from bot.catalogue.load import load_catalogue  # noqa: PLC0415

    return load_catalogue(Path(place))
