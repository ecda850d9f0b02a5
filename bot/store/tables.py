"""The tables as the code uses them; how a database comes to have them is in `migrations.py`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, MetaData, Table, Text

METADATA = MetaData()

SCHEMA = Table("schema_version", METADATA, Column("number", Integer, primary_key=True))

GREETED = Table(
    "greeted",
    METADATA,
    Column("team", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

HOME = Table(
    "home",
    METADATA,
    Column("team", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("version", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# Entries and topics are ids, which hold no space: they stand in one text, spaces between.
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("words", Text, nullable=False),
    Column("link", Text, nullable=False),
)

# Whose a duty is, as an admin set it; an empty topic or place means all of them.
OWNERS = Table(
    "owners",
    METADATA,
    Column("team", Text, primary_key=True),
    Column("service", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)
