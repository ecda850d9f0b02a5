"""The corpus: each question brings back what its file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.corpus import QUESTIONS, Item, items_in, misses

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue

ITEMS = list(items_in())


@pytest.mark.parametrize("item", ITEMS, ids=str)
def test_a_question_is_answered_as_the_corpus_says(item: Item, desk: Desk) -> None:
    assert misses(item, desk) == []


def test_every_entry_has_questions_and_every_question_file_an_entry(catalogue: Catalogue) -> None:
    files = {path.stem for path in QUESTIONS.glob("*.yaml") if not path.stem.startswith("_")}
    assert files == set(catalogue.services)


def test_no_question_stands_twice_with_the_same_words() -> None:
    said = [str(item.turns[0]["ask"]).casefold() for item in ITEMS if len(item.turns) == 1]
    assert sorted(said) == sorted(set(said))
