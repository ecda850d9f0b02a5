"""How long each thing is kept. PRIVACY.md says the same to people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.store.port import Store

_HOUR = 60 * 60
DAYS = {"greeted": 365, "home": 365, "feedback": 730, "oauth_states": 1, "counts": 90}
# Slack may deliver an event again for a day. What nobody answered in that time, nobody will.
HOURS = {"seen": 26, "work": 26, "processes": 26, "turns": 2}
SECONDS = {name: hours * _HOUR for name, hours in HOURS.items()} | {
    name: days * 24 * _HOUR for name, days in DAYS.items()
}


async def forget_old(store: Store, now: float) -> int:
    """Delete what has been kept for its time at `now`, in seconds since 1970; how many rows."""
    before = {table: int(now) - time for table, time in SECONDS.items()}
    count = 0
    while some := await store.forget(before):
        count += some
    return count
