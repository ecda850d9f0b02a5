"""The tables of installations; how a database comes to have them is in `migrations.py`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Table, Text

from bot.store.tables import METADATA

# `lease`: until when, by the database's clock, one process alone may renew the token.
INSTALLATIONS = Table(
    "installations",
    METADATA,
    Column("team", Text, primary_key=True),
    Column("enterprise", Text, nullable=False),
    Column("bot_user", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("installed", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("lease", BigInteger, nullable=False),
)

# Which workspaces an installation for a whole organisation was heard from: what is kept of them
# goes when it goes.
SERVED = Table(
    "served",
    METADATA,
    Column("enterprise", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)

# The `state` of each installation that somebody came back with, as a digest.
STATES = Table(
    "oauth_states",
    METADATA,
    Column("state", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
)
