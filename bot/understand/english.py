"""Plain English words, looked up in one sorted text without splitting it."""

from __future__ import annotations

_MOST = 20_000


class SortedText:
    """Sorted lines as one text with a line feed at either end, each found by its first word.

    The lists have up to 40,000 lines: as a set or a mapping each would cost every start more than
    all look-ups of a question cost here.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def line_of(self, word: str) -> str | None:
        """The line that begins with a word, None where there is none."""
        low, high = 0, len(self._text) - 1
        while low < high:
            middle = self._text.rfind("\n", low, (low + high) // 2 + 1)
            middle = low if middle < 0 else middle
            end = self._text.find("\n", middle + 1)
            line = self._text[middle + 1 : end]
            found = line.partition(" ")[0]
            if found == word:
                return line
            if found < word:
                low = end
            else:
                high = middle
        return None


class English:
    """A sorted list of words, one a line, as one text with a line feed at either end."""

    def __init__(self, text: str) -> None:
        self._lines = SortedText(text)
        # The same small words come in every question.
        self._seen: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        known = self._seen.get(word)
        if known is None:
            if len(self._seen) >= _MOST:
                self._seen.clear()
            known = self._seen[word] = self._lines.line_of(word) is not None
        return known
