"""Which words of a text belong to its question, and which only tell the story before it."""

from __future__ import annotations

import itertools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.words import Token

_ENDS = frozenset(".;:!?\n\u2013\u2014")
_STARTS = frozenset(
    (
        "who whose whom whos what what's whats who's which is are does do did should must will can "
        "how isn't aren't doesn't don't"
    ).split()
)
_BARE = frozenset(
    (
        "who whose who's whos whom us ours our aws or and them theirs is are it that this job "
        "problem responsibility duty does do"
    ).split()
)
_WE = frozenset("we i us our my".split())
_BACK = frozenset("it that this them those these about here there".split())
_ASKS = frozenset("who whose whom who's whos responsible responsibility accountable".split())


def asking_tokens(tokens: Sequence[Token], text: str) -> frozenset[int]:
    """The numbers of the tokens in clauses that ask; all of them when no clause does."""
    clauses = _clauses(tokens)
    ended = text.rstrip().endswith("?")
    asking = [clause for clause in clauses if _asks(clause, tokens, ended=ended)]
    asking += [
        before
        for before, clause in itertools.pairwise(clauses)
        if clause in asking and before not in asking and _only_whose(clause, tokens)
    ]
    return frozenset(at for clause in asking or clauses for at in clause)


def asks_whole(tokens: Sequence[Token], asking: frozenset[int]) -> bool:
    """Whether the clauses that ask do so for all there is to do: "what do we need to secure?".

    Not where they point back: "what do we do about it?".
    """
    words = [tokens[at].text for at in sorted(asking)]
    what = words[:1] == ["what"] or words[1:2] == ["what"]
    told = len(asking) < len(tokens)
    return told and what and bool(_WE & set(words)) and not _BACK & set(words)


def clauses_of(tokens: Sequence[Token]) -> list[range]:
    """The clauses of a text, in order."""
    return _clauses(tokens)


def _clauses(tokens: Sequence[Token]) -> list[range]:
    """Runs of tokens between stops; a comma is one only before a question's first word."""
    starts = [0]
    for at, token in enumerate(tokens):
        if not at or token.gap == " ":
            continue
        stop = not _ENDS.isdisjoint(token.gap) or " - " in token.gap
        comma = "," in token.gap and token.text in _STARTS
        if stop or comma:
            starts.append(at)
    return [range(a, b) for a, b in zip(starts, [*starts[1:], len(tokens)], strict=True)]


def _only_whose(clause: range, tokens: Sequence[Token]) -> bool:
    """Whether a clause says no more than "whose?", so that it asks of the one before it."""
    return all(tokens[at].text in _BARE for at in clause)


def _asks(clause: range, tokens: Sequence[Token], *, ended: bool) -> bool:
    words = [tokens[at].text for at in clause]
    last = clause.stop == len(tokens)
    marked = ended if last else "?" in tokens[clause.stop].gap
    return marked or bool(words and words[0] in _STARTS) or not _ASKS.isdisjoint(words)
