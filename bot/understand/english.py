"""Plain English words, looked up in one sorted text without splitting it.

The list has 40,000 words: as a set it would cost every start more than all look-ups of a
question cost here.
"""

from __future__ import annotations

_MOST = 20_000


class English:
    """A sorted list of words, one a line, as one text with a line feed at either end."""

    def __init__(self, text: str) -> None:
        self._text = text
        # The same small words come in every question.
        self._seen: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            known = self._seen[word] = self._find(word)
        return known

    def _find(self, word: str) -> bool:
        low, high = 0, len(self._text) - 1
        while low < high:
            middle = self._text.rfind("\n", low, (low + high) // 2 + 1)
            middle = low if middle < 0 else middle
            end = self._text.find("\n", middle + 1)
            found = self._text[middle + 1 : end]
            if found == word:
                return True
            if found < word:
                low = end
            else:
                high = middle
        return False
