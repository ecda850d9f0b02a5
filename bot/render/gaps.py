"""What an overlay leaves open, as a table for people or an object a line for programs."""

from __future__ import annotations

from bot.render import phrases
from bot.render.table import FORMATS, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.answers.gaps import Gap
    from bot.catalogue.model import Catalogue


def gaps_text(gaps: Sequence[Gap], catalogue: Catalogue, drawn_as: str) -> str:
    """The gaps as text, Markdown or CSV; for people with how many of each kind."""
    rows = tuple(_row(gap, catalogue) for gap in gaps)
    table = FORMATS[drawn_as](Table(head=phrases.GAPS_HEAD, rows=rows))
    if drawn_as == "csv":
        return table
    counts = {kind: sum(gap.kind == kind for gap in gaps) for kind in phrases.GAPS}
    summary = phrases.gaps_summary(counts)
    return f"{table}\n\n{summary}" if gaps else summary


def gap_object(gap: Gap) -> dict[str, Any]:
    """One gap, ready for `json.dumps`."""
    return {
        "kind": gap.kind,
        "service": gap.service,
        "topic": gap.topic,
        "owner": gap.owner,
        "places": list(gap.places),
        "at": f"{gap.at.file}:{gap.at.line}",
    }


def _row(gap: Gap, catalogue: Catalogue) -> tuple[str, ...]:
    service = catalogue.services.get(gap.service or "")
    topic = catalogue.topics.get(gap.topic or "")
    return (
        phrases.GAPS[gap.kind],
        service.name if service else gap.service or "",
        topic.title if topic else "",
        ", ".join(gap.places) if gap.kind != "unowned" or gap.places else phrases.EVERYWHERE,
        gap.owner or "",
        f"{gap.at.file}:{gap.at.line}",
    )
