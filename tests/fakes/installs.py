"""Installations in memory, with the same contract as the real ones."""

# ruff: noqa: D102 - the port says what each method does
from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from bot.record import replace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.installs import Installation
    from tests.fakes.store import MemoryStore


class MemoryInstalls:
    """`Installs` of a store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.made: dict[str, Installation] = {}
        self.served: set[tuple[str, str]] = set()
        self.states: dict[str, int] = {}
        self._leases: dict[str, float] = {}

    async def all(self) -> Sequence[Installation]:
        self._up()
        return [*self.made.values()]

    async def get(self, team: str) -> Installation | None:
        self._up()
        return self.made.get(team)

    async def put(self, made: Installation) -> bool:
        self._up()
        known = self.made.get(made.team)
        if known is not None and known.installed > made.installed:
            return False
        self.made[made.team] = made
        self._leases.pop(made.team, None)
        return True

    async def leave(self, team: str, at: int) -> int:
        self._up()
        before = self._store.count()
        known = self.made.get(team)
        if known is not None and known.installed <= at:
            del self.made[team]
        served = {one for org, one in self.served if org == team and one not in self.made}
        gone = {team, *served}
        until = at if team in self.made else None
        self._store.drop(gone, until)
        if until is None:
            self.served = {pair for pair in self.served if team not in pair}
        return before - self._store.count()

    async def join(self, enterprise: str, team: str, at: int) -> None:  # noqa: ARG002 - for retention
        self._up()
        self.served.add((enterprise, team))

    async def use_state(self, state: str, at: int) -> bool:
        self._up()
        fresh = state not in self.states
        self.states.setdefault(state, at)
        return fresh

    async def reseal(self, team: str, old: str, new: str) -> bool:
        self._up()
        known = self.made.get(team)
        if known is None or known.sealed != old:
            return False
        self.made[team] = replace(known, sealed=new)
        return True

    async def lease(self, known: Installation, seconds: int) -> bool:
        self._up()
        if not self._same(known) or self._leases.get(known.team, 0.0) > monotonic():
            return False
        self._leases[known.team] = monotonic() + seconds
        return True

    async def renew(self, known: Installation, sealed: str, expires: int) -> bool:
        self._up()
        if not self._same(known):
            return False
        self.made[known.team] = replace(known, sealed=sealed, expires=expires)
        self._leases.pop(known.team, None)
        return True

    def release(self, team: str) -> None:
        """As if the lease of a token had run out."""
        self._leases.pop(team, None)

    def forget(self, team: str) -> None:
        """All of one installation."""
        self.made.pop(team, None)
        self.served = {pair for pair in self.served if team not in pair}

    def count(self) -> int:
        """How many rows a database would have."""
        return len(self.made) + len(self.served) + len(self.states)

    def _same(self, known: Installation) -> bool:
        kept = self.made.get(known.team)
        mine = (known.installed, known.expires)
        return kept is not None and (kept.installed, kept.expires) == mine

    def _up(self) -> None:
        self._store.up()
