"""R2: two bots on one PostgreSQL answer each event once, one of them killed half-way; and R9 with
two, which cannot know of each other while there is no database.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.faults.replicas import QUICK, RUNS, kept, run

if TYPE_CHECKING:
    from tests.faults.oracle import Verdict

FEW = 500


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """What came of each run."""
    return asyncio.run(run(FEW, tmp_path_factory.mktemp("two"), QUICK))


@pytest.mark.parametrize("name", RUNS)
def test_two_replicas_lose_no_question_and_count_what_both_may_have_answered(
    verdicts: dict[str, Verdict], name: str
) -> None:
    assert kept(verdicts[name]), str(verdicts[name])
