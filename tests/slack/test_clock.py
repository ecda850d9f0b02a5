"""Row 26: a clock that is wrong or jumps ends no lease and costs no answer that Slack lets through;
over HTTP, where it costs all of them, health says by how much it is off.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING

import aiohttp
import pytest

from bot.record import replace
from bot.slack import ledger
from bot.slack.clock import REAL
from bot.slack.renewal import AHEAD
from bot.store.sql import open_store
from tests.fakes.clock import Time
from tests.fakes.store import MemoryStore
from tests.faults.replica import replica as process
from tests.slack.conftest import Door, kept, payload, question
from tests.slack.test_health import page, starting
from tests.slack.test_ledger import left_by_somebody
from tests.slack.test_renewal import HALF_A_DAY, replica, rotated, token_of
from tests.store.conftest import DATABASES, fresh

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack

OFF = 600


class Wrong:
    """A clock of its own, `off` by some seconds, which may change."""

    def __init__(self, off: float) -> None:
        self.off = off

    def now(self) -> float:
        """The time that it shows."""
        return time.time() + self.off


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """Kept by all processes of a test; owners beat fast, so that no test waits."""
    monkeypatch.setattr(ledger, "BEAT", 0.02)
    monkeypatch.setattr(ledger, "LEASE", 0.3)
    return MemoryStore()


@asynccontextmanager
async def with_clock(
    slack: FakeSlack, desk: Desk, store: MemoryStore, clock: Wrong, port: int
) -> AsyncIterator[Door]:
    """A bot over HTTP on a machine whose clock is wrong."""
    made, before = replace(kept(REAL, store), now=clock.now), slack.count("auth.test")
    async with (
        starting(slack, desk, made, port) as address,
        aiohttp.ClientSession() as session,
    ):
        # The port is open by then.
        await slack.until(lambda: slack.count("auth.test") > before)
        async with asyncio.timeout(5):
            while (await page(address, "/healthz"))[1]["slack"] != "ok":
                pass
        yield Door(address=address, session=session)


async def test_replicas_whose_clocks_differ_and_jump_answer_each_question_once(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore, unused_tcp_port_factory: Callable[[], int]
) -> None:
    """Answers take longer than a lease lasts: who judged it by the time would take them over."""
    one, other = Wrong(OFF), Wrong(-OFF)
    slack.latency = 2 * ledger.LEASE
    async with (
        with_clock(slack, toy_desk, store, one, unused_tcp_port_factory()) as first,
        with_clock(slack, toy_desk, store, other, unused_tcp_port_factory()) as second,
    ):
        for number in range(20):
            body = question(number, channel=f"C{number}")
            for door in (first, second):
                assert (await door.event(body))[0] == 200
            one.off, other.off = other.off, one.off
        await slack.until(lambda: len(slack.posts) >= 20)
        await slack.quiet(0.5)
    assert sorted(post["channel"] for post in slack.posts) == sorted(f"C{n}" for n in range(20))
    assert store.work.work == {}


@pytest.mark.parametrize("off", [OFF, -OFF])
async def test_the_work_of_a_process_that_died_is_taken_over_by_one_with_another_time(
    slack: FakeSlack,
    toy_desk: Desk,
    store: MemoryStore,
    monkeypatch: pytest.MonkeyPatch,
    unused_tcp_port: int,
    off: int,
) -> None:
    monkeypatch.setattr("bot.slack.serve.DRAIN", 0.05)
    await left_by_somebody(slack, toy_desk, store)
    began = time.monotonic()
    async with with_clock(slack, toy_desk, store, Wrong(off), unused_tcp_port):
        await slack.until(lambda: slack.posts)
    assert time.monotonic() - began > ledger.LEASE / 2
    assert store.work.work == {}


async def test_a_clock_that_jumps_is_named_at_once(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore, unused_tcp_port: int
) -> None:
    clock = Wrong(0)
    async with with_clock(slack, toy_desk, store, clock, unused_tcp_port) as door:
        assert (await page(door.address, "/readyz"))[0] == 200
        for off in (-OFF, OFF):
            clock.off = off
            status, said = await page(door.address, "/readyz")
            assert (status, said["status"]) == (503, "not ready")
            assert said["clock"] in {f"clock off by {off + more} s" for more in (-2, -1, 0, 1)}
        clock.off = 0
        assert (await page(door.address, "/readyz"))[0] == 200


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request, request.param, tmp_path)


async def test_of_replicas_whose_clocks_differ_one_renews_a_token(
    slack: FakeSlack, url: str
) -> None:
    """One is ten minutes early and the other ten minutes late: neither uses what was used."""
    one, other = await open_store(url), await open_store(url)
    await one.installs.put(rotated(HALF_A_DAY))
    early, late = Time(), Time()
    async with replica(slack, one, early) as first, replica(slack, other, late) as second:
        for passed in range(0, 2 * HALF_A_DAY, 300):
            early.now, late.now = passed + OFF, max(0, passed - OFF)
            await asyncio.gather(first.look(), second.look())
            tokens = [await token_of(made) for made in (first, second)]
            assert all(tokens), passed
    assert set(slack.oauth.refreshed.values()) == {1}
    assert len(slack.oauth.refreshed) >= 2
    assert AHEAD > 2 * OFF
    for made in (one, other):
        await made.close()


async def test_a_token_that_is_over_by_slacks_clock_alone_is_renewed_once_for_all_who_meet_it(
    slack: FakeSlack, url: str
) -> None:
    """Our clock is some minutes late; whoever posts in that moment waits for the new token."""
    one, other = await open_store(url), await open_store(url)
    await one.installs.put(rotated(HALF_A_DAY))
    clock = Time()
    clock.now = HALF_A_DAY - 240.0
    # Half a second of it takes a tenth of that.
    clock.then = partial(asyncio.sleep, 0.05)
    slack.latency = 0.2
    async with replica(slack, one, clock) as first, replica(slack, other, clock) as second:
        asked = []
        for made in (first, second):
            client = await made.installed.of("T1")
            assert client is not None
            asked += [made.installed.another("T1", client, "token_expired") for _ in range(3)]
        assert await asyncio.gather(*asked) == [True] * 6
        assert {await token_of(made) for made in (first, second)} == {"xoxe.xoxb-new-1"}
        assert not first.installed.dead
        assert not second.installed.dead
    assert slack.oauth.refreshed == {"xoxe-old": 1}
    await one.close()
    await other.close()


@pytest.mark.parametrize("off", [OFF, -OFF])
async def test_a_process_on_a_machine_with_a_wrong_clock_says_why_it_refuses_slack(
    slack: FakeSlack, tmp_path: Path, off: int
) -> None:
    wrong = f"import time; right = time.time; time.time = lambda: right() + {off}"
    url = f"sqlite:///{tmp_path}/srm.db"
    async with process(slack, tmp_path / "bot", url, before=wrong) as bot:
        assert (await bot.door.event(payload("app_mention")))[0] == 401
        status, said = await page(bot.door.address, "/readyz")
        assert status == 503
        assert said["clock"] in {f"clock off by {off + more} s" for more in (-2, -1, 0, 1)}
        assert (await bot.counts())["srm_clock_up"] == 0
