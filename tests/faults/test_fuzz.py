"""R12: whatever people send, an answer comes that calls nobody and links nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.fuzz import CITED, RATIO, hostile, run
from tests.limits import foreign_links, live_markup

if TYPE_CHECKING:
    from bot.ask import Desk

GATE = 2_000


def test_fuzz_and_hostile_texts_break_nothing_and_cost_no_more_than_their_length(
    desk: Desk,
) -> None:
    seen = run(GATE, desk)
    assert len(seen.took) == GATE + len(hostile())
    assert seen.broken == [], str(seen)
    # The worst in seconds depends on the machine, and is looked at by the command.
    ratios = [value for value, most in seen.figures.values() if most == RATIO]
    assert max(ratios) <= RATIO, str(seen)


@pytest.mark.parametrize(
    "text",
    [
        "<!channel>",
        "<@U1>",
        "<#C1|x>",
        "<https://evil.example|AWS>",
        "https://docs.aws.amazon.com.evil.example/",
        "see http://evil.example",
    ],
)
def test_what_is_looked_for_is_found(text: str) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": text}}
    for blocks, words in (([section], ""), ([], text)):
        assert [*live_markup(blocks, words, CITED), *foreign_links(blocks, words, CITED)]
