"""Accepted questions in memory, with the same contract as the real ones."""

# ruff: noqa: D102 - the port says what each method does
from __future__ import annotations

from typing import TYPE_CHECKING

from bot.record import replace
from bot.store.work import GONE, WORK_TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.store.work import Group, Turn, Work
    from tests.fakes.store import MemoryStore


class MemoryWork:
    """`WorkStore` without a database."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.seen: dict[str, tuple[str, int]] = {}
        self.work: dict[str, tuple[str, Work]] = {}
        self.turns: dict[tuple[str, str, str], Turn] = {}
        self.beats: dict[str, tuple[int, int]] = {}

    async def note(self, group: Group) -> frozenset[str]:
        self._store.up()
        fresh = [one for one in group.accepted if not self.seen.keys() & one.keys]
        self.seen |= {
            key: (one.team, one.at)
            for one in group.accepted
            for key in one.keys
            if key not in self.seen
        }
        self.work |= {one.work.key: (group.owner, one.work) for one in fresh if one.work}
        self.turns |= {(one.team, one.channel, one.thread): one for one in group.turns}
        for key in group.answered:
            if self.work.get(key, ("",))[0] == group.owner:
                del self.work[key]
        return frozenset(one.keys[0] for one in fresh)

    async def turn(self, team: str, channel: str, thread: str) -> str | None:
        self._store.up()
        found = self.turns.get((team, channel, thread))
        return found.context if found else None

    async def beat(self, owner: str, at: int) -> Mapping[str, int]:
        self._store.up()
        self.beats[owner] = (self.beats.get(owner, (0, 0))[0] + 1, at)
        others = {one for one, _ in self.work.values() if one != owner}
        return {one: self.beats.get(one, (GONE, 0))[0] for one in others}

    async def take(self, old: str, new: str) -> tuple[Work, ...]:
        self._store.up()
        taken = [
            replace(work, tries=work.tries + 1) for one, work in self.work.values() if one == old
        ]
        self.work |= {work.key: (new, work) for work in taken}
        return tuple(sorted(taken, key=lambda work: (work.at, work.key)))

    async def leave(self, owner: str) -> None:
        self._store.up()
        self.beats.pop(owner, None)

    def forget(self, before: Mapping[str, int]) -> None:
        seen, work, turns, owners = (before.get(name, 0) for name in WORK_TABLES)
        self.seen = {key: kept for key, kept in self.seen.items() if kept[1] >= seen}
        self.work = {key: kept for key, kept in self.work.items() if kept[1].at >= work}
        self.turns = {key: kept for key, kept in self.turns.items() if kept.at >= turns}
        self.beats = {key: kept for key, kept in self.beats.items() if kept[1] >= owners}

    def drop(self, stays: Callable[[str, int], bool]) -> None:
        self.seen = {key: kept for key, kept in self.seen.items() if stays(*kept)}
        self.work = {
            key: kept for key, kept in self.work.items() if stays(kept[1].team, kept[1].at)
        }
        self.turns = {key: kept for key, kept in self.turns.items() if stays(key[0], kept.at)}

    def count(self) -> int:
        return sum(len(table) for table in (self.seen, self.work, self.turns, self.beats))
