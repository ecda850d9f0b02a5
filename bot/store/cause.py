"""Why a database did not do what it was asked, in words that a log may hold."""

from __future__ import annotations

from bot.errors import StoreError


def cause_of(fault: BaseException) -> str:
    """What broke, by names alone: an error's own words may hold what was to be stored."""
    if isinstance(fault, StoreError):
        return str(fault).rstrip(".")
    inner = getattr(fault, "orig", None) or fault.__cause__ or fault
    for error in (inner, inner.__cause__):
        named = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
        if named:
            return f"{type(fault).__name__}, {named}"
    return type(fault).__name__
