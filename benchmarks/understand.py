"""How fast and how well a question is read, beside naive matching of the same names in one run.

The baseline is `rapidfuzz`'s best match of the whole message over all names, which is what
one would write first. Each time is the best of a few rounds; only the ratios mean anything
from one machine to the next. Run it with `make bench`; one line each: everyday questions,
questions with slips, how both grow with the names. Hostile texts are `tests.faults.fuzz`'s.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from benchmarks.made import grown, slipped_questions
from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.understand.read import Reader
from tests.corpus import items_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.catalogue.model import Catalogue

    # What a text is thought to be about: ids of services.
    Guess = Callable[[str], Sequence[str]]

_ROUNDS, _QUESTIONS, _NAIVE, _SLIPPED = 5, 1000, 150, 500
# Of a hundred times the names, naive matching takes seconds for a few questions.
_FEW = 5


def main() -> None:
    """Print the figures as name=value pairs."""
    catalogue = load_catalogue()
    asked = [
        item.turns[0]
        for item in items_in()
        if len(item.turns) == 1 and len(item.turns[0].get("services", ())) == 1
    ]
    some = asked[:: max(1, len(asked) // _QUESTIONS)][:_QUESTIONS]
    questions = [(str(turn["ask"]), str(turn["services"][0])) for turn in some]
    _say("everyday", everyday(catalogue, questions))
    _say("slips", slips(catalogue))
    _say("growth", growth(catalogue, [text for text, _ in questions]))


def everyday(catalogue: Catalogue, questions: Sequence[tuple[str, str]]) -> dict[str, float]:
    """The corpus's questions that name one service: times in microseconds a question, and of a
    hundred how many find it.
    """
    reader, desk, naive = Reader(catalogue), Desk(catalogue), _naive(catalogue)
    texts = [text for text, _ in questions]
    fewer = questions[:: max(1, len(texts) // _NAIVE)]
    read = _microseconds(reader.read, texts)
    whole = _microseconds(desk.ask, texts)
    base = _microseconds(naive, [text for text, _ in fewer], rounds=2)
    return {
        "questions": len(texts),
        "names": len(_names(catalogue)),
        "read_us": round(read),
        "answer_us": round(whole),
        "naive_us": round(base),
        "naive_over_read": round(base / read, 1),
        "naive_over_answer": round(base / whole, 1),
        "right": _right(_reads(reader), questions)[0],
        "naive_right": _right(naive, fewer)[0],
    }


def slips(catalogue: Catalogue) -> dict[str, float]:
    """Generated questions, most with a slip in the name: of a hundred, how many find the service
    and how many find another.
    """
    questions = list(slipped_questions(catalogue, _SLIPPED))
    right, wrong = _right(_reads(Reader(catalogue)), questions)
    naive_right, naive_wrong = _right(_naive(catalogue), questions)
    return {
        "questions": len(questions),
        "right": right,
        "wrong": wrong,
        "naive_right": naive_right,
        "naive_wrong": naive_wrong,
    }


def growth(catalogue: Catalogue, texts: Sequence[str]) -> dict[str, float]:
    """How much longer a question takes with ten and a hundred times the names."""
    figures: dict[str, float] = {}
    read = _microseconds(Reader(catalogue).read, texts)
    base = _microseconds(_naive(catalogue), texts[:_FEW], rounds=2)
    for times in (10, 100):
        more = grown(catalogue, times)
        figures[f"names_x{times}"] = len(_names(more))
        figures[f"read_x{times}"] = round(_microseconds(Reader(more).read, texts) / read, 2)
        slow = _microseconds(_naive(more), texts[:_FEW], rounds=1)
        figures[f"naive_x{times}"] = round(slow / base, 1)
    return figures


def _names(catalogue: Catalogue) -> dict[str, str]:
    """Each name, in small letters, and its service."""
    return {
        name.casefold(): service.id
        for service in catalogue.services.values()
        for name in (service.name, *service.aliases)
    }


def _naive(catalogue: Catalogue) -> Guess:
    owners = _names(catalogue)
    names = list(owners)

    def guess(text: str) -> Sequence[str]:
        return [owners[process.extractOne(text.casefold(), names, scorer=fuzz.WRatio)[0]]]

    return guess


def _reads(reader: Reader) -> Guess:
    def guess(text: str) -> Sequence[str]:
        return [mention.service for mention in reader.read(text).mentions]

    return guess


def _right(guess: Guess, questions: Sequence[tuple[str, str]]) -> tuple[float, float]:
    """Of a hundred questions, how many are read as their service, and how many as another."""
    found = [(list(guess(text)), service) for text, service in questions]
    right = sum(guessed == [service] for guessed, service in found)
    wrong = sum(bool(guessed) and service not in guessed for guessed, service in found)
    return round(100 * right / len(found), 1), round(100 * wrong / len(found), 1)


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


def _say(what: str, figures: dict[str, float]) -> None:
    told = " ".join(f"{name}={value}" for name, value in figures.items())
    sys.stdout.write(f"{what}: {told}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
