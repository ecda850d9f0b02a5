"""Every store keeps an accepted question until it is answered, and gives it to one owner."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.record import replace
from bot.store.retention import HOURS, forget_old
from bot.store.work import GONE, Accepted, Group, Turn, Work

if TYPE_CHECKING:
    from bot.store.port import Store

HOUR = 60 * 60


def work(number: int, **other: object) -> Work:
    made = Work(
        key=f"message/T1/C1/{number}.1",
        team="T1",
        install="T1",
        organisation="",
        channel="C1",
        thread=f"{number}.1",
        threaded=True,
        person="U1",
        stamp=f"{number}.1",
        question='{"v":1,"k":"service","s":["fargate"]}',
        at=100 + number,
    )
    return replace(made, **other)


async def note(store: Store, owner: str, *events: Accepted) -> frozenset[str] | None:
    return await store.work.note(Group(owner=owner, accepted=events))


def accepted(number: int, event: str = "", **other: object) -> Accepted:
    made = work(number, **other)
    keys = (made.key, f"event/{event or f'Ev{number}'}")
    return Accepted(keys=keys, team=made.team, at=made.at, work=made)


def turn(context: str, at: int = 100) -> Turn:
    return Turn(team="T1", channel="C1", thread="1.1", context=context, at=at)


async def test_an_event_is_accepted_once_whatever_its_id(store: Store) -> None:
    one = accepted(1)
    assert await note(store, "a", one) == frozenset({one.keys[0]})
    assert await note(store, "a", one) == frozenset()
    again = accepted(1, event="another")
    assert await store.work.note(Group(owner="b", accepted=(again, accepted(2)))) == frozenset(
        {work(2).key}
    )
    assert await note(store, "b", accepted(3, event="Ev2")) == frozenset()


async def test_of_many_owners_at_once_each_event_has_one(store: Store) -> None:
    """In groups, each in another order."""
    numbers = [*range(40)]
    groups = [
        Group(
            owner=f"o{shift}",
            accepted=tuple(accepted(n) for n in numbers[shift:] + numbers[:shift]),
        )
        for shift in range(6)
    ]
    won = await asyncio.gather(*(store.work.note(group) for group in groups))
    assert sorted(key for keys in won for key in keys or ()) == sorted(
        work(number).key for number in numbers
    )


async def test_what_was_accepted_is_kept_until_its_owner_answered_it(store: Store) -> None:
    await store.work.note(Group(owner="a", accepted=(accepted(1), accepted(2), accepted(3))))
    await store.work.note(Group(owner="b", answered=(work(1).key,)))
    await store.work.note(Group(owner="a", answered=(work(2).key,)))
    assert await store.work.take("a", "b") == (work(1, tries=1), work(3, tries=1))
    assert await store.work.take("a", "c") == ()
    assert await store.work.take("b", "c") == (work(1, tries=2), work(3, tries=2))


async def test_of_two_who_take_at_once_one_gets_it(store: Store) -> None:
    await store.work.note(
        Group(owner="a", accepted=tuple(accepted(number) for number in range(20)))
    )
    taken = await asyncio.gather(*(store.work.take("a", new) for new in "bcd"))
    assert sorted(len(works) for works in taken) == [0, 0, 20]


async def test_an_owner_with_work_is_known_by_its_beats_until_it_says_goodbye(
    store: Store,
) -> None:
    assert await store.work.beat("a", 1) == {}
    await note(store, "a", accepted(1))
    assert await store.work.beat("b", 1) == {"a": 1}
    assert await store.work.beat("a", 2) == {}
    assert await store.work.beat("b", 2) == {"a": 2}
    await store.work.leave("a")
    assert await store.work.beat("b", 3) == {"a": GONE}
    await store.work.take("a", "b")
    assert await store.work.beat("b", 4) == {}


async def test_a_conversation_remembers_its_last_turn(store: Store) -> None:
    assert await store.work.turn("T1", "C1", "1.1") is None
    await store.work.note(Group(owner="a", turns=(turn("one"), turn("two"))))
    assert await store.work.turn("T1", "C1", "1.1") == "two"
    await store.work.note(Group(owner="b", turns=(turn(""),)))
    assert await store.work.turn("T1", "C1", "1.1") == ""
    assert await store.work.turn("T2", "C1", "1.1") is None


async def test_an_event_that_was_answered_without_the_store_is_known_afterwards(
    store: Store,
) -> None:
    await note(store, "a", replace(accepted(1), work=None))
    assert await note(store, "b", accepted(1)) == frozenset()
    assert await store.work.take("a", "b") == ()


async def test_events_conversations_and_owners_go_when_their_time_is_over(store: Store) -> None:
    now = 1_000 * HOUR
    for age in (0, 1):
        old = accepted(age, at=now - HOURS["seen"] * HOUR - age)
        said = replace(turn("one", at=now - HOURS["turns"] * HOUR - age), thread=str(age))
        await store.work.note(Group(owner=f"o{age}", accepted=(old,), turns=(said,)))
        await store.work.beat(f"o{age}", now - HOURS["processes"] * HOUR - age)
    assert await forget_old(store, now) == 5
    assert await store.work.turn("T1", "C1", "0") == "one"
    assert await store.work.turn("T1", "C1", "1") is None
    assert await note(store, "b", accepted(1)) == frozenset({work(1).key})
    assert await store.work.beat("b", 1) == {"o0": 1}


async def test_a_workspace_that_leaves_leaves_no_event_no_work_and_no_conversation(
    store: Store,
) -> None:
    for team in ("T1", "T2"):
        one = accepted(1, team=team, key=f"message/{team}/C1/1.1", event=f"Ev{team}")
        said = replace(turn("one"), team=team)
        await store.work.note(Group(owner="a", accepted=(one,), turns=(said,)))
    assert await store.forget_team("T1") == 4
    assert await store.work.turn("T1", "C1", "1.1") is None
    assert [one.team for one in await store.work.take("a", "b")] == ["T2"]
