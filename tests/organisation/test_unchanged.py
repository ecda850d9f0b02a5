"""Over the whole corpus, an overlay without exceptions changes nothing that is the catalogue's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.render.export import answer_object
from tests.corpus import items_in

if TYPE_CHECKING:
    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.organisation.ours import Ours

FIELDS = (
    "kind", "services", "topic", "topics", "owner", "verdict", "aws", "team", "case", "basis",
    "candidates", "not_aws", "class",
)  # fmt: skip
# In the small overlay teams and a workload have these names.
OUR_NAMES = ("payments", "checkout", "platform team", "data team")


def test_every_question_of_the_corpus_is_understood_and_ruled_the_same(
    desk: Desk, small: Ours
) -> None:
    wrong = []
    for item in items_in():
        before = None
        for turn in item.turns:
            text = str(turn["ask"])
            plain, with_it = desk.ask(text, before), desk.ask(text, before, small)
            theirs = any(name in text for name in OUR_NAMES)
            if not theirs and given(plain, desk) != given(with_it, desk):
                wrong.append(text)
            before = plain.context
    assert wrong == []


def given(answer: Answer, desk: Desk) -> dict[str, Any]:
    whole = answer_object(answer, desk.catalogue)
    return {name: whole[name] for name in FIELDS}
