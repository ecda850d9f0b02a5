"""A person who writes to the bot for the first time is greeted once, above the answer."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.fakes.store import MemoryStore, out_of_reach
from tests.limits import block_problems
from tests.slack.conftest import over_http, payload

if TYPE_CHECKING:
    from bot.ask import Desk
    from tests.fakes.slack import FakeSlack
    from tests.slack.conftest import Door


async def write(slack: FakeSlack, http: Door, number: int, text: str, user: str = "U1") -> str:
    """Send a direct message; the text of its answer."""
    before = len(slack.posts)
    body = payload("message_im", text=text, user=user, ts=f"17640001{number}.000100")
    await http.event({**body, "event_id": f"EvG{number}"})
    await slack.until(lambda: len(slack.posts) > before)
    return str(slack.posts[-1]["text"])


async def test_the_first_answer_begins_with_a_greeting_and_no_later_one(
    slack: FakeSlack, http: Door
) -> None:
    first = await write(slack, http, 1, "rds")
    assert first.startswith("Hello!")
    assert "\nWho secures what on Amazon RDS" in first
    assert list(block_problems(slack.posts[0]["blocks"])) == []
    assert not (await write(slack, http, 2, "rds")).startswith("Hello!")
    assert (await write(slack, http, 3, "rds", "U2")).startswith("Hello!")
    assert len(slack.posts) == 3


async def test_help_greets_by_itself_and_counts(slack: FakeSlack, http: Door) -> None:
    assert (await write(slack, http, 1, "hi")).startswith("I answer who secures what")
    assert not (await write(slack, http, 2, "rds")).startswith("Hello!")


async def test_nobody_is_greeted_in_a_channel(slack: FakeSlack, http: Door) -> None:
    await http.event(payload("app_mention"))
    await slack.until(lambda: slack.posts)
    assert "Hello!" not in slack.posts[0]["text"]


async def test_a_person_greeted_before_a_restart_is_not_greeted_after_it(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    async with over_http(slack, toy_desk, store=store) as http:
        assert (await write(slack, http, 1, "rds")).startswith("Hello!")
    async with over_http(slack, toy_desk, store=store) as http:
        assert not (await write(slack, http, 2, "rds")).startswith("Hello!")
        assert (await write(slack, http, 3, "rds", "U2")).startswith("Hello!")


async def test_a_store_out_of_reach_costs_the_greeting_and_not_the_answer(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with over_http(slack, toy_desk, store=out_of_reach()) as http:
        assert (await write(slack, http, 1, "rds")).startswith("Who secures what on Amazon RDS")


async def test_an_answer_waits_but_a_moment_for_its_greeting(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    class Hanging(MemoryStore):
        async def greet(self, team: str, person: str, at: int) -> bool:
            await asyncio.sleep(3)
            return await super().greet(team, person, at)

    async with over_http(slack, toy_desk, store=Hanging()) as http, asyncio.timeout(2):
        assert (await write(slack, http, 1, "rds")).startswith("Who secures what on Amazon RDS")
