"""Misspelt words of a question: "pathces" is read as "patches", so that its topic is heard.

Only words that are nothing else (no name, topic, signal or plain English) are looked at,
and only one near word counts. Names of services have an index of their own.
"""

from __future__ import annotations

from functools import cached_property

from bot.understand.words import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue

_SHORTEST, _LONG, _ALIKE = 5, 8, 4


class Speller:
    """Knows the single words of topics, signals, classes and categories."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _by_size(self) -> dict[int, list[str]]:
        # Made when the first doubtful word comes: it is near half of what a start would cost.
        tables = self._catalogue.tables
        words = tables["spelling"].split(" ") if tables is not None else self.words()
        by_size: dict[int, list[str]] = {}
        for word in words:
            by_size.setdefault(len(word), []).append(word)
        return by_size

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(word for words in self._by_size.values() for word in words)

    @cached_property
    def _by_first(self) -> dict[tuple[int, str], list[str]]:
        """The words by length and first letter, which a slip keeps or swaps with the second."""
        found: dict[tuple[int, str], list[str]] = {}
        for size, words in self._by_size.items():
            for word in words:
                found.setdefault((size, word[0]), []).append(word)
        return found

    @property
    def table(self) -> str:
        """All the words that it knows, with a space between each two."""
        return " ".join(self.words())

    def words(self) -> list[str]:
        """All the words that it knows, in order."""
        return sorted(_words(self._catalogue))

    def knows(self, word: str) -> bool:
        """Whether a word is one of topics, signals, classes or categories."""
        return len(word) >= _SHORTEST and word in self._known

    def nearest(self, word: str) -> tuple[str, int] | None:
        """The one known word nearest to `word`, and by how many letters they differ.

        None when none is near, or when several are equally near and mean different things.
        """
        near = self._near(word)
        best = [found for apart, found in near if apart == near[0][0]]
        return (best[0], near[0][0]) if len({stem(one) for one in best}) == 1 else None

    def _near(self, word: str) -> list[tuple[int, str]]:
        # Imported here because most questions have no typo and must not pay for it.
        from rapidfuzz.distance import OSA  # noqa: PLC0415
        from rapidfuzz.process import extract  # noqa: PLC0415

        if len(word) < _SHORTEST or not word.isascii():
            return []
        most = 1 if len(word) < _LONG else 2
        likely = [
            known
            for size in range(len(word) - most, len(word) + most + 1)
            for first in {word[0], word[1]}
            for known in self._by_first.get((size, first), ())
        ]
        near = extract(word, likely, scorer=OSA.distance, score_cutoff=most, limit=None)
        return sorted((apart, known) for known, apart, _ in near if _alike(word, known, apart))


def _alike(word: str, known: str, distance: int) -> bool:
    """Two slips are one too many, unless the words begin or end alike."""
    if distance > 1:
        ends = word[:_ALIKE] == known[:_ALIKE] or word[-_ALIKE:] == known[-_ALIKE:]
        # "Unmanaged" is no slip of "managed".
        return ends and word[0] == known[0]
    return word[0] == known[0] or word[1] == known[0]


def _words(catalogue: Catalogue) -> set[str]:
    texts = [text for topic in catalogue.topics.values() for text in (*topic.said_as, *topic.hints)]
    for name, said in catalogue.vocabulary.signals.items():
        texts += said if name not in ("foreign", "courtesy", "jargon") else ()
    for kind in catalogue.classes.values():
        texts += kind.said_as
    for category in catalogue.categories.values():
        texts += category.said_as
    whole = {word for text in texts for word in text.lower().split() if word.isalpha()}
    # "Paches" is no slip of the Spanish "parches".
    whole -= set(catalogue.vocabulary.signals["foreign"])
    spread = {form for word in whole for form in _forms(word)}
    return {word for word in spread if len(word) >= _SHORTEST - 1 and word.isascii()}


def _forms(word: str) -> tuple[str, ...]:
    """A word with the endings that a question may give it."""
    if len(word) < _SHORTEST - 1:
        return (word,)
    hisses = word.endswith(("s", "x", "z", "ch", "sh"))
    base = word.removesuffix("e")
    return (word, f"{word}es" if hisses else f"{word}s", f"{base}ing", f"{base}ed")
