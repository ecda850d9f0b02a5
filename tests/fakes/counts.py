"""Counts in memory, with the same contract as the real ones."""

# ruff: noqa: D102 - the port says what each method does
from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.store.counts import Count

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.fakes.store import MemoryStore


class MemoryCounts:
    """`CountStore` without a database."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.kept: dict[tuple[int, str, str, str], int] = {}

    async def put(self, process: str, counts: Sequence[Count]) -> bool:
        self._store.up()
        for one in counts:
            key = (one.at, one.kind, one.nearest, process)
            self.kept[key] = max(self.kept.get(key, 0), one.number)
        return True

    async def all(self) -> tuple[Count, ...]:
        self._store.up()
        sums: Counter[tuple[int, str, str]] = Counter()
        for (at, kind, nearest, _), number in self.kept.items():
            sums[at, kind, nearest] += number
        ordered = sorted(sums.items(), key=lambda one: (-one[0][0], -one[1], *one[0][1:]))
        return tuple(
            Count(at=at, kind=kind, nearest=nearest, number=number)
            for (at, kind, nearest), number in ordered
        )

    def forget(self, before: Mapping[str, int]) -> None:
        old = before.get("counts", 0)
        self.kept = {key: number for key, number in self.kept.items() if key[0] >= old}
