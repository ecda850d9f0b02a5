"""Counts by a store that never stands in anyone's way."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.store.counts import Count
    from bot.store.steady import SteadyStore


class SteadyCounts:
    """`CountStore` by a `SteadyStore`."""

    def __init__(self, store: SteadyStore) -> None:
        self._store = store

    async def put(self, process: str, counts: Sequence[Count]) -> bool:
        """False when it is unknown whether they were kept."""
        return await self._store.run(
            "counts put", lambda store: store.counts.put(process, counts), False
        )

    async def all(self) -> tuple[Count, ...]:
        """Nothing when nobody can tell."""
        nothing: tuple[Count, ...] = ()
        return await self._store.run("counts all", lambda store: store.counts.all(), nothing)
