"""Taken away from a workspace, the app keeps nothing of it, in whatever order Slack says so."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, or_, select, text

from bot.store.engine import make_engine
from bot.store.sql import open_store
from bot.store.tables import METADATA
from tests.fakes.clock import Time
from tests.fakes.slack import FakeSlack
from tests.fakes.store import MemoryStore, held, out_of_reach
from tests.slack.conftest import over_http
from tests.slack.installing import asked_in, authorised, gone, install, install_org, many
from tests.store.conftest import DATABASES, fresh

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.ask import Desk
    from bot.store.port import Store
    from tests.slack.conftest import Door

TOKENS = {"oauth": [], "bot": ["U0BOTT1"]}
REVOKED: dict[str, Any] = {"tokens": TOKENS}
UNINSTALLED: dict[str, Any] = {}
ORDERS = {
    "uninstalled, revoked": [UNINSTALLED, REVOKED],
    "revoked, uninstalled": [REVOKED, UNINSTALLED],
    "each twice": [UNINSTALLED, REVOKED] * 2,
    "uninstalled alone": [UNINSTALLED],
    "revoked alone": [REVOKED],
}


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request, request.param, tmp_path)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    made = await open_store(url)
    yield made
    await made.close()


async def rows(url: str, *teams: str) -> dict[str, int]:
    """How many rows each table has of these workspaces and organisations; empty ones left out."""
    engine = make_engine(url)
    found = {}
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # A machine under load is no reason to count nothing.
            await connection.execute(text("SET statement_timeout = 0"))
        for table in METADATA.sorted_tables:
            keys = [column for column in table.c if column.name in ("team", "enterprise")]
            if not keys:
                continue
            query = select(func.count()).select_from(table)
            query = query.where(or_(*(key.in_(teams) for key in keys)))
            found[table.name] = int(await connection.scalar(query) or 0)
    await engine.dispose()
    return {name: count for name, count in found.items() if count}


async def use(slack: FakeSlack, door: Door, team: str, **body: Any) -> None:
    """Leave behind all that use leaves behind: a greeting, a Home tab, feedback."""
    before = len(slack.posts)
    direct = {"channel": "D1", "channel_type": "im", "type": "message"}
    asked = asked_in(team, before + 1, **body)
    await door.event({**asked, "event": {**asked["event"], **direct}})
    home = {"type": "app_home_opened", "user": "U1", "tab": "home"}
    await door.event({**asked_in(team, 99, **body), "event": home})
    await slack.until(lambda: len(slack.posts) > before and slack.count("views.publish"))
    await slack.quiet(0.2)


@pytest.mark.parametrize("order", ORDERS)
async def test_nothing_is_left_of_a_workspace_that_leaves_and_all_of_another(
    slack: FakeSlack, toy_desk: Desk, store: Store, url: str, order: str
) -> None:
    async with many(slack, toy_desk, store=store) as door:
        for team in ("T1", "T2"):
            await install(slack, door, f"c{team}", team)
            await use(slack, door, team)
        before = await rows(url, "T2")
        assert len(before) >= 3
        assert set(await rows(url, "T1")) == set(before)
        for event in ORDERS[order]:
            assert await door.event(gone("T1", **event)) == (200, b"")
        assert await rows(url, "T1") == {}
        assert await rows(url, "T2") == before
        await door.event(asked_in("T1", 50))
        await slack.quiet()
    assert slack.tokens("chat.postMessage").count("xoxb-T1-cT1") == 1, "nothing said afterwards"


async def test_late_word_of_an_end_deletes_no_newer_installation(
    slack: FakeSlack, toy_desk: Desk, store: Store, url: str
) -> None:
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
        long_ago = time.time() - 60
        await door.event(gone("T1", long_ago))
        await door.event(gone("T1", long_ago, tokens=TOKENS))
        assert (await rows(url, "T1")) == {"installations": 1}
        await door.event(asked_in("T1"))
        await slack.until(lambda: slack.posts)


async def test_uninstalled_and_installed_again_it_answers_with_the_new_token(
    slack: FakeSlack, toy_desk: Desk, store: Store
) -> None:
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
        left = time.time()
        await door.event(gone("T1", left))
        slack.dead["xoxb-T1-one"] = "account_inactive"
        while int(time.time()) <= int(left):
            await slack.quiet(0.1)
        await install(slack, door, "two", "T1")
        await door.event(gone("T1", left, tokens=TOKENS))
        await door.event(asked_in("T1"))
        await slack.until(lambda: slack.posts)
    assert slack.tokens("chat.postMessage") == ["xoxb-T1-two"]


async def test_what_an_answer_under_way_still_writes_is_gone_with_the_second_look(
    slack: FakeSlack, toy_desk: Desk, store: Store, url: str
) -> None:
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
        slack.answering.clear()
        asked = asked_in("T1")
        direct = {"channel": "D1", "channel_type": "im", "type": "message"}
        await door.event({**asked, "event": {**asked["event"], **direct}})
        await slack.until(lambda: slack.count("chat.postMessage"))
        await door.event(gone("T1"))
        # As another replica would, whose answer was on its way.
        await store.greet("T1", "U7", int(time.time()) + 5)
        slack.answering.set()
        await slack.until(lambda: slack.posts)
    assert await rows(url, "T1") == {}


async def test_an_organisation_takes_all_its_workspaces_along(
    slack: FakeSlack, toy_desk: Desk, store: Store, url: str
) -> None:
    wide = {"authorizations": [authorised("T3", "E1", wide=True)], "enterprise_id": "E1"}
    async with many(slack, toy_desk, store=store) as door:
        await install_org(slack, door)
        await use(slack, door, "T3", **wide)
        assert "served" in await rows(url, "T3")
        await door.event({**gone("T3"), "enterprise_id": "E1", "is_enterprise_install": True})
        assert await rows(url, "T3", "E1") == {}


async def test_a_workspace_taken_out_of_an_organisation_leaves_nothing_and_the_rest_goes_on(
    slack: FakeSlack, toy_desk: Desk, store: Store, url: str
) -> None:
    async with many(slack, toy_desk, store=store) as door:
        await install_org(slack, door)
        await install(slack, door, "cT5", "T5")
        for team in ("T3", "T4"):
            wide = {"authorizations": [authorised(team, "E1", wide=True)], "enterprise_id": "E1"}
            await use(slack, door, team, **wide)
        event = {"type": "team_access_revoked", "team_ids": ["T3", "T5", 7]}
        body = {**gone("T3"), "team_id": None, "enterprise_id": "E1", "event": event}
        assert await door.event(body) == (200, b"")
        assert await rows(url, "T3") == {}
        assert set(await rows(url, "T4")) >= {"greeted", "home", "served"}
        assert (await rows(url, "E1", "T5"))["installations"] == 2, "T5 has one of its own"


@pytest.mark.parametrize("dead", [True, False])
async def test_where_slack_does_not_say_whether_the_whole_organisation_left_it_is_asked(
    slack: FakeSlack, toy_desk: Desk, *, dead: bool
) -> None:
    store = MemoryStore()
    async with many(slack, toy_desk, store=store) as door:
        await install_org(slack, door)
        if dead:
            slack.dead["xoxb-E1-cE1"] = "account_inactive"
        await door.event({**gone("T3"), "enterprise_id": "E1"})
    assert ("E1" in store.installs.made) is not dead


async def test_the_token_of_a_person_revoked_changes_nothing(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
        await door.event(gone("T1", tokens={"oauth": ["U1"], "bot": []}))
    assert "T1" in store.installs.made


async def test_what_cannot_be_forgotten_yet_is_not_acknowledged_and_done_later(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store, clock = MemoryStore(), Time()
    async with many(slack, toy_desk, clock.clock, store=held(store)) as door:
        await install(slack, door, "one", "T1")
        store.down = True
        clock.running.clear()
        assert (await door.event(gone("T1")))[0] == 503
        store.down = False
        clock.running.set()
        await slack.quiet()
        assert store.installs.made == {}


@pytest.mark.parametrize("alive", [True, False])
async def test_one_workspace_with_its_own_token_is_forgotten_once_that_is_dead(
    slack: FakeSlack, toy_desk: Desk, *, alive: bool
) -> None:
    store = MemoryStore()
    await store.greet("T1", "U1", int(time.time()))
    async with over_http(slack, toy_desk, store=store) as door:
        if not alive:
            slack.dead["xoxb-false-token"] = "account_inactive"
        assert await door.event(gone("T1")) == (200, b"")
    assert bool(store.greeted) is alive


async def test_out_of_reach_for_good_the_word_is_left_to_slack(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with many(slack, toy_desk, store=out_of_reach()) as door:
        assert (await door.event(gone("T1")))[0] == 503
