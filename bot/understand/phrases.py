"""Finds words and phrases of a list in tokens, whatever their inflection, longest first."""

from __future__ import annotations

from functools import cache

from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.understand.words import Token


_PARTICLES = frozenset("up down out off over".split())
_APART = 5


class Phrasebook:
    """Maps phrases to what they mean; several meanings may share a phrase."""

    def __init__(self) -> None:
        self._meanings: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._longest: dict[str, int] = {}
        self._parted: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
        self._exact: dict[tuple[str, ...], tuple[str, ...]] = {}

    def add(self, phrases: Iterable[str], meaning: str) -> None:
        """Let each of `phrases` mean `meaning`."""
        for phrase in phrases:
            key = stems_of(phrase)
            if not key:
                continue
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
            if phrase.startswith("="):
                # Only this very form: "=host" is heard in "the host", not in "hosted".
                _mean(self._exact, tuple(words_of(phrase)), meaning)
                continue
            _mean(self._meanings, key, meaning)
            head = stems_of(phrase.partition("...")[0]) if "..." in phrase else key[:1]
            if "..." in phrase or (len(key) == 2 and key[1] in _PARTICLES):
                self._parted.setdefault(key[0], []).append((head, key[len(head) :]))

    def find(
        self, tokens: Sequence[Token], skip: frozenset[int] = frozenset()
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """Every match as (first token, one past the last, meanings), left to right.

        Of overlapping matches the longest from the left wins; tokens in `skip` never match.
        """
        found = []
        at = 0
        while at < len(tokens):
            size, meanings = self._longest_at(tokens, at, skip)
            if size:
                found.append((at, at + size, meanings))
            at += size or 1
        return found

    def _longest_at(
        self, tokens: Sequence[Token], at: int, skip: frozenset[int]
    ) -> tuple[int, tuple[str, ...]]:
        longest = self._longest.get(tokens[at].stem)
        if longest is None:
            return 0, ()
        most = min(longest, len(tokens) - at)
        for size in range(most, 0, -1):
            if any(at + step in skip for step in range(size)):
                continue
            span = tokens[at : at + size]
            # The very form wins over the stem: "versioning" is not a "version".
            meanings = self._exact.get(tuple(token.text for token in span))
            meanings = meanings or self._meanings.get(tuple(token.stem for token in span))
            if meanings:
                return size, meanings
        return self._parted_at(tokens, at, skip)

    def _parted_at(
        self, tokens: Sequence[Token], at: int, skip: frozenset[int]
    ) -> tuple[int, tuple[str, ...]]:
        """A phrase whose parts stand apart: "backs it up", "servers that ECR runs on"."""
        for head, tail in self._parted.get(tokens[at].stem, ()):
            end = at + len(head)
            if skip & set(range(at, end)) or _stems(tokens[at:end]) != head:
                continue
            for start in range(end, min(end + _APART, len(tokens)) - len(tail) + 1):
                if _stems(tokens[start : start + len(tail)]) == tail:
                    return len(head), self._meanings[*head, *tail]
        return 0, ()


def _stems(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens)


def _mean(known: dict[tuple[str, ...], tuple[str, ...]], key: tuple[str, ...], what: str) -> None:
    meanings = known.get(key, ())
    known[key] = meanings if what in meanings else (*meanings, what)


@cache
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase's words."""
    return tuple(stem(word) for word in words_of(phrase))
