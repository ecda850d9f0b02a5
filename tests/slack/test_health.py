"""Those who run the bot see how it does, and are told of what is wrong before people are."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.ask import Desk
from bot.organisation.workspaces import Workspaces
from bot.record import replace
from bot.settings import read_slack_settings
from bot.slack.clock import REAL
from bot.slack.serve import serve
from bot.slack.signature import sign
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, Fault
from tests.fakes.store import MemoryStore, out_of_reach
from tests.slack.conftest import Door, kept, over_http, payload, question, serving
from tests.slack.interactions import slash

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.slack.kept import Kept

GOOD = {"slack": "ok", "catalogue": "ok", "database": "ok", "clock": "ok"}


async def page(address: str, path: str) -> tuple[int, dict[str, Any]]:
    async with aiohttp.ClientSession() as session, session.get(address + path) as answer:
        return answer.status, await answer.json()


async def counts(address: str) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(address + "/metrics") as answer:
        assert answer.content_type == "text/plain"
        return read_counts(await answer.text())


def read_counts(text: str) -> dict[str, float]:
    pairs = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in pairs}


@asynccontextmanager
async def starting(
    slack: FakeSlack, desk: Desk, made: Kept, port: int, **environ: str
) -> AsyncIterator[str]:
    """A bot from the moment that its port is open, whatever Slack says."""
    settings = read_slack_settings(
        {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": slack.api_url,
            "PORT": str(port),
            **(environ or {"SLACK_SIGNING_SECRET": SECRET}),
        }
    )
    stop = asyncio.Event()
    task = asyncio.create_task(serve(settings, desk, made, stop))
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        await task


@pytest.mark.parametrize("door", ["http", "socket"])
async def test_all_is_well_at_first(slack: FakeSlack, toy_desk: Desk, door: str) -> None:
    token = APP_TOKEN if door == "socket" else ""
    async with serving(
        slack, toy_desk, SLACK_APP_TOKEN=token, SLACK_SIGNING_SECRET=SECRET
    ) as address:
        assert await page(address, "/healthz") == (200, {"status": "ok", **GOOD})
        assert await page(address, "/readyz") == (200, {"status": "ready", **GOOD})


async def test_the_port_is_open_before_slack_knows_us_and_says_not_ready(
    slack: FakeSlack, toy_desk: Desk, unused_tcp_port: int
) -> None:
    slack.answering.clear()
    async with (
        starting(slack, toy_desk, kept(REAL), unused_tcp_port) as address,
        aiohttp.ClientSession() as session,
    ):
        await slack.until(lambda: slack.calls)
        status, said = await page(address, "/readyz")
        assert (status, said["status"], said["slack"]) == (
            503,
            "not ready",
            "Slack does not know us yet",
        )
        assert (await page(address, "/healthz"))[0] == 200
        door = Door(address=address, session=session)
        assert (await door.event(payload("app_mention")))[0] == 503, "Slack sends it again"
        slack.answering.set()
        async with asyncio.timeout(5):
            while (await page(address, "/readyz"))[0] != 200:
                pass
        await door.event(payload("app_mention"))
        await slack.until(lambda: slack.posts)


async def test_without_its_database_the_bot_is_ready_and_degraded(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with over_http(slack, toy_desk, store=out_of_reach()) as door:
        await door.event(payload("app_mention"))
        await slack.until(lambda: slack.posts)
        for path, status in (("/healthz", "degraded"), ("/readyz", "ready")):
            found, said = await page(door.address, path)
            assert (found, said["status"]) == (200, status)
            assert said["database"] == "out of reach; answers go on without it"


async def test_without_a_link_in_socket_mode_the_bot_is_not_ready(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with serving(slack, toy_desk, SLACK_APP_TOKEN=APP_TOKEN) as address:
        slack.plan["apps.connections.open"] = [Fault(status=503, page=True)] * 30
        await slack.link.close()
        async with asyncio.timeout(5):
            while (await page(address, "/readyz"))[0] != 503:
                pass
        status, said = await page(address, "/healthz")
        assert (status, said["status"]) == (200, "degraded")
        assert said["slack"] == "no link in Socket Mode"


@pytest.mark.parametrize(("off", "ready"), [(600, False), (-600, False), (90, True), (20, True)])
async def test_a_clock_that_is_wrong_is_named_before_slack_is_refused_in_silence(
    slack: FakeSlack, toy_desk: Desk, unused_tcp_port: int, off: int, ready: bool
) -> None:
    made = replace(kept(REAL), now=lambda: time.time() + off)
    async with starting(slack, toy_desk, made, unused_tcp_port) as address:
        await slack.until(lambda: slack.count("auth.test"))
        async with asyncio.timeout(5):
            while (await page(address, "/healthz"))[1]["slack"] != "ok":
                pass
        status, said = await page(address, "/readyz")
        assert status == (200 if ready else 503)
        near = {f"clock off by {off + more} s" for more in (-1, 0, 1, 2)}
        assert said["clock"] in (near if abs(off) >= 60 else {"ok"})


async def test_a_wrong_clock_costs_no_answer_in_socket_mode(
    slack: FakeSlack, toy_desk: Desk, unused_tcp_port: int
) -> None:
    made = replace(kept(REAL), now=lambda: time.time() + 6000)
    async with starting(
        slack, toy_desk, made, unused_tcp_port, SLACK_APP_TOKEN=APP_TOKEN
    ) as address:
        await slack.until(lambda: slack.sockets)
        await slack.envelope(payload("app_mention"))
        await slack.until(lambda: slack.posts)
        assert (await page(address, "/readyz"))[0] == 200
        assert (await page(address, "/healthz"))[1]["status"] == "degraded"


async def test_a_slack_that_stops_answering_is_named(slack: FakeSlack, toy_desk: Desk) -> None:
    async with over_http(slack, toy_desk) as door:
        slack.plan["chat.postMessage"] = [Fault(reset=True)]
        slack.plan["auth.test"] = [Fault(status=503, page=True)]
        await door.event(payload("app_mention"))
        await slack.until(lambda: slack.count("auth.test") == 2)
        async with asyncio.timeout(5):
            while (await page(door.address, "/healthz"))[1]["slack"] == "ok":
                pass
        await slack.until(lambda: slack.posts, 10)
        assert (await page(door.address, "/healthz"))[1]["slack"] == "ok"


async def test_a_token_that_dies_is_named_by_health_and_by_the_log_with_the_cure(
    slack: FakeSlack, toy_desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with over_http(slack, toy_desk) as door:
        slack.plan["chat.postMessage"] = [Fault(error="token_revoked")]
        await door.event(payload("app_mention"))
        await slack.until(lambda: slack.count("chat.postMessage"))
        await slack.quiet(0.05)
        status, said = await page(door.address, "/healthz")
        assert (status, said["status"]) == (200, "degraded")
        assert said["slack"] == "refuses our token (token_revoked); nothing is answered"
        assert (await counts(door.address))["srm_slack_up"] == 0
    (told,) = [one for one in caplog.messages if "Slack refuses SLACK_BOT_TOKEN" in one]
    assert "OAuth & Permissions" in told


async def test_an_overlay_that_broke_is_named_by_health(slack: FakeSlack, toy_desk: Desk) -> None:
    overlays = Workspaces({})
    desk = Desk(toy_desk.catalogue, overlays)
    async with over_http(slack, desk) as door:
        assert (await page(door.address, "/healthz"))[1]["overlay"] == "ok"
        overlays.broken = True
        said = (await page(door.address, "/healthz"))[1]
        assert said["overlay"] == "its files cannot be used; an older version answers"
        assert (await page(door.address, "/readyz"))[0] == 200
        assert (await counts(door.address))["srm_overlay_up"] == 0


async def test_what_happens_is_counted_by_kind_and_cause(slack: FakeSlack, toy_desk: Desk) -> None:
    slack.plan["chat.postMessage"] = [Fault(reset=True, taken=True)]
    async with over_http(slack, toy_desk) as door:
        await door.event(question(1))
        await slack.until(lambda: len(slack.posts) == 2)
        await door.event(question(1))
        await door.event(question(2, text="<@U0SRMBOT1> who patches frobnicator?"))
        await door.event(question(3, channel="C3"))
        await slack.until(lambda: len(slack.posts) == 4)
        found = await counts(door.address)
    assert found['srm_questions_total{kind="duty"}'] == 2
    assert sum(value for name, value in found.items() if "srm_unanswered_total" in name) == 1
    assert found['srm_duplicates_dropped_total{known_by="memory"}'] == 1
    assert found['srm_possible_copies_total{cause="unknown"}'] == 1
    assert found['srm_retries_total{cause="unknown"}'] == 1
    assert found["srm_answer_seconds_count"] == 3
    assert found["srm_ack_seconds_count"] == 4
    assert found["srm_database_up"] == found["srm_slack_up"] == 1
    assert "srm_answers_under_way" in found


async def test_counts_are_kept_by_kind_and_nearest_entry_and_those_of_a_copy_are_not(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    for _ in range(2):
        # The second is another process, which gets the same events again.
        async with over_http(slack, toy_desk, store=store) as door:
            await door.event(question(1))
            await door.event(question(2, text="<@U0SRMBOT1> who patches fargeit zebra?"))
            await door.event(question(3, text="<@U0SRMBOT1> who patches frobnicator?"))
            await door.form(slash("who patches RDS?"))
            await slack.until(lambda: len(slack.posts) == 3)
    found = {(one.kind, one.nearest): one.number for one in await store.counts.all()}
    assert found == {("duty", ""): 3, ("not-found", "fargate"): 1, ("not-found", ""): 1}


async def test_a_store_that_is_away_costs_counts_and_nothing_else(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with over_http(slack, toy_desk, store=out_of_reach()) as door:
        await door.event(question(1))
        await slack.until(lambda: slack.posts)


async def test_no_label_holds_a_persons_words(slack: FakeSlack, toy_desk: Desk) -> None:
    async with over_http(slack, toy_desk) as door:
        for number in range(5):
            words = f"<@U0SRMBOT1> who patches zebra{number} or fargat{number}?"
            await door.event(question(number, text=words, channel=f"C{number}", user="U7ZEBRA"))
        await slack.until(lambda: len(slack.posts) == 5)
        text = " ".join(await counts(door.address)).lower()
    assert "zebra" not in text
    assert "srm_unanswered" in text


async def test_requests_by_another_secret_are_told_until_one_by_ours_comes(
    slack: FakeSlack, toy_desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with over_http(slack, toy_desk) as door:
        body = json.dumps(question(1)).encode()
        stamp = str(int(time.time()))
        theirs = {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign("0" * 32, stamp, body),
            "Content-Type": "application/json",
        }
        for _ in range(3):
            assert (await door.send(body, theirs))[0] == 401
        assert (await door.send(body, {}))[0] == 401
        said = (await page(door.address, "/readyz"))[1]
        assert said["slack"] == "3 requests signed by another secret than ours, none by ours"
        assert said["status"] == "ready"
        await door.event(question(1))
        assert (await page(door.address, "/healthz"))[1]["slack"] == "ok"
        found = await counts(door.address)
    assert found['srm_requests_refused_total{cause="signature"}'] == 3
    assert found['srm_requests_refused_total{cause="unsigned"}'] == 1
    (line,) = [one for one in caplog.text.splitlines() if "another secret" in one]
    assert "SLACK_SIGNING_SECRET" in line
