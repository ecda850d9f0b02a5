"""Counts: exact whoever writes them and however often, by day, and gone after 90 days."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.record import replace
from bot.slack.tally import Tally
from bot.store.counts import DAY, Count
from bot.store.retention import DAYS, forget_old
from bot.store.sql import open_store
from tests.fakes.store import MemoryStore, held

if TYPE_CHECKING:
    from bot.store.port import Store

TODAY = 20_000 * DAY
DUTIES = Count(at=TODAY, kind="duty", nearest="", number=7)
LOST = Count(at=TODAY, kind="not-found", nearest="rds", number=2)


async def test_counts_come_back_by_day_the_newest_first_then_the_most_frequent(
    store: Store,
) -> None:
    before = replace(LOST, at=TODAY - DAY, number=900)
    assert await store.counts.put("a", [LOST, DUTIES, before]) is True
    assert await store.counts.all() == (DUTIES, LOST, before)


async def test_what_several_processes_count_is_added_up(store: Store) -> None:
    await store.counts.put("a", [DUTIES])
    await store.counts.put("b", [replace(DUTIES, number=3), LOST])
    assert await store.counts.all() == (replace(DUTIES, number=10), LOST)


async def test_a_total_that_is_written_again_or_late_counts_once(store: Store) -> None:
    for number in (5, 7, 7, 6):
        await store.counts.put("a", [replace(DUTIES, number=number)])
    assert await store.counts.all() == (DUTIES,)


async def test_nothing_is_written_of_nothing(store: Store) -> None:
    assert await store.counts.put("a", []) is True
    assert await store.counts.all() == ()


async def test_counts_are_kept_for_ninety_days(store: Store) -> None:
    assert DAYS["counts"] == 90
    kept, gone = (replace(DUTIES, at=TODAY - age * DAY) for age in (90, 91))
    await store.counts.put("a", [kept, gone])
    assert await forget_old(store, TODAY) == 1
    assert await store.counts.all() == (kept,)


async def test_many_who_write_at_once_hold_nobody_up(url: str) -> None:
    """As replicas do each minute, with the same rows in the same order."""
    store = await open_store(url)
    tallies = [Tally(store.counts, lambda: TODAY) for _ in range(5)]
    for number, tally in enumerate(tallies):
        for kind in ("duty", "list", "service"):
            for _ in range(number + 1):
                tally.add(kind)
    await asyncio.gather(*(tally.write() for tally in tallies))
    assert [one.number for one in await store.counts.all()] == [15, 15, 15]
    await store.close()


async def test_what_cannot_be_written_is_written_later_and_once() -> None:
    inside = MemoryStore()
    time = [float(TODAY)]
    store = held(inside)
    tally = Tally(store.counts, lambda: time[0])
    tally.add("duty")
    inside.down = True
    await tally.write()
    tally.add("duty")
    inside.down = False
    await tally.write()
    await tally.write()
    assert [one.number for one in await store.counts.all()] == [2]


async def test_a_day_that_is_over_is_forgotten_once_it_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    inside, time = MemoryStore(), [float(TODAY + DAY - 1)]
    tally = Tally(inside.counts, lambda: time[0])
    tally.add("duty")
    time[0] += 1
    tally.add("list")
    await tally.write()
    tally.add("list")
    written: list[int] = []
    put = inside.counts.put

    async def noting(process: str, counts: list[Count]) -> bool:
        written.append(len(counts))
        return await put(process, counts)

    monkeypatch.setattr(inside.counts, "put", noting)
    await tally.write()
    assert written == [1]
    assert [(one.at, one.kind, one.number) for one in await inside.counts.all()] == [
        (TODAY + DAY, "list", 2),
        (TODAY, "duty", 1),
    ]
