"""Two or more services side by side, and what a move from one to another changes."""

from __future__ import annotations

from bot.answers.model import Row
from bot.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from bot.answers.model import Answer, Ruling
    from bot.answers.rulings import Rulings
    from bot.catalogue.model import Catalogue, Source
    from bot.understand.question import Question

    Move = Literal["leaves", "stays", "new", "changes", "aws"]

_TEAMS = frozenset({"customer", "shared"})


def compare_answer(
    question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue
) -> Answer:
    """Every service named, topic by topic; the topics that differ come first."""
    rows = [
        Row(topic=topic, rulings=row, differs=_differ(row))
        for topic in _topics(question, catalogue)
        if _known(row := _row(question, rulings, catalogue, topic))
    ]
    rows.sort(key=lambda row: not row.differs)
    return _with_rows(base, tuple(rows))


def shift_answer(
    question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue
) -> Answer:
    """What leaves the team, what stays and what is new when it moves from one to another."""
    rows = [
        Row(topic=topic, rulings=row, differs=_differ(row), move=_move(row))
        for topic in _topics(question, catalogue)
        if _known(row := _row(question, rulings, catalogue, topic))
    ]
    order = {"leaves": 0, "new": 1, "changes": 2, "stays": 3, "aws": 4}
    rows.sort(key=lambda row: order[row.move or "aws"])
    return _with_rows(base, tuple(rows))


def _topics(question: Question, catalogue: Catalogue) -> tuple[str, ...]:
    asked = (*question.topics, *question.beside)
    return asked or tuple(catalogue.topics)


def _row(
    question: Question, rulings: Rulings, catalogue: Catalogue, topic: str
) -> tuple[Ruling, ...]:
    return tuple(
        rulings.of(catalogue.services[mention.service], topic) for mention in question.mentions
    )


def _known(row: tuple[Ruling, ...]) -> bool:
    """Whether the catalogue itself says anything on this row."""
    return any(ruling.basis != "class" for ruling in row)


def _differ(row: tuple[Ruling, ...]) -> bool:
    return len({ruling.owner for ruling in row}) > 1


def _move(row: tuple[Ruling, ...]) -> Move:
    """What a move means for the team: from the first ruling's service to the second's."""
    before, after = row[0].owner in _TEAMS, row[1].owner in _TEAMS
    if before and not after:
        return "leaves"
    if after and not before:
        return "new"
    if not before:
        return "aws"
    return "changes" if row[0].owner != row[1].owner else "stays"


def _with_rows(base: Answer, rows: tuple[Row, ...]) -> Answer:
    shown = tuple(ruling for row in rows for ruling in row.rulings)
    sources: dict[Source, None] = dict.fromkeys(
        source for ruling in shown for source in ruling.sources
    )
    return replace(base, rows=rows, rulings=shown, sources=tuple(sources))
