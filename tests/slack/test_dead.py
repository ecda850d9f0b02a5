"""A workspace whose token is dead is said nothing, and no other one feels it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import pytest

from bot.record import replace
from bot.store.installs import Tokens
from bot.store.seal import Seal
from tests.fakes.clock import Time
from tests.fakes.slack import FakeSlack
from tests.fakes.store import MemoryStore, held, out_of_reach
from tests.slack.installing import KEY, OTHER_KEY, asked_in, install, many
from tests.slack.test_feedback import buttons, interact, pressed
from tests.slack.test_health import counts
from tests.slack.test_health import page as status_of

if TYPE_CHECKING:
    from bot.ask import Desk
    from tests.slack.conftest import Door

DEAD = ["account_inactive", "token_revoked", "invalid_auth", "token_expired", "not_authed"]


@pytest.mark.parametrize("code", DEAD)
async def test_of_three_workspaces_the_dead_one_alone_is_silent_and_called_no_more(
    slack: FakeSlack, toy_desk: Desk, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with many(slack, toy_desk, store=MemoryStore()) as door:
        for team in ("T1", "T2", "T3"):
            await install(slack, door, f"c{team}", team)
        slack.dead["xoxb-T2-cT2"] = code
        slack.spoken.clear()
        for number in range(5):
            for team in ("T1", "T2", "T3"):
                assert (await door.event(asked_in(team, number)))[0] == 200
            await slack.until(lambda n=number: len(slack.posts) == 2 * (n + 1))
            await slack.quiet(0.05)
    assert slack.notes == []
    by = [token for _, token in slack.spoken]
    assert by.count("xoxb-T2-cT2") == 1, "no second try with a dead token"
    assert by.count("xoxb-T1-cT1") == by.count("xoxb-T3-cT3") == 5
    (dead,) = [one for one in caplog.text.splitlines() if "is dead" in one]
    assert dead.endswith(f'it must be installed again" install=T2 code={code}')
    assert "xoxb" not in caplog.text


async def test_health_says_how_many_are_dead_and_stays_ready_and_names_none(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with many(slack, toy_desk, store=MemoryStore()) as door:
        for team in ("T1", "T2"):
            await install(slack, door, f"c{team}", team)
        assert (await page(door, "/healthz"))["status"] == "ok"
        slack.dead["xoxb-T2-cT2"] = "account_inactive"
        await door.event(asked_in("T2"))
        await slack.until(lambda: slack.count("chat.postMessage"))
        await slack.quiet(0.05)
        said = await page(door, "/healthz")
        assert said["installations"] == "1 dead; they alone get no answer"
        assert "T2" not in str(said)
        assert (await page(door, "/readyz"))["status"] == "ready"
        async with door.session.get(door.address + "/metrics") as answer:
            assert "srm_installations_dead 1.0" in await answer.text()


async def page(door: Door, path: str) -> dict[str, Any]:
    """What a page of health says."""
    async with door.session.get(door.address + path) as answer:
        said: dict[str, Any] = await answer.json()
        return said


async def test_a_token_replaced_by_another_process_is_taken_up_and_the_answer_goes_out(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
        known = store.installs.made["T1"]
        sealed = Seal([KEY]).close("T1", Tokens(access="xoxb-by-another"))
        store.installs.made["T1"] = replace(known, sealed=sealed, installed=known.installed + 1)
        slack.dead["xoxb-T1-one"] = "token_revoked"
        await door.event(asked_in("T1"))
        await slack.until(lambda: slack.posts)
    assert slack.tokens("chat.postMessage") == ["xoxb-T1-one", "xoxb-by-another"]


async def pressed_wrong(slack: FakeSlack, door: Door) -> None:
    """Somebody presses *Wrong or stale* below an answer."""
    await door.event(asked_in("T1"))
    await slack.until(lambda: slack.posts)
    _, wrong = buttons(slack.posts[-1]["blocks"])
    slack.spoken.clear()
    slack.dead["xoxb-T1-one"] = "token_revoked"
    await interact(door, pressed(wrong))


async def test_the_form_for_feedback_opens_by_a_token_that_another_process_put_in_its_place(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store = MemoryStore()
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
        known = store.installs.made["T1"]
        sealed = Seal([KEY]).close("T1", Tokens(access="xoxb-by-another"))
        store.installs.made["T1"] = replace(known, sealed=sealed, installed=known.installed + 1)
        await pressed_wrong(slack, door)
        await slack.until(lambda: slack.count("views.open") == 2)
    assert slack.tokens("views.open") == ["xoxb-T1-one", "xoxb-by-another"]
    assert slack.notes == []


async def test_a_token_that_is_found_dead_by_the_form_for_feedback_is_used_no_more(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with many(slack, toy_desk, store=MemoryStore()) as door:
        await install(slack, door, "one", "T1")
        await pressed_wrong(slack, door)
        await slack.until(lambda: slack.count("views.open"))
        await slack.quiet(0.05)
        await door.event(asked_in("T1", 2))
        await slack.quiet(0.05)
        assert (await page(door, "/healthz"))["installations"] == "1 dead; they alone get no answer"
    assert [token for _, token in slack.spoken].count("xoxb-T1-one") == 1


async def test_a_workspace_that_installs_again_is_answered_again(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with many(slack, toy_desk, store=MemoryStore()) as door:
        await install(slack, door, "one", "T1")
        slack.dead["xoxb-T1-one"] = "account_inactive"
        await door.event(asked_in("T1", 1))
        await slack.until(lambda: slack.count("chat.postMessage") == 1)
        await slack.quiet(0.05)
        await install(slack, door, "two", "T1")
        await door.event(asked_in("T1", 2))
        await slack.until(lambda: slack.posts)
    assert slack.tokens("chat.postMessage")[-1] == "xoxb-T1-two"


async def test_the_same_token_given_again_is_taken_again(slack: FakeSlack, toy_desk: Desk) -> None:
    async with many(slack, toy_desk, store=MemoryStore()) as door:
        await install(slack, door, "one", "T1")
        slack.dead["xoxb-T1-one"] = "account_inactive"
        await door.event(asked_in("T1", 1))
        await slack.until(lambda: slack.count("chat.postMessage") == 1)
        slack.dead.clear()
        await asyncio.sleep(1.1)
        await install(slack, door, "one", "T1")
        await door.event(asked_in("T1", 2))
        await slack.until(lambda: slack.posts)


async def test_a_dead_one_that_events_still_come_from_is_tried_once_an_hour(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    time = Time()
    async with many(slack, toy_desk, time.clock, store=MemoryStore()) as door:
        await install(slack, door, "one", "T1")
        slack.dead["xoxb-T1-one"] = "invalid_auth"
        for number in range(3):
            await door.event(asked_in("T1", number))
            await slack.quiet(0.05)
        assert slack.count("chat.postMessage") == 1
        slack.dead.clear()
        time.now += 60 * 60
        await door.event(asked_in("T1", 9))
        await slack.until(lambda: slack.posts)


async def test_tokens_that_no_key_opens_silence_that_workspace_alone_until_the_key_is_there(
    slack: FakeSlack, toy_desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    store = MemoryStore()
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
    caplog.set_level(logging.ERROR)
    async with many(slack, toy_desk, store=store, SRM_ENCRYPTION_KEYS=OTHER_KEY) as door:
        await install(slack, door, "two", "T2")
        # Not acknowledged, so that Slack sends it again.
        assert await door.event(asked_in("T1")) == (503, b"")
        assert await door.event(asked_in("T2")) == (200, b"")
        await slack.until(lambda: slack.posts)
        status, said = await status_of(door.address, "/readyz")
        assert (status, "1 sealed by a key that" in said["installations"]) == (200, True)
        assert (await counts(door.address))["srm_installations_sealed"] == 1
    assert slack.tokens("chat.postMessage") == ["xoxb-T2-two"]
    both = f"{OTHER_KEY},{KEY}"
    async with many(slack, toy_desk, store=store, SRM_ENCRYPTION_KEYS=both) as door:
        assert await door.event(asked_in("T1")) == (200, b"")
        await slack.until(lambda: len(slack.posts) == 2)
        assert (await status_of(door.address, "/readyz"))[1]["installations"] == "ok"
    (line,) = [one for one in caplog.text.splitlines() if "cannot be used" in one]
    assert "None of SRM_ENCRYPTION_KEYS opens" in line
    assert line.endswith(" install=T1")


async def test_a_bot_whose_keys_open_nothing_is_not_ready(slack: FakeSlack, toy_desk: Desk) -> None:
    store = MemoryStore()
    async with many(slack, toy_desk, store=store) as door:
        await install(slack, door, "one", "T1")
    async with many(slack, toy_desk, store=store, SRM_ENCRYPTION_KEYS=OTHER_KEY) as door:
        assert (await status_of(door.address, "/readyz"))[0] == 503


async def test_many_workspaces_are_not_ready_before_they_were_read(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with many(slack, toy_desk, store=out_of_reach()) as door:
        status, said = await status_of(door.address, "/readyz")
        assert (status, said["installations"]) == (503, "not read yet")


async def test_an_event_from_where_the_app_is_not_installed_is_said_once_and_counted(
    slack: FakeSlack, toy_desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    async with many(slack, toy_desk) as door:
        for number in range(3):
            assert await door.event(asked_in("T9", number)) == (200, b"")
        found = await counts(door.address)
    assert found['srm_requests_refused_total{cause="not_installed"}'] == 3
    (line,) = [one for one in caplog.text.splitlines() if "is not installed" in one]
    assert line.endswith(" install=T9")


async def test_a_store_out_of_reach_silences_nobody_who_is_known(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    store, time = MemoryStore(), Time()
    async with many(slack, toy_desk, time.clock, store=held(store)) as door:
        await install(slack, door, "one", "T1")
    async with many(slack, toy_desk, time.clock, store=held(store)) as door:
        store.down = True
        for number in range(3):
            time.now += 3_600
            assert await door.event(asked_in("T1", number)) == (200, b"")
            await slack.until(lambda n=number: len(slack.posts) == n + 1)
