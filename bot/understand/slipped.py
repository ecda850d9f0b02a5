"""The names that a mistyped word may mean, so few that each can be held against it."""

from __future__ import annotations

from functools import cached_property

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_SHORT_WORD = 5
# A slip leaves the first letter of a name or its last ones as they are, if the name is not short.
_TAIL, _KNOWN_BY_ENDS = 3, 6


class SlippedNames:
    """Names by their length, their first letter and their last ones.

    Short names that are plain English (`common`) are apart: a slip means them only beside "AWS".
    """

    def __init__(self, names: Iterable[str], common: Collection[str]) -> None:
        self.by_size: dict[int, list[str]] = {}
        self._short: dict[int, list[str]] = {}
        for name in names:
            short = name in common and len(name) <= _SHORT_WORD
            (self._short if short else self.by_size).setdefault(len(name), []).append(name)

    def likely(self, word: str, allowed: int, *, led: bool) -> list[str]:
        """The names that are not too long or short, and keep an end of the word, as slips do; one
        that keeps both ends comes twice.
        """
        ends = _ends_of(word)
        found: list[str] = []
        for size in range(len(word) - allowed, len(word) + allowed + 1):
            names = self.by_size.get(size, [])
            if size < _KNOWN_BY_ENDS or len(word) < _KNOWN_BY_ENDS:
                found += names
            elif known := self._by_ends.get(size):
                for end in ends:
                    found += known.get(end, ())
            if led:
                found += self._short.get(size, ())
        return found

    @cached_property
    def _by_ends(self) -> dict[int, dict[str, list[str]]]:
        """The long names that begin or end so, by their length."""
        found: dict[int, dict[str, list[str]]] = {}
        long = [one for one in self.by_size.items() if one[0] >= _KNOWN_BY_ENDS]
        for size, names in long:
            of_size = found.setdefault(size, {})
            for name in names:
                for end in _ends_of(name):
                    of_size.setdefault(end, []).append(name)
        return found


def _ends_of(name: str) -> tuple[str, str]:
    """How a name begins and ends."""
    return f">{name[:1]}", f"<{name[-_TAIL:]}"
