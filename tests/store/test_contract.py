"""Every store keeps the same promises, whatever it is made of."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.organisation.owners import OwnerSet
from bot.record import replace
from bot.store.port import TABLES, Feedback
from bot.store.retention import DAYS, SECONDS, forget_old

if TYPE_CHECKING:
    from bot.store.port import Store

DAY = 24 * 60 * 60
SAID = Feedback(
    team="T1",
    entries=("fargate", "ec2"),
    topics=("operating-system",),
    verdict="wrong",
    edition="2026-11-25 32e38fa",
    at=100,
    words="Fargate's tasks are retired, not patched.",
    link="https://docs.aws.amazon.com/x",
)

OWNER = OwnerSet(
    team="T1", service="rds", topic="backup", place="", owner="databases", person="U1", at=100
)


async def test_a_person_is_greeted_once(store: Store) -> None:
    assert await store.greet("T1", "U1", 1) is True
    assert await store.greet("T1", "U1", 2) is False


async def test_the_same_id_in_another_workspace_is_another_person(store: Store) -> None:
    await store.greet("T1", "U1", 1)
    assert await store.greet("T2", "U1", 1) is True


async def test_of_many_who_greet_at_once_one_is_the_first(store: Store) -> None:
    first = await asyncio.gather(*(store.greet("T1", "U1", n) for n in range(5)))
    assert sum(first) == 1


async def test_the_version_of_a_home_is_the_one_that_was_put_last(store: Store) -> None:
    assert await store.home("T1", "U1") is None
    await store.put_home("T1", "U1", "one", 1)
    await store.put_home("T1", "U1", "two", 2)
    assert await store.home("T1", "U1") == "two"
    assert await store.home("T1", "U2") is None


async def test_feedback_comes_back_as_it_was_given_the_newest_first(store: Store) -> None:
    later = replace(SAID, verdict="helpful", at=200, words="", link="", topics=())
    assert await store.add_feedback(SAID) is True
    assert await store.add_feedback(later) is True
    assert await store.feedback() == (later, SAID)


async def test_text_that_a_database_could_choke_on_is_kept_all_the_same(store: Store) -> None:
    """Quotes, a NUL and half of a surrogate pair, as people paste them."""
    await store.add_feedback(replace(SAID, words="'; DROP TABLE feedback; -- \0 \ud800 ☂"))
    (kept,) = await store.feedback()
    assert kept.words.startswith("'; DROP TABLE feedback; --")
    assert kept.words.endswith("☂")


async def test_what_was_set_last_for_the_same_duty_and_place_counts(store: Store) -> None:
    elsewhere = replace(OWNER, place="environment:production", owner="payments")
    everything = replace(OWNER, topic="")
    another = replace(OWNER, team="T2", owner="platform")
    for one in (OWNER, elsewhere, everything, another):
        assert await store.set_owner(one) is True
    assert await store.owners() == (everything, OWNER, elsewhere, another)
    later = replace(OWNER, owner="payments", person="U2", at=200)
    assert await store.set_owner(later) is True
    assert await store.owners() == (everything, later, elsewhere, another)


async def test_what_was_set_is_taken_back_by_what_it_was_for(store: Store) -> None:
    await store.set_owner(OWNER)
    assert await store.unset_owner(replace(OWNER, place="account:shop-prod")) is False
    assert await store.unset_owner(replace(OWNER, owner="", person="U9", at=900)) is True
    assert await store.unset_owner(OWNER) is False
    assert await store.owners() == ()


async def test_what_was_set_stays_however_old_it_is(store: Store) -> None:
    await store.set_owner(OWNER)
    await forget_old(store, 10_000 * DAY)
    assert await store.owners() == (OWNER,)


async def test_each_thing_goes_when_its_time_is_over_and_not_before(store: Store) -> None:
    now = 1_000 * DAY
    for age in (0, 1):
        await store.greet("T1", f"U{age}", now - (DAYS["greeted"] + age) * DAY)
        await store.put_home("T1", f"U{age}", "one", now - (DAYS["home"] + age) * DAY)
        await store.add_feedback(replace(SAID, at=now - (DAYS["feedback"] + age) * DAY))
    assert await forget_old(store, now) == 3
    assert await store.greet("T1", "U0", now) is False
    assert await store.home("T1", "U0") == "one"
    assert len(await store.feedback()) == 1
    assert await forget_old(store, now) == 0


def test_there_is_a_time_for_every_table() -> None:
    assert set(SECONDS) == set(TABLES)


async def test_a_workspace_that_leaves_leaves_nothing(store: Store) -> None:
    for team in ("T1", "T2"):
        await store.greet(team, "U1", 1)
        await store.put_home(team, "U1", "one", 1)
        await store.add_feedback(replace(SAID, team=team))
        await store.set_owner(replace(OWNER, team=team))
    assert await store.forget_team("T1") == 4
    assert await store.greet("T1", "U1", 1) is True
    assert await store.greet("T2", "U1", 1) is False
    assert [one.team for one in await store.feedback()] == ["T2"]
    assert [one.team for one in await store.owners() or ()] == ["T2"]
