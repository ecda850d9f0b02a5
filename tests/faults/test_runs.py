"""R1: no question is lost whatever Slack does, and at most one copy more is seen, each counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.dice import KNOWN
from tests.faults.runs import AGAIN, RUNS, SEED, run

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk

FEW, MIXED = 500, 3_000


@pytest.mark.parametrize("name", [AGAIN, *KNOWN])
async def test_with_known_outcomes_every_question_is_answered_once(
    toy_desk: Desk, tmp_path: Path, name: str
) -> None:
    verdict = await run(name, FEW, toy_desk, tmp_path)
    assert (verdict.lost, verdict.copies) == (0, 0), f"seed {SEED}: {verdict}"


@pytest.mark.parametrize("name", [name for name in RUNS if name not in KNOWN])
async def test_with_unknown_outcomes_none_is_lost_and_at_most_one_copy_more_is_seen(
    toy_desk: Desk, tmp_path: Path, name: str
) -> None:
    asked = MIXED if len(RUNS[name]) > 1 else FEW
    verdict = await run(name, asked, toy_desk, tmp_path)
    assert verdict.lost == 0, f"seed {SEED}: {verdict}"
    assert verdict.most <= 2, f"seed {SEED}: {verdict}"
    assert 0 < verdict.copies <= verdict.counted, f"seed {SEED}: {verdict}"
