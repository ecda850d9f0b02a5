"""The table of counts; how a database comes to have it is in `migrations.py`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from bot.store.tables import METADATA

# `at` is when the day began; `process` who counted.
COUNTS = Table(
    "counts",
    METADATA,
    Column("at", BigInteger, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("nearest", Text, primary_key=True),
    Column("process", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
)
