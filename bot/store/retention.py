"""How long each thing is kept. PRIVACY.md says the same to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.port import Store

_DAY = 24 * 60 * 60
DAYS = {"greeted": 365, "home": 365, "feedback": 730, "oauth_states": 1}


async def forget_old(store: Store, now: float) -> int:
    """Delete what has been kept for its time at `now`, in seconds since 1970; how many rows."""
    return await store.forget({table: int(now) - days * _DAY for table, days in DAYS.items()})
