"""Much is deleted in portions, each in a transaction of its own: a long one would hold up
everybody's notes, and one that takes half a second is ended before it is done.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, tuple_

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Delete, Table

PORTION = 5_000


def some_of(table: Table, *which: ColumnElement[bool]) -> Delete:
    """Delete these rows of a table, but no more than a portion of them."""
    key = table.primary_key.columns
    some = select(*key).where(*which).limit(PORTION)
    return delete(table).where(tuple_(*key).in_(some))
