"""Traps: questions whose easy answer is wrong. What comes back is what the page says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.render.export import answer_object

if TYPE_CHECKING:
    from bot.ask import Desk

FILE = Path(__file__).parent / "traps.yaml"
TRAPS: list[dict[str, str]] = yaml.safe_load(FILE.read_text("utf-8"))
FIELDS = {"ask", "believed", "wrong", "right", "says", "source"}
AT_LEAST = 40


@pytest.mark.parametrize("trap", TRAPS, ids=lambda trap: trap["ask"])
def test_a_trap_brings_back_the_right_owner_by_the_page_that_says_so(
    trap: dict[str, str], desk: Desk
) -> None:
    answer = answer_object(desk.ask(trap["ask"]), desk.catalogue)
    assert answer["kind"] == "duty"
    assert answer["owner"] == trap["right"]
    assert answer["owner"] != trap["wrong"]
    assert trap["says"].casefold() in _sentences(answer).casefold()
    assert trap["source"] in [one["url"] for one in answer["sources"]]


def _sentences(answer: dict[str, Any]) -> str:
    """What the answer itself says, without its other cases and sources."""
    rulings = [answer, *answer["duties"]]
    said = [one[party] for one in rulings for party in ("aws", "team")]
    partners = [one["partner"] for one in rulings]
    said += [f"{one['name']} {one['does']}" for one in partners if one]
    return "\n".join(one for one in said if one)


def test_the_list_of_traps_is_long_whole_and_without_doubles() -> None:
    assert len(TRAPS) >= AT_LEAST
    assert [trap for trap in TRAPS if set(trap) != FIELDS or not all(trap.values())] == []
    assert [trap["ask"] for trap in TRAPS if trap["wrong"] == trap["right"]] == []
    asked = [trap["ask"].casefold() for trap in TRAPS]
    assert sorted(set(asked)) == sorted(asked)
