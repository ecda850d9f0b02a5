"""A store in memory, with the same contract as the real one."""

# ruff: noqa: D102 - the port says what each method does
from __future__ import annotations

from typing import TYPE_CHECKING

from bot.store.steady import SteadyStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.organisation.owners import OwnerSet
    from bot.store.port import Feedback


class MemoryStore:
    """`Store` without a database; `down` makes every call fail."""

    def __init__(self) -> None:
        self.greeted: dict[tuple[str, str], int] = {}
        self.homes: dict[tuple[str, str], tuple[str, int]] = {}
        self.said: list[Feedback] = []
        self.set: dict[tuple[str, str, str, str], OwnerSet] = {}
        self.down = False

    async def greet(self, team: str, person: str, at: int) -> bool:
        self._up()
        first = (team, person) not in self.greeted
        self.greeted.setdefault((team, person), at)
        return first

    async def home(self, team: str, person: str) -> str | None:
        self._up()
        return self.homes.get((team, person), (None, 0))[0]

    async def put_home(self, team: str, person: str, version: str, at: int) -> None:
        self._up()
        self.homes[team, person] = (version, at)

    async def add_feedback(self, feedback: Feedback) -> bool:
        self._up()
        self.said.append(feedback)
        return True

    async def feedback(self) -> tuple[Feedback, ...]:
        self._up()
        return tuple(sorted(self.said, key=lambda one: -one.at))

    async def set_owner(self, owner: OwnerSet) -> bool:
        self._up()
        self.set[owner.team, owner.service, owner.topic, owner.place] = owner
        return True

    async def unset_owner(self, owner: OwnerSet) -> bool:
        self._up()
        key = (owner.team, owner.service, owner.topic, owner.place)
        return self.set.pop(key, None) is not None

    async def owners(self) -> tuple[OwnerSet, ...] | None:
        self._up()
        return tuple(self.set[key] for key in sorted(self.set))

    async def forget(self, before: Mapping[str, int]) -> int:
        self._up()
        count = self._count()
        greeted, home, said = (before.get(name, 0) for name in ("greeted", "home", "feedback"))
        self.greeted = {who: at for who, at in self.greeted.items() if at >= greeted}
        self.homes = {who: kept for who, kept in self.homes.items() if kept[1] >= home}
        self.said = [one for one in self.said if one.at >= said]
        return count - self._count()

    async def forget_team(self, team: str) -> int:
        self._up()
        count = self._count()
        self.greeted = {who: at for who, at in self.greeted.items() if who[0] != team}
        self.homes = {who: kept for who, kept in self.homes.items() if who[0] != team}
        self.said = [one for one in self.said if one.team != team]
        self.set = {key: one for key, one in self.set.items() if key[0] != team}
        return count - self._count()

    async def close(self) -> None:
        pass

    def _count(self) -> int:
        return len(self.greeted) + len(self.homes) + len(self.said) + len(self.set)

    def _up(self) -> None:
        if self.down:
            raise OSError("planted")


def out_of_reach() -> SteadyStore:
    """A store as the bot holds it, over a database that fails every call."""
    inside = MemoryStore()
    inside.down = True

    async def make() -> MemoryStore:
        return inside

    return SteadyStore(make, lambda: 0.0)
