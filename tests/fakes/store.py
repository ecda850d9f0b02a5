"""A store in memory, with the same contract as the real one."""

# ruff: noqa: D102 - the port says what each method does
from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from bot.store.steady import SteadyStore
from tests.fakes.counts import MemoryCounts
from tests.fakes.installs import MemoryInstalls
from tests.fakes.work import MemoryWork

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.organisation.owners import OwnerSet
    from bot.store.port import Feedback, Store


class MemoryStore:
    """`Store` without a database; `down` makes every call fail."""

    def __init__(self) -> None:
        self.greeted: dict[tuple[str, str], int] = {}
        self.homes: dict[tuple[str, str], tuple[str, int]] = {}
        self.said: list[Feedback] = []
        self.set: dict[tuple[str, str, str, str], OwnerSet] = {}
        self.down = False
        self.installs, self.work = MemoryInstalls(self), MemoryWork(self)
        self.counts = MemoryCounts(self)

    async def greet(self, team: str, person: str, at: int) -> bool:
        self.up()
        first = (team, person) not in self.greeted
        self.greeted.setdefault((team, person), at)
        return first

    async def home(self, team: str, person: str) -> str | None:
        self.up()
        return self.homes.get((team, person), (None, 0))[0]

    async def put_home(self, team: str, person: str, version: str, at: int) -> None:
        self.up()
        self.homes[team, person] = (version, at)

    async def add_feedback(self, feedback: Feedback) -> bool:
        self.up()
        self.said.append(feedback)
        return True

    async def feedback(self) -> tuple[Feedback, ...]:
        self.up()
        return tuple(sorted(self.said, key=lambda one: -one.at))

    async def set_owner(self, owner: OwnerSet) -> bool:
        self.up()
        self.set[owner.team, owner.service, owner.topic, owner.place] = owner
        return True

    async def unset_owner(self, owner: OwnerSet) -> bool:
        self.up()
        key = (owner.team, owner.service, owner.topic, owner.place)
        return self.set.pop(key, None) is not None

    async def owners(self) -> tuple[OwnerSet, ...] | None:
        self.up()
        return tuple(self.set[key] for key in sorted(self.set))

    async def forget(self, before: Mapping[str, int]) -> int:
        self.up()
        count = self.count()
        greeted, home, said = (before.get(name, 0) for name in ("greeted", "home", "feedback"))
        old = before.get("oauth_states", 0)
        self.installs.states = {one: at for one, at in self.installs.states.items() if at >= old}
        self.greeted = {who: at for who, at in self.greeted.items() if at >= greeted}
        self.homes = {who: kept for who, kept in self.homes.items() if kept[1] >= home}
        self.said = [one for one in self.said if one.at >= said]
        self.work.forget(before)
        self.counts.forget(before)
        return count - self.count()

    async def forget_team(self, team: str) -> int:
        self.up()
        count = self.count()
        self.installs.forget(team)
        self.drop({team}, None)
        return count - self.count()

    def drop(self, teams: set[str], until: int | None) -> None:
        """What is kept of these teams, or of it what is no later than `until`."""

        def stays(team: str, at: int) -> bool:
            return team not in teams or (until is not None and at > until)

        self.greeted = {who: at for who, at in self.greeted.items() if stays(who[0], at)}
        self.homes = {who: kept for who, kept in self.homes.items() if stays(who[0], kept[1])}
        self.said = [one for one in self.said if stays(one.team, one.at)]
        self.set = {key: one for key, one in self.set.items() if stays(key[0], one.at)}
        self.work.drop(stays)

    async def close(self) -> None:
        pass

    def count(self) -> int:
        """How many rows a database would have."""
        own = len(self.greeted) + len(self.homes) + len(self.said) + len(self.set)
        return own + self.installs.count() + self.work.count() + len(self.counts.kept)

    def up(self) -> None:
        """Fail while the store is down."""
        if self.down:
            raise OSError("planted")


def out_of_reach() -> SteadyStore:
    """A store as the bot holds it, over a database that fails every call."""
    inside = MemoryStore()
    inside.down = True
    return held(inside)


def held(inside: Store) -> SteadyStore:
    """A store as the bot holds it."""

    async def make() -> Store:
        return inside

    # A clock that jumps: one that was out of reach is asked again at once.
    ticks = count()
    return SteadyStore(make, lambda: next(ticks) * 100.0)
