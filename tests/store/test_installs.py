"""Installations keep their promises in every store: newest wins, leaving leaves nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from cryptography.fernet import Fernet

from bot.errors import StoreError
from bot.record import replace
from bot.store.installs import Installation, Tokens
from bot.store.port import Feedback
from bot.store.seal import Seal
from bot.store.sql import open_store
from tests.fakes.store import out_of_reach

if TYPE_CHECKING:
    from bot.store.port import Store

MADE = Installation(team="T1", enterprise="", bot_user="U0", sealed="sealed", installed=100)
WIDE = replace(MADE, team="E1", enterprise="E1")
ROTATED = replace(MADE, expires=50_000)


async def speak(store: Store, team: str, at: int) -> None:
    """All that use leaves behind in a workspace."""
    await store.greet(team, "U1", at)
    await store.put_home(team, "U1", "one", at)
    await store.add_feedback(
        Feedback(team=team, entries=("rds",), topics=(), verdict="helpful", edition="e", at=at)
    )


async def test_an_installation_comes_back_as_it_was_put(store: Store) -> None:
    assert await store.installs.get("T1") is None
    assert await store.installs.put(MADE) is True
    assert await store.installs.put(WIDE) is True
    assert await store.installs.get("T1") == MADE
    assert set(await store.installs.all()) == {MADE, WIDE}


async def test_installed_again_the_newer_stays_whichever_is_put_last(store: Store) -> None:
    newer = replace(MADE, sealed="newer", installed=200)
    assert await store.installs.put(newer) is True
    assert await store.installs.put(MADE) is False
    assert await store.installs.get("T1") == newer


async def test_a_workspace_that_leaves_leaves_no_row_and_touches_no_other(store: Store) -> None:
    for team in ("T1", "T2"):
        await store.installs.put(replace(MADE, team=team))
        await speak(store, team, 150)
    assert await store.installs.leave("T1", 120) == 4
    assert await store.installs.leave("T1", 120) == 0
    assert await store.forget_team("T1") == 0
    assert await store.forget_team("T2") == 4


async def test_what_is_installed_again_survives_the_late_word_that_it_left(store: Store) -> None:
    await speak(store, "T1", 90)
    await store.installs.put(replace(MADE, installed=200))
    await store.greet("T1", "U2", 210)
    assert await store.installs.leave("T1", 120) == 3, "only what is older goes"
    assert await store.installs.get("T1") is not None
    assert await store.greet("T1", "U2", 220) is False
    assert await store.greet("T1", "U1", 220) is True


async def test_an_organisation_that_leaves_takes_along_the_workspaces_it_served(
    store: Store,
) -> None:
    await store.installs.put(WIDE)
    await store.installs.put(replace(MADE, team="T2"))
    for team in ("T1", "T2", "T3"):
        await speak(store, team, 150)
    for team in ("T1", "T2", "T1"):
        await store.installs.join("E1", team, 150)
    # One row of its own, three of T1; T2 has an installation itself, T3 was never served by it.
    assert await store.installs.leave("E1", 160) == 4 + 2
    assert await store.forget_team("T1") == 0
    assert await store.forget_team("T2") == 4
    assert await store.forget_team("T3") == 3


async def test_a_state_is_used_once_also_by_many_at_once(store: Store) -> None:
    used = await asyncio.gather(*(store.installs.use_state("one", n) for n in range(5)))
    assert sum(used) == 1
    assert await store.installs.use_state("two", 1) is True


async def test_of_many_who_want_to_renew_a_token_one_may(store: Store) -> None:
    await store.installs.put(ROTATED)
    leases = await asyncio.gather(*(store.installs.lease(ROTATED, 60) for _ in range(5)))
    assert sum(leases) == 1
    assert await store.installs.renew(ROTATED, "newer", 90_000) is True
    assert await store.installs.get("T1") == replace(ROTATED, sealed="newer", expires=90_000)
    assert await store.installs.lease(ROTATED, 60) is False, "that token is gone"
    assert await store.installs.renew(ROTATED, "late", 99_000) is False


async def test_a_lease_that_was_not_used_ends_by_itself(store: Store) -> None:
    await store.installs.put(ROTATED)
    assert await store.installs.lease(ROTATED, 0) is True
    assert await store.installs.lease(ROTATED, 60) is True


async def test_a_token_renewed_for_an_installation_made_anew_meanwhile_is_not_kept(
    store: Store,
) -> None:
    await store.installs.put(ROTATED)
    assert await store.installs.lease(ROTATED, 60) is True
    anew = replace(ROTATED, sealed="anew", installed=300)
    await store.installs.put(anew)
    assert await store.installs.renew(ROTATED, "of the old one", 90_000) is False
    assert await store.installs.get("T1") == anew


async def test_sealing_anew_never_writes_over_a_token_renewed_meanwhile(store: Store) -> None:
    await store.installs.put(MADE)
    assert await store.installs.reseal("T1", "sealed", "resealed") is True
    assert await store.installs.reseal("T1", "sealed", "late") is False
    assert await store.installs.get("T1") == replace(MADE, sealed="resealed")


async def test_two_processes_share_one_lease(url: str) -> None:
    one, other = await asyncio.gather(open_store(url), open_store(url))
    await one.installs.put(ROTATED)
    got = await asyncio.gather(
        *(store.installs.lease(ROTATED, 60) for store in (one, other) for _ in range(2))
    )
    assert sum(got) == 1
    await one.close()
    await other.close()


async def test_out_of_reach_is_said_and_not_taken_for_not_installed() -> None:
    with pytest.raises(StoreError, match="out of reach"):
        await out_of_reach().installs.get("T1")


def test_tokens_open_by_any_key_and_are_sealed_by_the_first() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    tokens = Tokens(access="xoxb-1", refresh="xoxe-1")
    sealed = Seal([old]).close("T1", tokens)
    assert "xox" not in sealed
    both = Seal([new, old])
    assert both.open("T1", sealed) == tokens
    assert (both.is_newest(sealed), both.is_newest(both.close("T1", tokens))) == (False, True)
    with pytest.raises(StoreError, match="None of SRM_ENCRYPTION_KEYS"):
        Seal([new]).open("T1", sealed)


def test_tokens_copied_to_another_installation_do_not_open() -> None:
    seal = Seal([Fernet.generate_key().decode()])
    with pytest.raises(StoreError, match="another installation"):
        seal.open("T2", seal.close("T1", Tokens(access="xoxb-1")))


def test_tokens_show_in_no_representation() -> None:
    assert "xox" not in repr(Tokens(access="xoxb-1", refresh="xoxe-1"))
