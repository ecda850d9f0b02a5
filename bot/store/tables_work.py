"""The tables of what was accepted: events, questions not yet answered, conversations, owners."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, Table, Text

from bot.store.tables import METADATA

# The keys of every event that was accepted: of its message, and its own id.
SEEN = Table(
    "seen",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# What was accepted and is not answered yet: what was understood, and where to answer.
WORK = Table(
    "work",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("install", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("thread", Text, nullable=False),
    Column("threaded", Boolean, nullable=False),
    Column("person", Text, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
)

# What each conversation remembers, as one line of ids.
TURNS = Table(
    "turns",
    METADATA,
    Column("team", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("thread", Text, primary_key=True),
    Column("context", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

# The processes that accept work, each with a count that grows while it lives.
PROCESSES = Table(
    "processes",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("beat", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
)
