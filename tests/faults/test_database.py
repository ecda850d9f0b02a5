"""R9: whatever becomes of the database, every question is answered once, in time, and health says
what is wrong until it is mended.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.faults.database import NAMES, side_by_side

if TYPE_CHECKING:
    from tests.faults.lane import Outcome

    Outcomes = dict[str, Outcome | BaseException]

# In rounds, each of which breaks it anew: all ways at once are more than two cores can ask fast.
FEW, A_ROUND = 500, 100


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What came of all of them: they mostly wait, and can do so side by side."""
    return asyncio.run(side_by_side(FEW, tmp_path_factory.mktemp("faults"), A_ROUND))


@pytest.mark.parametrize("name", NAMES)
def test_a_database_in_trouble_costs_no_answer(outcomes: Outcomes, name: str) -> None:
    outcome = outcomes[name]
    if isinstance(outcome, BaseException):
        raise outcome
    assert outcome.broken(name) == [], str(outcome)
