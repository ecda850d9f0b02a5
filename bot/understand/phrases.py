"""Finds words and phrases of a list in tokens, whatever their inflection, longest first."""

from __future__ import annotations

from functools import cache

from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.understand.words import Token


_PARTICLES = frozenset("up down out off over".split())
# "Is down" stands together: "is admin, who scopes it down" holds no outage.
_BE = frozenset("is be are was go goe went".split())
_STOPS = frozenset("?!.,;:\n()\u2013\u2014")
_APART, _FAR_APART = 5, 8
# "Keep it up to date" does not say that it is kept up.
_GOES_ON = frozenset("to with on".split())
_NOTHING: tuple[str, ...] = ()


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
            if "..." in phrase or (len(key) == 2 and key[1] in _PARTICLES and key[0] not in _BE):
                self._parted.setdefault(key[0], []).append((head, key[len(head) :]))

    def find(
        self, tokens: Sequence[Token], skip: frozenset[int] = frozenset()
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """Every match as (first token, one past the last, meanings), left to right.

        Of overlapping matches the longest from the left wins; tokens in `skip` never match.
        """
        found: list[tuple[int, int, tuple[str, ...]]] = []
        stems = _stems(tokens)
        texts: tuple[str, ...] = ()
        longest_of, end = self._longest.get, 0
        for at, stem_at in enumerate(stems):
            # Most words begin no phrase.
            if (longest := longest_of(stem_at)) is None or at < end:
                continue
            texts = texts or tuple(token.text for token in tokens)
            size, meanings = 0, _NOTHING
            if at not in skip:
                size, meanings = self._longest_at(
                    stems, texts, at, _free(tokens, at, longest, skip)
                )
            if stem_at in self._parted:
                # "Vulnerabilities in our container" says more than "vulnerabilities".
                parted, apart = self._parted_at(stems, at, skip, size)
                size, meanings = (parted, apart) if parted else (size, meanings)
            if size:
                found.append((at, at + size, meanings))
                end = at + size
        return found

    def _longest_at(
        self, stems: tuple[str, ...], texts: tuple[str, ...], at: int, most: int
    ) -> tuple[int, tuple[str, ...]]:
        for size in range(min(most, len(stems) - at), 0, -1):
            # The very form wins over the stem: "versioning" is not a "version".
            meanings = self._exact.get(texts[at : at + size])
            meanings = meanings or self._meanings.get(stems[at : at + size])
            if meanings:
                return size, meanings
        return 0, ()

    def _parted_at(
        self, stems: tuple[str, ...], at: int, skip: frozenset[int], more_than: int
    ) -> tuple[int, tuple[str, ...]]:
        """A phrase whose parts stand apart: "backs it up", "servers that ECR runs on".

        Its first part must be longer than what was found in one piece.
        """
        for head, tail in self._parted.get(stems[at], ()):
            end = at + len(head)
            if len(head) <= more_than or stems[at:end] != head:
                continue
            if not skip.isdisjoint(range(at, end)):
                continue
            apart = _APART if len(head) + len(tail) == 2 else _FAR_APART
            for start in range(end, min(end + apart, len(stems)) - len(tail) + 1):
                after = start + len(tail)
                goes_on = tail == ("up",) and not _GOES_ON.isdisjoint(stems[after : after + 1])
                if stems[start:after] == tail and not goes_on:
                    return len(head), self._meanings[*head, *tail]
        return 0, ()


def _stems(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.stem for token in tokens)


def _free(tokens: Sequence[Token], at: int, most: int, skip: frozenset[int]) -> int:
    """How many tokens from `at` on, at most `most`, stand together and are not to be skipped."""
    for step in range(1, min(most, len(tokens) - at)):
        if at + step in skip or (tokens[at + step].gap != " " and _stops(tokens[at + step].gap)):
            return step
    return most


def _stops(gap: str) -> bool:
    """Whether no phrase goes on: behind a comma, a full stop, a dash."""
    return not _STOPS.isdisjoint(gap) or " - " in gap


def _mean(known: dict[tuple[str, ...], tuple[str, ...]], key: tuple[str, ...], what: str) -> None:
    meanings = known.get(key, ())
    known[key] = meanings if what in meanings else (*meanings, what)


@cache
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of the words of one of the catalogue's phrases, remembered; never of a question."""
    return tuple(_stem_of(word) for word in words_of(phrase))


_stem_of = cache(stem)
