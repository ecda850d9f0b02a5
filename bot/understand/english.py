"""Plain English words, looked up in one sorted text without splitting it.

The list has 40,000 words: as a set it would cost every start more than all look-ups of a
question cost here.
"""

from __future__ import annotations


class English:
    """A sorted list of words, one a line, as one text with a line feed at either end."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __contains__(self, word: str) -> bool:
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
