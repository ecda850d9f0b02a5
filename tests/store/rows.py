"""Rows as the bot might have written them, in whatever tables there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Boolean, Text

if TYPE_CHECKING:
    from sqlalchemy import Table

# Another process, whose work nobody takes.
OWNER = "another process"


def row(table: Table, team: str, number: int, at: int) -> dict[str, Any]:
    """A row of a workspace, whose id stands in every text; all its times are `at`."""
    made: dict[str, Any] = {}
    for column in table.c:
        if isinstance(column.type, Boolean):
            made[column.name] = True
        elif isinstance(column.type, Text):
            made[column.name] = f"{column.name}/{team}/{number}"
        else:
            made[column.name] = at
    known = {"team": team, "install": team, "owner": OWNER}
    return {**made, **{name: value for name, value in known.items() if name in made}}
