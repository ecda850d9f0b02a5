"""Two bots on one PostgreSQL renew a token once, and nobody meets one that has run out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.faults.rotation import run

if TYPE_CHECKING:
    from pathlib import Path


async def test_of_two_replicas_one_renews_a_token_and_no_call_is_refused(tmp_path: Path) -> None:
    outcome = await run(2, tmp_path)
    assert outcome.kept, str(outcome)
