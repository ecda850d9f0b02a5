"""Topics that a text leaves out: "apart from the OS, what do we secure on EC2?"."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.hearing import Heard
    from bot.understand.words import Token

_EXCEPT = (
    ("apart", "from"), ("aside", "from"), ("other", "than"), ("besides",), ("beyond",),
    ("except",), ("except", "for"), ("excluding",), ("everything", "but"), ("all", "but"),
    ("leaving", "aside"), ("not", "counting"), ("not", "just"), ("not", "only"), ("ignoring",),
)  # fmt: skip
_LAST = frozenset(phrase[-1] for phrase in _EXCEPT)
_LEADS = frozenset("the our a any all of and or".split())
_FAR = 12
_STOPS = frozenset(".,;:?!()\n")


def without_excepted(found: Sequence[Heard], tokens: Sequence[Token]) -> list[Heard]:
    """Without the topics that words such as "apart from" leave out of the question."""
    left_out: set[int] = set()
    kept = []
    for one in found:
        if _is_excepted(one, tokens, left_out):
            left_out |= set(range(one.first, one.last))
        else:
            kept.append(one)
    return kept


def _is_excepted(one: Heard, tokens: Sequence[Token], left_out: set[int]) -> bool:
    """Whether an exception leads to a match, or to those in a row before it."""
    at, least = one.first, max(0, one.first - _FAR)
    while at > least and _STOPS.isdisjoint(tokens[at].gap):
        before = tokens[at - 1].text
        if before in _LAST and any(_ends_with(tokens, at, phrase) for phrase in _EXCEPT):
            return True
        if before not in _LEADS and at - 1 not in left_out:
            return False
        at -= 1
    return False


def _ends_with(tokens: Sequence[Token], end: int, phrase: Sequence[str]) -> bool:
    return [token.text for token in tokens[max(0, end - len(phrase)) : end]] == list(phrase)
