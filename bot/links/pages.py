"""The pages that a catalogue cites, each once, with the entries that cite it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.catalogue.model import Catalogue, Duty


def pages_of(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """Every page by its address, without the part that only names a heading on it."""
    found: dict[str, dict[str, None]] = {}
    for entry, url in _cited(catalogue):
        found.setdefault(url.partition("#")[0], {})[entry] = None
    return {url: tuple(entries) for url, entries in found.items()}


def _cited(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    entries: Iterable[tuple[str, Mapping[str, Duty]]] = [
        *((one.id, one.duties) for one in catalogue.services.values()),
        *((f"class {one.id}", one.duties) for one in catalogue.classes.values()),
    ]
    for name, duties in entries:
        for duty in duties.values():
            for cited in (duty.sources, *(case.sources for case in duty.cases)):
                yield from ((name, source.url) for source in cited)
