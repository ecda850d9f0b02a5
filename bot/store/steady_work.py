"""Accepted questions by a store that never stands in anyone's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.store.steady import SteadyStore
    from bot.store.work import Group, Work


class SteadyWork:
    """`WorkStore` by a `SteadyStore`."""

    def __init__(self, store: SteadyStore) -> None:
        self._store = store

    async def note(self, group: Group) -> frozenset[str] | None:
        """None when it is unknown whether it was written."""
        return await self._store.run("note", lambda store: store.work.note(group), None)

    async def turn(self, team: str, channel: str, thread: str) -> str | None:
        """None when nobody can tell."""
        return await self._store.run(
            "turn", lambda store: store.work.turn(team, channel, thread), None
        )

    async def beat(self, owner: str, at: int) -> Mapping[str, int] | None:
        """None when nobody can tell."""
        return await self._store.run("beat", lambda store: store.work.beat(owner, at), None)

    async def take(self, old: str, new: str) -> tuple[Work, ...]:
        """Nothing when nobody can tell."""
        nothing: tuple[Work, ...] = ()
        return await self._store.run("take", lambda store: store.work.take(old, new), nothing)

    async def leave(self, owner: str) -> None:
        """Say goodbye if that is possible."""
        await self._store.run("leave", lambda store: store.work.leave(owner), None)
