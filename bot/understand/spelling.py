"""Misspelt words of a question: "pathces" is read as "patches", so that its topic is heard.

Only words that are nothing else (no name, topic, signal or plain English) are looked at,
and only one near word counts. Names of services have an index of their own.
"""

from __future__ import annotations

from bot.record import replace
from bot.understand.words import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.catalogue.model import Catalogue
    from bot.understand.words import Token

_SHORTEST, _LONG = 5, 9


class Speller:
    """Knows the single words of topics, signals, classes and categories."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._by_size: dict[int, list[str]] = {}
        for word in sorted(_words(catalogue)):
            self._by_size.setdefault(len(word), []).append(word)

    def mend(self, tokens: Sequence[Token], doubtful: Iterable[int]) -> tuple[Token, ...]:
        """`tokens` with each of the `doubtful` that is nearly a known word read as that word."""
        mended = list(tokens)
        for at in doubtful:
            near = self._nearest(tokens[at].text)
            if near is not None:
                mended[at] = replace(tokens[at], text=near, stem=stem(near))
        return tuple(mended)

    def distance(self, word: str) -> int | None:
        """How many letters `word` is from the nearest known word; None when none is near."""
        near = self._near(word)
        return near[0][0] if near else None

    def _nearest(self, word: str) -> str | None:
        near = self._near(word)
        best = [found for distance, found in near if distance == near[0][0]]
        return best[0] if len({stem(one) for one in best}) == 1 else None

    def _near(self, word: str) -> list[tuple[int, str]]:
        # Imported here because most questions have no typo and must not pay for it.
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        if len(word) < _SHORTEST or not word.isascii():
            return []
        most = 1 if len(word) < _LONG else 2
        found = []
        for size in range(len(word) - most, len(word) + most + 1):
            for known in self._by_size.get(size, ()):
                distance = OSA.distance(word, known, score_cutoff=most)
                if distance <= most and (word[0] == known[0] or word[1] == known[0]):
                    found.append((distance, known))
        return sorted(found)


def _words(catalogue: Catalogue) -> set[str]:
    texts = [text for topic in catalogue.topics.values() for text in (*topic.said_as, *topic.hints)]
    for name, said in catalogue.vocabulary.signals.items():
        texts += said if name not in ("foreign", "courtesy", "jargon") else ()
    for kind in catalogue.classes.values():
        texts += kind.said_as
    for category in catalogue.categories.values():
        texts += category.said_as
    whole = {word for text in texts for word in text.lower().split() if word.isalpha()}
    spread = {form for word in whole for form in (word, f"{word}s", f"{word}es", f"{word}ing")}
    return {word for word in spread if len(word) >= _SHORTEST - 1 and word.isascii()}
