"""How long the catalogue takes to load, beside PyYAML's bare C loader over the same files.

`yaml_over_bare` is the whole catalogue from YAML with every check, `ready_over_bare` the same
ready from its compiled form, freshness included. Each is the best of a few rounds that take
turns, in one process; only the ratios mean anything from one machine to the next. Run it with
`make bench`.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.catalogue.files import bundled_folder, names_in
from bot.catalogue.load import load_catalogue
from bot.catalogue.open import open_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

_ROUNDS = 9
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def main() -> None:
    """Print the figures as name=value pairs."""
    folder = Path(bundled_folder())
    texts = [(folder / name).read_bytes() for name in names_in(str(folder)) if "yaml" in name]
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        entries = len(open_catalogue().services)
        best = _best(
            {"bare": lambda: _bare(texts), "yaml": load_catalogue, "ready": open_catalogue}
        )
    figures = {
        "entries": entries,
        "files": len(texts),
        "bare_ms": round(best["bare"] * 1000),
        "yaml_ms": round(best["yaml"] * 1000),
        "ready_ms": round(best["ready"] * 1000, 1),
        "yaml_over_bare": round(best["yaml"] / best["bare"], 2),
        "ready_over_bare": round(best["ready"] / best["bare"], 3),
    }
    sys.stdout.write(" ".join(f"{name}={value}" for name, value in figures.items()) + "\n")


def _bare(texts: list[bytes]) -> None:
    for text in texts:
        yaml.load(text, Loader=_LOADER)  # noqa: S506 - it is the safe loader


def _best(calls: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The best time of each of some calls that take turns."""
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(_ROUNDS):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            best[name] = min(best[name], time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
