"""How fast a question is read, beside naive matching of the same names in the same run.

The baseline is `rapidfuzz`'s best match of the whole message over all names, which is what
one would write first. Each figure is the best of a few rounds; only the ratios mean anything
from one machine to the next. Run it with `make bench`.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.understand.read import Reader
from tests.corpus import items_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROUNDS, _QUESTIONS, _NAIVE = 5, 1000, 150


def main() -> None:
    """Print the figures as name=value pairs."""
    catalogue = load_catalogue()
    reader, desk = Reader(catalogue), Desk(catalogue)
    asked = [str(item.turns[0]["ask"]) for item in items_in() if len(item.turns) == 1]
    texts = asked[:: max(1, len(asked) // _QUESTIONS)][:_QUESTIONS]
    names = [
        name.casefold()
        for service in catalogue.services.values()
        for name in (service.name, *service.aliases)
    ]

    def naive(text: str) -> object:
        return process.extractOne(text.casefold(), names, scorer=fuzz.WRatio)

    read = _microseconds(reader.read, texts)
    whole = _microseconds(desk.ask, texts)
    base = _microseconds(naive, texts[:: max(1, len(texts) // _NAIVE)], rounds=2)
    figures = {
        "questions": len(texts),
        "names": len(names),
        "read_us": round(read),
        "answer_us": round(whole),
        "naive_us": round(base),
        "naive_over_read": round(base / read, 1),
        "naive_over_answer": round(base / whole, 1),
    }
    sys.stdout.write(" ".join(f"{name}={value}" for name, value in figures.items()) + "\n")


def _microseconds(
    call: Callable[[str], object], texts: Sequence[str], rounds: int = _ROUNDS
) -> float:
    """The time of one call, from the best round."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            call(text)
        best = min(best, time.perf_counter() - start)
    return best * 1e6 / len(texts)


if __name__ == "__main__":
    main()
