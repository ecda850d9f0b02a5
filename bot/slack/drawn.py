"""Replies drawn before: what was asked again, in whatever words, is not drawn again.

They are found by what was understood, ids alone, as everything that is kept. A question that the
reply quotes words of is drawn each time.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.record import record, replace
from bot.understand.question import Mention

if TYPE_CHECKING:
    from bot.answers.model import Answer
    from bot.render.parts import Look
    from bot.render.reply import Reply
    from bot.understand.question import Context, Question

    Key = tuple[Question, Context | None, Look]

# Some 10 kB each.
_MOST = 500


@record
class Drawn:
    """An answer, None where answering broke; how it looks; its question as a line of ids."""

    answer: Answer | None
    reply: Reply
    line: str


class Drawings:
    """The replies of late by what was asked, before which conversation, and for which look."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Drawn] = OrderedDict()

    def find(self, key: Key) -> Drawn | None:
        """What was drawn for the same; None for nothing, or no more."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Key, drawn: Drawn) -> None:
        """Keep what was drawn; the one longest unasked goes."""
        self._kept[key] = drawn
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)


def without_words(question: Question) -> Question | None:
    """The question with no word of the person's; None where its answer would be another one."""
    if question.candidates or question.unknown or question.not_aws:
        return None
    if not question.mentions or any(one.how == "fuzzy" for one in question.mentions):
        return None
    mentions = tuple(
        Mention(service=one.service, said="", how=one.how) for one in question.mentions
    )
    return replace(question, text="", mentions=mentions)
