"""Installations by a store that never stands in anyone's way: no call takes long, and one that
cannot be made raises `StoreError`, since nothing serves instead of a token.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.installs import Installation
    from bot.store.steady import SteadyStore


class SteadyInstalls:
    """`Installs` by a `SteadyStore`."""

    def __init__(self, store: SteadyStore) -> None:
        self._store = store

    async def all(self) -> Sequence[Installation]:
        """Every installation."""
        return await self._store.surely("installs all", lambda store: store.installs.all())

    async def get(self, team: str) -> Installation | None:
        """The installation of this id."""
        return await self._store.surely("installs get", lambda store: store.installs.get(team))

    async def put(self, made: Installation) -> bool:
        """Keep an installation in place of an older one."""
        return await self._store.surely("installs put", lambda store: store.installs.put(made))

    async def leave(self, team: str, at: int) -> int:
        """Delete all that is kept of an installation that was taken away at `at`."""
        return await self._store.surely(
            "installs leave", lambda store: store.installs.leave(team, at)
        )

    async def join(self, enterprise: str, team: str, at: int) -> None:
        """Remember that a workspace is served by the installation of its organisation."""
        await self._store.surely(
            "installs join", lambda store: store.installs.join(enterprise, team, at)
        )

    async def use_state(self, state: str, at: int) -> bool:
        """Use up the `state` of an installation under way."""
        return await self._store.surely(
            "installs use_state", lambda store: store.installs.use_state(state, at)
        )

    async def reseal(self, team: str, old: str, new: str) -> bool:
        """Put the same tokens sealed by another key."""
        return await self._store.surely(
            "installs reseal", lambda store: store.installs.reseal(team, old, new)
        )

    async def lease(self, known: Installation, seconds: int) -> bool:
        """Whether the caller alone may renew this token."""
        return await self._store.surely(
            "installs lease", lambda store: store.installs.lease(known, seconds)
        )

    async def renew(self, known: Installation, sealed: str, expires: int) -> bool:
        """Put a renewed token in place of the one of `known`."""
        return await self._store.surely(
            "installs renew", lambda store: store.installs.renew(known, sealed, expires)
        )
