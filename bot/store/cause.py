"""Why a database did not do what it was asked, in words that a log may hold."""

from __future__ import annotations

from bot.errors import StoreError

# No table there, or no database: what SQLite and PostgreSQL say of one that was lost or replaced.
_LOST = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "no such table", "42P01")


class LostError(StoreError):
    """The database that was opened is there no more."""


def cause_of(fault: BaseException) -> str:
    """What broke, by names alone: an error's own words may hold what was to be stored."""
    if isinstance(fault, StoreError):
        return str(fault).rstrip(".")
    state = state_of(fault)
    return f"{type(fault).__name__}, {state}" if state else type(fault).__name__


def state_of(fault: BaseException) -> str:
    """The database's own code for what broke (SQLSTATE, or SQLite's name); empty for none."""
    inner = getattr(fault, "orig", None) or fault.__cause__ or fault
    for error in (fault, inner, inner.__cause__):
        named = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
        if named:
            return str(named)
    return ""


def is_lost(fault: BaseException) -> bool:
    """Whether the database that was opened is there no more, so that one must be opened anew."""
    if isinstance(fault, LostError):
        return True
    said = f"{cause_of(fault)} {getattr(fault, 'orig', '')}"
    return any(sign in said for sign in _LOST)
