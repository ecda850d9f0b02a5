"""Counts how often each word is said of each topic in the open corpus and in the descriptions of
`tests/descriptions`: data/terms.txt.

`python -m tests.terms` rewrites the file, which the bot reads where no list of words names a
topic, and prints what the counts are worth: each round of fresh questions judged by the counts of
all the others. The blind part is never counted.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from bot.catalogue.load import load_catalogue
from bot.understand.likelihood import NONE, PAIR, Likelihood, terms_in
from bot.understand.names import tokens_taken
from bot.understand.see import Seer
from bot.understand.words import clean, tokens_of
from tests.corpus import items_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.catalogue.model import Catalogue

# The stems of a text, the topic that it speaks of, and the group that is judged without it.
Counted = tuple[tuple[str, ...], str, str]
TERMS = Path(__file__).parent.parent / "data" / "terms.txt"
DESCRIPTIONS = Path(__file__).parent / "descriptions"
_HEAD = """\
# How often each word, by its stem, is said of each topic in tests/questions and tests/descriptions,
# and where none is asked about. Written by `python -m tests.terms`; read where no list names one.
"""
_KINDS = ("duty", "service", "compare", "shift", "overview")
SERVICE = "{service}"
# So often a pair must be said, and so much of it of one topic.
_FEWEST, _SHARE = 3, 0.7


def asked(catalogue: Catalogue) -> Iterator[Counted]:
    """The words of each question with one topic or none, the topic, and its round or file."""
    seer = Seer(catalogue)
    for item in items_in():
        turn = item.turns[0]
        topics = tuple(turn.get("topics", ()))
        about = turn.get("kind") == "service" or len(topics) == 1
        if not about or turn.get("kind") not in _KINDS or "language" in item.tags:
            continue
        seen = seer.see(clean(str(turn["ask"])))
        taken = tokens_taken(seen.names)
        stems = ["" if at in taken else token.stem for at, token in enumerate(seen.tokens)]
        group = next((tag for tag in item.tags if tag.startswith("round-")), item.file)
        yield terms_in(stems), topics[0] if topics else NONE, group


def described() -> Iterator[Counted]:
    """The words of each description, its topic or none, and its file."""
    for path in sorted(DESCRIPTIONS.glob("*.yaml")):
        for topic, texts in yaml.safe_load(path.read_text("utf-8")).items():
            for text in texts:
                parts = clean(text).split(SERVICE)
                stems = [[token.stem for token in tokens_of(part)] for part in parts]
                joined = [one for part in stems for one in (*part, "")]
                yield terms_in(joined), topic, path.stem


def counted(catalogue: Catalogue) -> list[Counted]:
    """All that is counted."""
    return [*asked(catalogue), *described()]


def text_of(questions: Sequence[Counted]) -> str:
    """The file for some questions, which are words and pairs of neighbours."""
    times: dict[str, Counter[str]] = {}
    for words, topic, _ in questions:
        for word in words:
            times.setdefault(word, Counter())[topic] += 1
    times = {word: of for word, of in times.items() if _counts(word, of)}
    whole = Counter(topic for _, topic, _ in questions)
    terms = sum((of for word, of in times.items() if PAIR not in word), Counter[str]())
    lines = [f"questions {_row(whole)}", f"words {_row(terms)}", ""]
    return _HEAD + "\n".join([*lines, *(f"{word} {_row(times[word])}" for word in sorted(times))])


def _counts(term: str, of: Counter[str]) -> bool:
    """Whether a word is worth a line, or a pair; letters beyond ASCII would double the file in
    memory.
    """
    often = of.total() >= _FEWEST and max(of.values()) >= _SHARE * of.total()
    plain = term.isascii() and " " not in term and not any(map(str.isdigit, term.split(PAIR)))
    return plain and (PAIR not in term or often)


def held_out(questions: Sequence[Counted]) -> tuple[int, int]:
    """How many questions of a round are judged right by the counts without it, and of how many."""
    right = whole = 0
    for group in sorted({group for _, topic, group in questions if group.startswith("round-")}):
        counts = Likelihood(text_of([one for one in questions if one[2] != group]))
        for words, topic, of in questions:
            if of == group and topic != NONE:
                likely = counts.of(words, {})
                right += likely is not None and likely.topic == topic
                whole += 1
    return right, whole


def _row(count: Counter[str]) -> str:
    return " ".join(f"{topic}={count[topic]}" for topic in sorted(count))


def main() -> None:
    """Rewrite data/terms.txt."""
    questions = counted(load_catalogue())
    TERMS.write_text(text_of(questions) + "\n", "utf-8")
    right, whole = held_out(questions)
    sys.stdout.write(f"held out: {100 * right / whole:.1f} % of {whole} questions right\n")


if __name__ == "__main__":
    main()
