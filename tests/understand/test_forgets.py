"""What people ask is held while it is answered, and no longer."""

from __future__ import annotations

import gc
from types import CellType, FrameType
from typing import TYPE_CHECKING

from bot.render.blocks import reply

if TYPE_CHECKING:
    from bot.ask import Desk

# Put together when the test runs, so that it stands in no constant; no other test has the word.
LETTERS = "o k a p i m a r l i n"


def test_nothing_of_a_question_is_remembered(desk: Desk) -> None:
    word = "".join(LETTERS.split())
    for text in (
        "who patches {}?",
        "is RDS {} encrypted?",
        "who {}s the {} of Lambda, {}ed or not",
    ):
        reply(desk.ask(text.replace("{}", word)), desk.catalogue)
    gc.collect()
    kept = [type(one) for one in gc.get_objects() if _holds(one, word)]
    assert kept == []


def _holds(one: object, word: str) -> bool:
    if isinstance(one, FrameType | CellType):
        # Of the test itself.
        return False
    held = gc.get_referents(one)
    # A mapping of texts alone is in nobody's list, such as what a function remembers.
    held += gc.get_referents(*(each for each in held if not gc.is_tracked(each)))
    return any(isinstance(each, str) and word in each for each in held)
