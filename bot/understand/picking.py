"""Which of those offered or spoken of a turn picks by number: "2", "the first one", "from the first
to the second".
"""

from __future__ import annotations

from bot.understand.direction import moves
from bot.understand.names import NameSaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.understand.question import Context
    from bot.understand.seen import Seen

_NUMBERS = {
    "1": 1, "first": 1, "1st": 1, "former": 1, "one": 1,
    "2": 2, "two": 2, "second": 2, "2nd": 2,
    "3": 3, "three": 3, "third": 3, "3rd": 3,
    "4": 4, "four": 4, "fourth": 4, "4th": 4,
    "5": 5, "five": 5, "fifth": 5, "5th": 5,
}  # fmt: skip
_FIRST_OR_SECOND = {"first": 0, "former": 0, "second": 1, "latter": 1}
_ORDINALS = frozenset("first 1st second 2nd third 3rd last former latter".split())
_FEW, _SHORT = 2, 4


def chosen(seen: Seen, before: Context) -> str | None:
    """The candidate that a number picks, such as "2" or "the second one"; None when none."""
    words = [token.text for token in seen.tokens]
    offered = before.candidates
    if not offered and len(before.services) > 1 and _ORDINALS & set(words):
        # "The first one", of those that were held side by side.
        offered = before.services
    most = _SHORT + 1
    if not offered and "again" in words and _ORDINALS & set(words):
        # "The first one again: encryption?", of those spoken of one after the other.
        offered, most = (*before.earlier, *before.services), 2 * _SHORT
    if not offered or seen.names or len(seen.tokens) > most:
        return None
    if "last" in words or "latter" in words:
        return offered[-1]
    for word in words:
        number = _NUMBERS.get(word)
        if number is not None and number <= len(offered):
            return offered[number - 1]
    return None


def moved_between(seen: Seen, before: Context) -> tuple[NameSaid, ...]:
    """The ends of a move that are told by when they were spoken of: "from the first to the
    second".
    """
    spoken = (*before.earlier, *before.services)[-_FEW:]
    at = {
        token.text: step for step, token in enumerate(seen.tokens) if token.text in _FIRST_OR_SECOND
    }
    if seen.names or len(spoken) != _FEW or len(at) != _FEW or not moves(seen):
        return ()
    said = sorted(at.items(), key=lambda pair: pair[1])
    return tuple(
        NameSaid(
            first=step,
            last=step + 1,
            said="",
            service=spoken[_FIRST_OR_SECOND[word]],
            how="context",
            score=90,
        )
        for word, step in said
    )
