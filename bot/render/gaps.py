"""What an overlay leaves open, as a table for people or an object a line for programs."""

from __future__ import annotations

from bot.render import phrases
from bot.render.ours import OurTitles
from bot.render.parts import Titles
from bot.render.table import FORMATS, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.answers.gaps import Gap
    from bot.catalogue.model import Catalogue
    from bot.organisation.model import Organisation


_OF_DUTIES = ("unowned", "differs")


def gaps_text(
    gaps: Sequence[Gap], catalogue: Catalogue, organisation: Organisation, drawn_as: str
) -> str:
    """The gaps as text, Markdown or CSV; for people with how many of each kind."""
    names = OurTitles(organisation=organisation, titles=Titles(catalogue))
    rows = tuple(_row(gap, catalogue, names) for gap in gaps)
    table = FORMATS[drawn_as](Table(head=phrases.GAPS_HEAD, rows=rows))
    if drawn_as == "csv":
        return table
    summary = gaps_summary(gaps)
    return f"{table}\n\n{summary}" if gaps else summary


def gaps_summary(gaps: Sequence[Gap]) -> str:
    """How many gaps there are of each kind, in a sentence."""
    counts = {kind: sum(gap.kind == kind for gap in gaps) for kind in phrases.GAPS}
    return phrases.gaps_summary(counts)


def gap_line(gap: Gap, catalogue: Catalogue, names: OurTitles) -> str:
    """One gap as a line for people, without where to mend it."""
    kind, *cells, _ = _row(gap, catalogue, names)
    return f"{kind}: {', '.join(cell for cell in cells if cell)}"


def gap_object(gap: Gap, names: OurTitles) -> dict[str, Any]:
    """One gap, ready for `json.dumps`."""
    differs = {"differs": names.difference(gap.differs)} if gap.differs else {}
    return {
        "kind": gap.kind,
        "service": gap.service,
        "topic": gap.topic,
        "owner": gap.owner,
        "places": list(gap.places),
        "at": _at(gap),
        **differs,
    }


def _at(gap: Gap) -> str:
    """Where to mend it: a line of a file, or Slack."""
    return f"{gap.at.file}:{gap.at.line}" if gap.at.line else gap.at.file


def _row(gap: Gap, catalogue: Catalogue, names: OurTitles) -> tuple[str, ...]:
    service = catalogue.services.get(gap.service or "")
    topic = catalogue.topics.get(gap.topic or "")
    return (
        phrases.GAPS[gap.kind],
        service.name if service else gap.service or "",
        topic.title if topic else "",
        ", ".join(gap.places) if gap.kind not in _OF_DUTIES or gap.places else phrases.EVERYWHERE,
        names.difference(gap.differs) if gap.differs else gap.owner or "",
        _at(gap),
    )
