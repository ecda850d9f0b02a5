"""Installing from a page: what a person reads, what a browser must bring, what is kept."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.render.about import SCOPE_REASONS
from bot.secret import Secret
from bot.slack.oauth_state import LASTS, States
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.store import MemoryStore, out_of_reach
from tests.slack.installing import Browser, asked_in, install, many, words

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from tests.slack.conftest import Door


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def door(slack: FakeSlack, toy_desk: Desk, store: MemoryStore) -> AsyncIterator[Door]:
    async with many(slack, toy_desk, store=store, SRM_SUPPORT="#cloud <security>") as made:
        yield made


async def test_the_page_says_what_the_app_reads_and_why_and_whom_to_ask(door: Door) -> None:
    answer = await Browser(door).get("/slack/install")
    page = await answer.text()
    said = words(page)
    assert answer.status == 200
    for scope, reason in SCOPE_REASONS.items():
        assert scope in said
        assert " ".join(reason.replace("`", " ").split()) in said
    assert "It stores no message" in said
    assert "#cloud &lt;security&gt;" in page
    assert "<script" not in page
    assert 'href="install/start"' in page, "below whatever address a proxy gives"


@pytest.mark.parametrize(
    "path", ["/slack/install", "/slack/install/start", "/slack/oauth_redirect"]
)
async def test_no_page_is_kept_framed_or_told_of(door: Door, path: str) -> None:
    headers = (await Browser(door).get(path)).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    assert "default-src 'none'" in headers["Content-Security-Policy"]


async def test_add_to_slack_asks_slack_for_our_scopes_with_a_state_bound_to_the_browser(
    slack: FakeSlack, door: Door
) -> None:
    answer = await Browser(door).get("/slack/install/start")
    address = urlsplit(answer.headers["Location"])
    asked = parse_qs(address.query)
    assert answer.status == 302
    assert (
        f"{address.scheme}://{address.netloc}{address.path}" == f"{slack.base}/oauth/v2/authorize"
    )
    assert asked["scope"][0].split(",") == list(SCOPE_REASONS)
    assert asked["client_id"] == ["123.456"]
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-srm-install=")
    for mark in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", f"Max-Age={LASTS}"):
        assert mark in cookie


async def test_installed_the_app_answers_with_that_workspace_s_token(
    slack: FakeSlack, door: Door, store: MemoryStore
) -> None:
    page = await install(slack, door, "one", "T1")
    assert "It is installed to Team T1." in words(page)
    assert f"{slack.base}/app_redirect?app=A0SRM&amp;team=T1" in page
    kept = store.installs.made["T1"]
    assert "xox" not in kept.sealed
    assert abs(kept.installed - time.time()) < 5
    await door.event(asked_in("T1"))
    await slack.until(lambda: slack.posts)
    assert slack.tokens("chat.postMessage") == ["xoxb-T1-one"]


async def test_an_event_costs_no_call_but_the_answer_and_no_query(
    slack: FakeSlack, door: Door, store: MemoryStore
) -> None:
    await install(slack, door, "one", "T1")
    slack.calls.clear()
    reads: list[str] = []
    get = store.installs.get

    async def counted(team: str) -> object:
        reads.append(team)
        return await get(team)

    store.installs.get = counted  # type: ignore[method-assign,assignment]
    for number in range(20):
        await door.event({**asked_in("T1", number)})
    await slack.until(lambda: len(slack.posts) == 20, 20)
    assert {method for method, _ in slack.calls} == {"chat.postMessage"}
    assert len(slack.calls) == 20
    assert reads == []


async def test_a_state_is_good_once(slack: FakeSlack, door: Door) -> None:
    slack.oauth.offer("one")
    slack.oauth.offer("two")
    browser = Browser(door)
    state = await browser.begin()
    kept = dict(browser.cookies)
    assert (await browser.come_back(state, "one"))[0] == 200
    browser.cookies = kept
    status, page = await browser.come_back(state, "two")
    assert (status, "finished already" in page) == (400, True)
    assert slack.count("oauth.v2.access") == 1


async def test_a_state_is_good_in_the_browser_that_began_and_in_no_other(
    slack: FakeSlack, door: Door, store: MemoryStore
) -> None:
    slack.oauth.offer("attackers")
    state = await Browser(door).begin()
    other = Browser(door)
    assert (await other.come_back(state, "attackers"))[0] == 400
    await other.begin()
    assert (await other.come_back(state, "attackers"))[0] == 400
    assert (slack.count("oauth.v2.access"), store.installs.made) == (0, {})


@pytest.mark.parametrize("state", ["", "x", "x.1.y", "a" * 5000, "%00", "é"])
async def test_a_state_that_is_none_of_ours_ends_in_a_page_that_says_what_to_do(
    door: Door, state: str
) -> None:
    browser = Browser(door)
    await browser.begin()
    status, page = await browser.come_back(state, "one")
    assert status == 400
    assert "Begin again here, and stay in the same browser." in words(page)


def test_a_state_lasts_ten_minutes_and_no_browser_or_time_can_be_changed_in_it() -> None:
    states = States(Secret("secret"))
    begun = states.begin("", 1_000.0)
    assert states.check(begun.state, begun.browser, 1_000.0 + LASTS - 1)
    assert not states.check(begun.state, begun.browser, 1_000.0 + LASTS)
    nonce, ends, signature = begun.state.split(".")
    later = f"{nonce}.{int(ends) + 60}.{signature}"
    assert not states.check(later, begun.browser, 1_000.0)
    assert not states.check(begun.state, States(Secret("x")).begin("", 0).browser, 1_000.0)
    assert not States(Secret("other")).check(begun.state, begun.browser, 1_000.0)


def test_two_tabs_of_one_browser_can_both_be_finished() -> None:
    states = States(Secret("secret"))
    one = states.begin("", 1_000.0)
    two = states.begin(one.browser, 1_001.0)
    assert one.browser == two.browser
    assert states.check(one.state, two.browser, 1_002.0) != ""


async def test_who_cancels_reads_that_nothing_changed(slack: FakeSlack, door: Door) -> None:
    browser = Browser(door)
    state = await browser.begin()
    answer = await browser.get(f"/slack/oauth_redirect?error=access_denied&state={state}")
    assert answer.status == 200
    assert "You cancelled on Slack's page" in words(await answer.text()).replace("&#x27;", "'")
    assert slack.count("oauth.v2.access") == 0


REFUSALS = {
    "a code that Slack does not know": ("unknown", None, "invalid_code"),
    "Slack in trouble": ("one", Fault(page=True, status=503), "no reason given"),
    "an answer without a bot": ("none", None, "no_bot_token"),
}


@pytest.mark.parametrize("what", REFUSALS)
async def test_what_slack_does_not_confirm_ends_in_a_page_and_installs_nothing(
    slack: FakeSlack, door: Door, store: MemoryStore, what: str
) -> None:
    code, fault, word = REFUSALS[what]
    slack.oauth.offer("one")
    slack.oauth.offer("none", bot_user_id=None)
    slack.plan["oauth.v2.access"] = [fault] if fault else []
    browser = Browser(door)
    status, page = await browser.come_back(await browser.begin(), code)
    assert status == 502
    assert word in page
    assert store.installs.made == {}


async def test_a_store_out_of_reach_ends_in_a_page_that_says_so(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    slack.oauth.offer("one")
    async with many(slack, toy_desk, store=out_of_reach()) as door:
        browser = Browser(door)
        status, page = await browser.come_back(await browser.begin(), "one")
        answered = await door.event(asked_in("T1"))
    assert (status, "Begin again in some minutes" in page) == (503, True)
    assert answered[0] == 503, "so that Slack sends it again"


async def test_what_slack_calls_a_workspace_is_no_markup(slack: FakeSlack, door: Door) -> None:
    slack.oauth.offer("one", "T1")
    slack.oauth.codes["one"]["team"]["name"] = "<script>x</script>"
    browser = Browser(door)
    _, page = await browser.come_back(await browser.begin(), "one")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


async def test_a_workspace_that_installed_nothing_is_not_answered(
    slack: FakeSlack, door: Door
) -> None:
    await install(slack, door, "one", "T1")
    assert await door.event(asked_in("T2")) == (200, b"")
    await slack.quiet()
    assert slack.posts == []


async def test_the_pages_are_there_for_many_workspaces_only(http: Door) -> None:
    assert (await Browser(http).get("/slack/install")).status == 404


async def test_many_installations_at_once_are_all_kept(
    slack: FakeSlack, door: Door, store: MemoryStore
) -> None:
    await asyncio.gather(*(install(slack, door, f"c{n}", f"T{n}") for n in range(10)))
    assert set(store.installs.made) == {f"T{n}" for n in range(10)}


async def test_the_page_is_found_with_a_stroke_behind_it_too(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with many(slack, toy_desk) as door:
        answer = await Browser(door).get("/slack/install/")
        assert (answer.status, answer.headers["Location"]) == (302, "../install")
