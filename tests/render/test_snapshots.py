"""The snapshots show the replies of today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.gallery import page
from tests.snapshots import FOLDER, snapshots

if TYPE_CHECKING:
    from bot.ask import Desk


def test_every_snapshot_is_fresh_and_none_is_left_over(desk: Desk) -> None:
    """`make replies` rewrites them, after a change of looks or of a fact that they show."""
    wanted = dict(snapshots(desk))
    kept = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
    stale = sorted(name for name in {*wanted, *kept} if wanted.get(name) != kept.get(name))
    assert stale == [], "run: make replies"


def test_the_gallery_draws_every_snapshot_in_both_themes_and_widths() -> None:
    drawn = page()
    for path in FOLDER.glob("*.json"):
        assert drawn.count(f'<div class="name">{path.stem}</div>') == 4
    assert "mrkdwn" not in drawn
