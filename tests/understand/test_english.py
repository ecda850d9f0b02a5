"""The word list is searched where it stands, and finds what is in it and nothing else."""

from __future__ import annotations

from bot.catalogue.model import Catalogue
from bot.understand.english import English


def test_every_word_is_found_and_no_other(catalogue: Catalogue) -> None:
    words = catalogue.vocabulary.english.split()
    english = English(catalogue.vocabulary.english)
    assert all(word in english for word in words)
    known = set(words)
    others = {f"{word}q" for word in words[::50]} | {word[1:] for word in words[::50]} | {"", "aa"}
    assert not any(word in english for word in others - known)


def test_the_list_is_sorted_and_each_word_stands_once(catalogue: Catalogue) -> None:
    words = catalogue.vocabulary.english.split()
    assert words == sorted(set(words))
