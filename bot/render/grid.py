"""An answer as Slack's table block: topics down, services across, the owner in each cell."""

from __future__ import annotations

from bot.render import phrases
from bot.render import phrases_slack as words
from bot.render.parts import owner_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bot.answers.model import Answer, Ruling
    from bot.render.parts import Titles

KINDS = ("compare", "shift", "service")
# Slack's limits: a hundred rows, twenty columns.
_ROWS, _COLUMNS = 100, 20


def can_be_table(answer: Answer) -> bool:
    """Whether a table says anything of this answer, and Slack would draw it."""
    if answer.kind == "service":
        return 0 < len(answer.rulings) < _ROWS
    fits = 0 < len(answer.rows) < _ROWS and len(answer.services) < _COLUMNS
    return answer.kind in KINDS and fits


def table_block(answer: Answer, titles: Titles) -> dict[str, Any]:
    """The table, differences first as in the words."""
    if answer.kind == "service":
        head = [words.TOPIC, words.OWNER]
        lines = [[titles.topic(one.topic), _cell(one)] for one in answer.rulings]
    else:
        head = [words.TOPIC, *(heard.name for heard in answer.services)]
        rows = sorted(answer.rows, key=lambda row: not row.differs)
        lines = [[titles.topic(row.topic), *map(_cell, row.rulings)] for row in rows]
    return {
        "type": "table",
        "rows": [[_raw(text) for text in line] for line in [head, *lines]],
        "column_settings": [{"is_wrapped": True} for _ in head],
    }


def is_marked(answer: Answer) -> bool:
    """Whether some cell rests on a class only."""
    ruled = [*answer.rulings, *(one for row in answer.rows for one in row.rulings)]
    return any(one.basis == "class" for one in ruled)


def _cell(ruling: Ruling) -> str:
    return owner_of(ruling) + (phrases.CLASS_MARK if ruling.basis == "class" else "")


def _raw(text: str) -> dict[str, str]:
    return {"type": "raw_text", "text": text}
