"""Topics that no list names are told by how often people say each word of each."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from bot.catalogue.files import TERMS as NAME
from bot.catalogue.load import read_catalogue
from bot.understand.likelihood import NONE, Likelihood
from tests.terms import TERMS, Counted, counted, held_out, text_of

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue

COUNTS = """# A comment.
questions identity=10 network=10 none=10
words identity=30 network=30 none=30

door identity=1 network=6
key identity=9 network=1
open network=8 none=1
"""


@pytest.fixture(scope="module")
def counts(catalogue: Catalogue) -> list[Counted]:
    """What the open corpus and the descriptions say, each with its topic."""
    return counted(catalogue)


def test_the_file_holds_the_counts_of_the_open_corpus(counts: list[Counted]) -> None:
    assert TERMS.read_text("utf-8") == text_of(counts) + "\n"


def test_most_questions_are_told_by_the_counts_of_other_rounds(counts: list[Counted]) -> None:
    right, whole = held_out(counts)
    assert right / whole >= 0.88


def test_words_together_tell_the_topic_and_how_surely() -> None:
    likely = Likelihood(COUNTS).of(["open", "door", "unheard"], {})
    assert likely is not None
    assert likely.topic == "network"
    assert likely.margin > 3
    assert likely.asked > likely.margin


def test_what_was_said_besides_weighs_against_the_words() -> None:
    likely = Likelihood(COUNTS).of(["open", "door"], {"identity": 20.0})
    assert likely is not None
    assert likely.topic == "identity"


def test_without_counts_nothing_is_likely() -> None:
    assert Likelihood("").of(["door"], {}) is None


def test_none_is_counted_and_never_a_topic() -> None:
    likely = Likelihood(COUNTS).of([], {})
    assert likely is not None
    assert likely.topic != NONE


@pytest.mark.parametrize(
    ("ask", "topic"),
    [
        ("someone walked off with the box that runs our Outposts rack, who guards it", "physical"),
        ("the intern can still get into Redshift a month after he quit. whose job?", "identity"),
    ],
)
def test_what_is_only_described_is_answered_for_its_topic(ask: str, topic: str, desk: Desk) -> None:
    assert desk.ask(ask).topics == (topic,)


def test_a_catalogue_may_do_without_counts(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    (folder / NAME).unlink()
    catalogue, problems = read_catalogue(folder)
    assert problems == []
    assert catalogue is not None
    assert catalogue.vocabulary.terms == ""


def test_each_line_that_is_no_count_is_named(tmp_path: Path) -> None:
    folder = _copy(tmp_path)
    lines = (folder / NAME).read_text("utf-8").splitlines()
    lines[10], lines[20] = "word physical=many", "word weather=3"
    (folder / NAME).write_text("\n".join(lines), "utf-8")
    _, problems = read_catalogue(folder)
    said = {one.line for one in problems if one.file == NAME and "counts" in one.says}
    assert said == {11, 21}


def _copy(folder: Path) -> Path:
    shutil.copytree(TERMS.parent, folder / "data")
    return folder / "data"
