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
        self._parted: dict[str, set[str]] = {}
        self._exact: dict[str, tuple[str, ...]] = {}

    def add(self, phrases: Iterable[str], meaning: str) -> None:
        """Let each of `phrases` mean `meaning`."""
        for phrase in phrases:
            key = stems_of(phrase)
            if not key:
                continue
            if phrase.startswith("="):
                # Only this very form: "=host" is heard in "the host", not in "hosted".
                exact = self._exact.setdefault(phrase[1:], ())
                self._exact[phrase[1:]] = exact if meaning in exact else (*exact, meaning)
                continue
            known = self._meanings.get(key, ())
            if meaning not in known:
                self._meanings[key] = (*known, meaning)
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))
            if len(key) == 2 and key[1] in _PARTICLES:
                self._parted.setdefault(key[0], set()).add(key[1])

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
        most = min(self._longest.get(tokens[at].stem, 0), len(tokens) - at)
        for size in range(most, 0, -1):
            if any(at + step in skip for step in range(size)):
                continue
            key = tuple(token.stem for token in tokens[at : at + size])
            if size == 1 and tokens[at].text in self._exact:
                break
            if key in self._meanings:
                return size, self._meanings[key]
        # The very form wins over the stem: "versioning" is not a "version".
        if at not in skip and tokens[at].text in self._exact:
            return 1, self._exact[tokens[at].text]
        return self._parted_at(tokens, at, skip)

    def _parted_at(
        self, tokens: Sequence[Token], at: int, skip: frozenset[int]
    ) -> tuple[int, tuple[str, ...]]:
        """A verb whose particle stands apart: "backs it up", "back our RDS up"; its first word."""
        first = tokens[at].stem
        particles = self._parted.get(first)
        if not particles or at in skip:
            return 0, ()
        for token in tokens[at + 1 : at + _APART]:
            if token.text in particles:
                return 1, self._meanings[first, token.stem]
        return 0, ()


@cache
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase's words."""
    return tuple(stem(word) for word in words_of(phrase))
