"""What was accepted is answered once, whichever process lives to answer it."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import pytest

from bot.record import replace
from bot.render.phrases_slack import ASK_AGAIN
from bot.slack import ledger
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.store import MemoryStore, out_of_reach
from tests.fakes.work import MemoryWork
from tests.slack.conftest import over_http, payload, question

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.store.work import Group

POST = "chat.postMessage"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """Kept by both processes of a test; owners beat fast, so that no test waits."""
    monkeypatch.setattr(ledger, "BEAT", 0.02)
    monkeypatch.setattr(ledger, "LEASE", 0.3)
    return MemoryStore()


async def left_behind(
    slack: FakeSlack, desk: Desk, store: MemoryStore, *bodies: dict[str, Any]
) -> None:
    """Accept these events and stop while Slack takes no post."""
    slack.plan[POST] = [Fault(error="team_added_to_org")] * len(bodies)
    async with over_http(slack, desk, store=store) as door:
        for body in bodies:
            assert (await door.event(body))[0] == 200
        await slack.until(lambda: not slack.plan[POST])
    slack.posts.clear()


async def left_by_somebody(slack: FakeSlack, desk: Desk, store: MemoryStore) -> None:
    """A question that a process accepted, whose beats stand still from now on."""
    await left_behind(slack, desk, store, payload("app_mention"))
    ((_, work),) = store.work.work.values()
    store.work.work[work.key] = ("somebody", work)
    store.work.beats["somebody"] = (7, int(time.time()))


@pytest.fixture
def no_drain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.slack.serve.DRAIN", 0.05)


async def test_an_event_that_comes_again_after_a_restart_is_not_answered_again(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    for number in range(3):
        async with over_http(slack, toy_desk, store=store) as door:
            body = {**payload("app_mention"), "event_id": f"Ev{number}"}
            assert (await door.event(body))[0] == 200
    assert len(slack.posts) == 1
    assert store.work.work == {}


async def test_of_two_replicas_that_get_an_event_one_answers_it(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    async with (
        over_http(slack, toy_desk, store=store) as one,
        over_http(slack, toy_desk, store=store) as other,
    ):
        bodies = [question(number, channel=f"C{number}") for number in range(30)]
        await asyncio.gather(*(door.event(body) for body in bodies for door in (one, other)))
    assert sorted(post["channel"] for post in slack.posts) == sorted(f"C{n}" for n in range(30))


@pytest.mark.usefixtures("no_drain")
async def test_what_a_stopped_process_left_is_answered_by_the_next_as_it_would_have(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    async with over_http(slack, toy_desk) as door:
        await door.event(payload("app_mention"))
        await slack.until(lambda: slack.posts)
    (wanted,) = slack.posts
    await left_behind(slack, toy_desk, store, payload("app_mention"))
    async with over_http(slack, toy_desk, store=store) as door:
        await slack.until(lambda: slack.posts)
        await door.event({**payload("app_mention"), "event_id": "Ev2"})
    (post,) = slack.posts
    assert post == wanted
    assert store.work.work == {}


@pytest.mark.usefixtures("no_drain")
async def test_what_ids_alone_cannot_say_is_asked_for_again(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    asked = payload("app_mention", text="<@U0SRMBOT1> who patches frobnicator?")
    await left_behind(slack, toy_desk, store, asked)
    assert "frobnicator" not in repr(store.work.__dict__)
    async with over_http(slack, toy_desk, store=store):
        await slack.until(lambda: slack.posts)
    assert slack.posts[0]["text"] == ASK_AGAIN


@pytest.mark.usefixtures("no_drain")
async def test_what_was_asked_an_hour_ago_is_answered_by_nobody(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    await left_behind(slack, toy_desk, store, payload("app_mention"))
    for key, (owner, work) in store.work.work.items():
        store.work.work[key] = (owner, replace(work, at=work.at - ledger.OLDEST - 1))
    async with over_http(slack, toy_desk, store=store):
        await slack.quiet()
    assert slack.posts == []
    assert store.work.work == {}


async def test_work_of_a_process_that_counts_on_is_left_to_it(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    async with over_http(slack, toy_desk, store=store) as busy:
        slack.answering.clear()
        await busy.event(payload("app_mention"))
        slack.answering.set()
        slack.latency = 0.5
        async with over_http(slack, toy_desk, store=store):
            await slack.quiet(0.3)
        await slack.until(lambda: slack.posts)
    assert len(slack.posts) == 1


@pytest.mark.usefixtures("no_drain")
async def test_work_of_a_process_that_stands_still_is_taken_over(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    await left_by_somebody(slack, toy_desk, store)
    async with over_http(slack, toy_desk, store=store):
        began = time.monotonic()
        await slack.until(lambda: slack.posts)
        assert time.monotonic() - began > ledger.LEASE / 2
    assert store.work.work == {}


@pytest.mark.usefixtures("no_drain")
async def test_an_event_that_comes_again_before_its_work_is_taken_over_is_answered(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    """Its process was killed after it wrote the question down and before it acknowledged it."""
    await left_by_somebody(slack, toy_desk, store)
    async with over_http(slack, toy_desk, store=store) as door:
        for number in range(3):
            body = {**payload("app_mention"), "event_id": f"Ev{number}"}
            assert (await door.event(body))[0] == 200
        assert slack.posts == []
        await slack.until(lambda: slack.posts)
        await slack.quiet()
    assert len(slack.posts) == 1
    assert store.work.work == {}


@pytest.mark.usefixtures("no_drain")
async def test_what_is_answered_here_already_is_not_answered_again_when_it_is_taken_over(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    """Both had accepted it: the other before it died, this one while the store was away."""
    await left_by_somebody(slack, toy_desk, store)
    found = store.work
    store.work = work = Coming(store, 2)
    work.seen, work.work, work.beats = found.seen, found.work, found.beats
    async with over_http(slack, toy_desk, store=store) as door:
        await door.event(payload("app_mention"))
        await slack.until(lambda: slack.posts)
        await slack.quiet(ledger.LEASE + 0.6)
    assert store.work.work == {}
    assert len(slack.posts) == 1


async def test_a_store_out_of_reach_costs_no_answer_and_little_time(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with over_http(slack, toy_desk, store=out_of_reach()) as door:
        for number in range(10):
            async with asyncio.timeout(2):
                assert (await door.event(question(number, channel=f"C{number}")))[0] == 200
                assert (await door.event(question(number, channel=f"C{number}")))[0] == 200
        await slack.until(lambda: len(slack.posts) == 10)


class Coming(MemoryWork):
    """Fails so often, then works."""

    def __init__(self, store: MemoryStore, misses: int) -> None:
        super().__init__(store)
        self.misses = misses
        self.written = asyncio.Event()

    async def note(self, group: Group) -> frozenset[str]:
        """Fail, or write."""
        if self.misses:
            self.misses -= 1
            raise OSError("planted")
        fresh = await super().note(group)
        self.written.set()
        return fresh


async def test_what_was_answered_from_memory_is_written_down_once_the_store_is_back(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    store.work = work = Coming(store, 2)
    async with over_http(slack, toy_desk, store=store) as door:
        await door.event(payload("app_mention"))
        async with asyncio.timeout(5):
            await work.written.wait()
    async with over_http(slack, toy_desk, store=store) as door:
        await door.event(payload("app_mention"))
    assert len(slack.posts) == 1


async def test_a_conversation_goes_on_with_another_process(
    slack: FakeSlack, toy_desk: Desk, store: MemoryStore
) -> None:
    async with over_http(slack, toy_desk, store=store) as door:
        await door.event(payload("app_mention"))
    thread = slack.posts[0]["thread_ts"]
    async with over_http(slack, toy_desk, store=store) as door:
        on = payload("app_mention", text="<@U0SRMBOT1> and EC2?", thread_ts=thread, ts="9.9")
        await door.event({**on, "event_id": "Ev9"})
    assert "EC2" in slack.posts[1]["text"]
    assert "patch" in slack.posts[1]["text"]
