"""Tokens that live for 12 hours are renewed before their end, by one replica for all."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.record import replace
from bot.settings import read_slack_settings
from bot.slack.app import make_session
from bot.slack.kept import Kept
from bot.slack.many import Many
from bot.slack.renewal import AHEAD
from bot.slack.turned_away import TurnedAway
from bot.store.engine import make_engine
from bot.store.installs import Installation, Tokens
from bot.store.seal import Seal
from bot.store.sql import open_store
from bot.thread.memory import Threads
from tests.fakes.clock import Time
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.store import MemoryStore, held
from tests.slack.installing import KEY, MANY, asked_in, install, many
from tests.store.conftest import DATABASES, fresh

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.ask import Desk
    from bot.store.port import Store

HALF_A_DAY = 12 * 60 * 60
OLD = Tokens(access="xoxe.xoxb-old", refresh="xoxe-old")


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request, request.param, tmp_path)


@asynccontextmanager
async def replica(fake: FakeSlack, store: Store, clock: Time) -> AsyncIterator[Many]:
    """What one replica has of installations, without its door; nothing runs by itself."""
    settings = read_slack_settings({**MANY, "SLACK_API_URL": fake.api_url})
    assert settings.oauth is not None
    kept = Kept(threads=Threads(clock.clock.now), store=store, now=lambda: clock.now)
    async with make_session() as session:
        made = Many(
            settings, settings.oauth, session, kept, clock.clock, TurnedAway(clock.clock.now)
        )
        await made.installed.load()
        yield made
        await made.close()


def rotated(expires: float) -> Installation:
    """An installation whose token runs out."""
    return Installation(
        team="T1",
        enterprise="",
        bot_user="U0BOTT1",
        sealed=Seal([KEY]).close("T1", OLD),
        installed=1,
        expires=int(expires),
    )


async def token_of(made: Many) -> str:
    """The token that a replica speaks by; empty while it is over and another one renews it."""
    try:
        client = await made.installed.of("T1")
    except StoreError:
        return ""
    return str(client and client.token)


async def renewed(store: Store) -> Tokens:
    """The tokens that are kept now."""
    known = await store.installs.get("T1")
    assert known is not None
    return Seal([KEY]).open("T1", known.sealed)


async def agree(store: Store, old: Installation, clock: Time, *replicas: Many) -> None:
    """Wait until a new token is kept and every replica has it; a minute passes at each look."""
    for _ in range(100):
        clock.now += 61
        kept = await store.installs.get("T1")
        tokens = {await token_of(made) for made in replicas}
        if kept != old and tokens == {(await renewed(store)).access}:
            return
        await asyncio.sleep(0.05)
    pytest.fail("they do not agree")


async def test_an_installation_with_rotation_keeps_its_end_and_its_refresh_token(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    slack.oauth.rotates = True
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
    known = store.installs.made["T1"]
    assert abs(known.expires - time.time() - HALF_A_DAY) < 10
    assert Seal([KEY]).open("T1", known.sealed).refresh == "xoxe-T1-1"


async def test_a_token_is_renewed_two_hours_before_its_end_and_not_earlier(
    slack: FakeSlack,
) -> None:
    store, clock = MemoryStore(), Time()
    await store.installs.put(rotated(HALF_A_DAY))
    async with replica(slack, store, clock) as made:
        clock.now = HALF_A_DAY - AHEAD - 1.0
        await made.look()
        assert slack.oauth.refreshed == {}
        clock.now += 1
        await made.look()
        assert await token_of(made) == "xoxe.xoxb-new-1"
    assert slack.oauth.refreshed == {"xoxe-old": 1}
    assert await renewed(store) == Tokens(access="xoxe.xoxb-new-1", refresh="xoxe-new-1")


async def test_a_token_that_is_over_is_renewed_before_it_is_used(slack: FakeSlack) -> None:
    store, clock = MemoryStore(), Time()
    await store.installs.put(rotated(HALF_A_DAY))
    async with replica(slack, store, clock) as made:
        clock.now = HALF_A_DAY + 5.0
        assert await token_of(made) == "xoxe.xoxb-new-1"


async def test_a_day_of_events_never_meets_a_token_that_has_run_out(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    """The first answer after an idle night comes with a token that was renewed for it."""
    store = MemoryStore()
    await store.installs.put(rotated(time.time() - 60))
    slack.dead["xoxe.xoxb-old"] = "token_expired"
    async with many(slack, toy_desk, store=store) as door:
        await door.event(asked_in("T1"))
        await slack.until(lambda: slack.posts)
    assert slack.tokens("chat.postMessage") == ["xoxe.xoxb-new-1"]


@pytest.mark.parametrize("over", [False, True], ids=["in time", "too late"])
async def test_two_replicas_never_use_one_refresh_token_twice(
    slack: FakeSlack, url: str, *, over: bool
) -> None:
    one, other = await open_store(url), await open_store(url)
    await one.installs.put(rotated(HALF_A_DAY))
    clock = Time()
    slack.latency = 0.3
    async with replica(slack, one, clock) as first, replica(slack, other, clock) as second:
        for _ in range(5):
            known = await one.installs.get("T1")
            assert known is not None
            clock.now = known.expires + (1.0 if over else -AHEAD)
            # Each several times at once: its watch, and answers that are about to be posted.
            await asyncio.gather(
                *(made.look() for made in (first, second)),
                *(token_of(made) for made in (first, second) for _ in range(3)),
            )
            await agree(one, known, clock, first, second)
    assert set(slack.oauth.refreshed.values()) == {1}
    assert len(slack.oauth.refreshed) == 5
    await one.close()
    await other.close()


async def test_the_lease_of_a_replica_that_died_ends(slack: FakeSlack, url: str) -> None:
    store, clock = await open_store(url), Time()
    known = rotated(HALF_A_DAY)
    await store.installs.put(known)
    assert await store.installs.lease(known, 60)
    async with replica(slack, store, clock) as made:
        clock.now = HALF_A_DAY - 60.0 * 60
        await made.look()
        assert slack.oauth.refreshed == {}
        engine = make_engine(url)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE installations SET lease = lease - 61"))
        await engine.dispose()
        await made.look()
        assert slack.oauth.refreshed == {"xoxe-old": 1}
    await store.close()


@pytest.mark.parametrize("code", ["invalid_refresh_token", "token_revoked"])
async def test_a_refresh_token_that_slack_refuses_is_not_tried_again(
    slack: FakeSlack, code: str
) -> None:
    store, clock = MemoryStore(), Time()
    await store.installs.put(rotated(60))
    slack.plan["oauth.v2.access"] = [Fault(error=code)]
    async with replica(slack, store, clock) as made:
        for _ in range(3):
            await made.look()
            assert await made.installed.of("T1") is None
        assert made.installed.dead == {"T1": code}
    assert slack.count("oauth.v2.access") == 1


async def test_slack_in_trouble_is_asked_again_and_the_old_token_serves_meanwhile(
    slack: FakeSlack,
) -> None:
    store, clock = MemoryStore(), Time()
    known = rotated(HALF_A_DAY)
    await store.installs.put(known)
    slack.plan["oauth.v2.access"] = [Fault(page=True, status=503)]
    async with replica(slack, store, clock) as made:
        clock.now = HALF_A_DAY - 60.0 * 60
        await made.look()
        assert await token_of(made) == "xoxe.xoxb-old"
        store.installs.release("T1")
        await made.look()
        assert await token_of(made) == "xoxe.xoxb-new-1"


async def test_a_new_token_is_kept_however_long_the_store_is_away(slack: FakeSlack) -> None:
    inside, clock = MemoryStore(), Time()
    await inside.installs.put(rotated(HALF_A_DAY))
    clock.now = HALF_A_DAY - 60.0 * 60
    slack.answering.clear()
    async with replica(slack, held(inside), clock) as made:
        looking = asyncio.create_task(made.look())
        await slack.until(lambda: slack.calls)
        inside.down = True
        clock.running.clear()
        slack.answering.set()
        await looking
        assert await token_of(made) == "xoxe.xoxb-new-1"
        inside.down = False
        clock.running.set()
        await slack.quiet()
    assert (await renewed(inside)).refresh == "xoxe-new-1"


async def test_an_answer_waits_for_a_token_that_cannot_be_renewed_yet(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    """Slack does not renew it at once, so nobody may for a minute; then somebody does."""
    inside, clock = MemoryStore(), Time()
    await inside.installs.put(rotated(time.time() - 1))
    slack.plan["oauth.v2.access"] = [Fault(page=True, status=503)]

    async def minute_over() -> None:
        inside.installs.release("T1")

    async with many(slack, toy_desk, clock.clock, store=held(inside)) as door:
        await slack.until(lambda: slack.count("oauth.v2.access"))
        clock.then = minute_over
        await door.event(asked_in("T1"))
        await slack.until(lambda: slack.posts)
    assert slack.tokens("chat.postMessage") == ["xoxe.xoxb-new-1"]


async def test_without_the_lease_nothing_is_renewed(slack: FakeSlack) -> None:
    inside, clock = MemoryStore(), Time()
    await inside.installs.put(rotated(60))
    async with replica(slack, held(inside), clock) as made:
        inside.down = True
        await made.look()
    assert slack.oauth.refreshed == {}


async def test_a_token_that_never_ends_is_never_renewed(slack: FakeSlack) -> None:
    store, clock = MemoryStore(), Time()
    await store.installs.put(replace(rotated(0), expires=0))
    async with replica(slack, store, clock) as made:
        clock.now = 10.0**9
        await made.look()
        assert await token_of(made) == "xoxe.xoxb-old"
    assert slack.calls == []
