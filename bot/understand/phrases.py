"""Finds words and phrases of a list in tokens, whatever their inflection, longest first."""

from __future__ import annotations

from functools import cache

from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from bot.understand.words import Token


_PARTICLES = frozenset("up down out off over".split())
# "Is down" stands together: "is admin, who scopes it down" holds no outage.
_BE = frozenset("is be are was go goe went".split())
_STOPS = frozenset("?!.,;:\n()\u2013\u2014")
_APART, _FAR_APART = 5, 8
_REACH = 24
# "Keep it up to date" does not say that it is kept up.
_GOES_ON = frozenset("to with on".split())


class Phrasebook:
    """Maps phrases to what they mean; several meanings may share a phrase.

    `table` is all that it knows as what JSON can say, and can be given back: phrases are stems,
    and meanings are ids, with a space between each two.
    """

    def __init__(self, table: Mapping[str, Any] | None = None) -> None:
        self.table = table or {"means": {}, "exact": {}, "first": {}, "parted": {}, "begun": {}}
        self._means: dict[str, str] = self.table["means"]
        self._exact: dict[str, str] = self.table["exact"]
        self._first: dict[str, int] = self.table["first"]
        self._parted: dict[str, list[list[str]]] = self.table["parted"]
        # How phrases of several words begin, of stems and of words as they are written.
        self._begun: dict[str, int] = self.table["begun"]

    def add(self, phrases: Iterable[str], meaning: str) -> None:
        """Let each of `phrases` mean `meaning`."""
        for phrase in phrases:
            stems = stems_of(phrase)
            if not stems:
                continue
            self._first[stems[0]] = 1
            if phrase.startswith("="):
                # Only this very form: "=host" is heard in "the host", not in "hosted".
                self._begin(words_of(phrase))
                _mean(self._exact, " ".join(words_of(phrase)), meaning)
                continue
            self._begin(stems)
            _mean(self._means, " ".join(stems), meaning)
            head = stems_of(phrase.partition("...")[0]) if "..." in phrase else stems[:1]
            two = len(stems) == 2 and stems[1] in _PARTICLES and stems[0] not in _BE
            if "..." in phrase or two:
                parts = [" ".join(head), " ".join(stems[len(head) :])]
                self._parted.setdefault(stems[0], []).append(parts)

    def _begin(self, words: Sequence[str]) -> None:
        for size in range(1, len(words)):
            self._begun[" ".join(words[:size])] = 1

    def find(
        self, tokens: Sequence[Token], skip: frozenset[int] = frozenset()
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """Every match as (first token, one past the last, meanings), left to right.

        Of overlapping matches the longest from the left wins; tokens in `skip` never match.
        """
        found: list[tuple[int, int, tuple[str, ...]]] = []
        first, end, at = self._first, len(tokens), 0
        while at < end:
            stem = tokens[at].stem
            if stem not in first:
                at += 1
                continue
            size, meanings = (0, "") if at in skip else self._longest_at(tokens, at, skip)
            if stem in self._parted:
                # "Vulnerabilities in our container" says more than "vulnerabilities".
                # And "lost an AZ" more than "lost", which is a mere hint.
                beaten = size - 1 if size == 1 and _hints(meanings) else size
                parted, apart = self._parted_at(tokens, at, skip, beaten)
                size, meanings = (parted, apart) if parted else (size, meanings)
            if size:
                found.append((at, at + size, tuple(meanings.split(" "))))
            at += size or 1
        return found

    def _longest_at(
        self, tokens: Sequence[Token], at: int, skip: frozenset[int]
    ) -> tuple[int, str]:
        """How many tokens from `at` on are a phrase, of several the longest, and what it means."""
        token = tokens[at]
        stems, texts = token.stem, token.text
        # The very form wins over the stem: "versioning" is not a "version".
        meanings = self._exact.get(texts) or self._means.get(stems, "")
        size = 1 if meanings else 0
        begun, last = self._begun, at + 1
        while last < len(tokens) and (stems in begun or texts in begun):
            token = tokens[last]
            if last in skip or (token.gap != " " and _stops(token.gap)):
                break
            stems, texts = f"{stems} {token.stem}", f"{texts} {token.text}"
            last += 1
            if found := self._exact.get(texts) or self._means.get(stems):
                size, meanings = last - at, found
        return size, meanings

    def _parted_at(
        self, tokens: Sequence[Token], at: int, skip: frozenset[int], more_than: int
    ) -> tuple[int, str]:
        """A phrase whose parts stand apart: "backs it up", "servers that ECR runs on".

        Its first part must be longer than what was found in one piece.
        """
        # No further than any such phrase reaches: a text may have very many words.
        stems = [token.stem for token in tokens[at : at + _REACH]]
        for first, rest in self._parted.get(stems[0], ()):
            head, tail = first.split(" "), rest.split(" ")
            end = len(head)
            if len(head) <= more_than or stems[:end] != head:
                continue
            if not skip.isdisjoint(range(at, at + end)):
                continue
            apart = _APART if len(head) + len(tail) == 2 else _FAR_APART
            for start in range(end, min(end + apart, len(stems)) - len(tail) + 1):
                after = start + len(tail)
                goes_on = tail == ["up"] and not _GOES_ON.isdisjoint(stems[after : after + 1])
                if stems[start:after] == tail and not goes_on:
                    return len(head), self._means[f"{first} {rest}"]
        return 0, ""


def book_of(
    tables: Mapping[str, Any] | None, name: str, said: Iterable[tuple[Iterable[str], str]]
) -> Phrasebook:
    """The book that was kept under `name`, or one of all that was `said`, with its meanings."""
    if tables is not None:
        return Phrasebook(tables[name])
    book = Phrasebook()
    for phrases, meaning in said:
        book.add(phrases, meaning)
    return book


def _hints(meanings: str) -> bool:
    """Whether what a phrase means is less than a meaning: a hint, or a thing."""
    return all(":" in one for one in meanings.split(" "))


def _stops(gap: str) -> bool:
    """Whether no phrase goes on: behind a comma, a full stop, a dash."""
    return not _STOPS.isdisjoint(gap) or " - " in gap


def _mean(known: dict[str, str], key: str, what: str) -> None:
    meanings = known.get(key, "").split()
    known[key] = " ".join(dict.fromkeys([*meanings, what]))


@cache
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of the words of one of the catalogue's phrases, remembered; never of a question."""
    return tuple(_stem_of(word) for word in words_of(phrase))


_stem_of = cache(stem)
