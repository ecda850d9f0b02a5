"""R8: a process that is stopped or killed at any moment loses no question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults.kills import SEED, SIGNALS, broken, run

if TYPE_CHECKING:
    from pathlib import Path

MOMENTS = 5


@pytest.mark.parametrize("name", SIGNALS)
async def test_whatever_the_moment_none_is_lost_and_only_a_kill_costs_a_copy_which_is_counted(
    tmp_path: Path, name: str
) -> None:
    killed = await run(name, MOMENTS, tmp_path, f"sqlite:///{tmp_path}/srm.db")
    assert not broken(name, killed), f"seed {SEED}: {killed}"
