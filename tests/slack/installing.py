"""Somebody in a browser who installs the app, and events of the workspaces that did."""

from __future__ import annotations

import json
import re
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import aiohttp

from bot.slack.clock import REAL
from tests.fakes.oauth import CLIENT_ID, CLIENT_SECRET
from tests.fakes.slack import SECRET, FakeSlack
from tests.slack.conftest import Door, payload, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ask import Desk
    from bot.slack.clock import Clock
    from bot.store.port import Store

KEY, OTHER_KEY = "a" * 42 + "A=", "b" * 42 + "A="
MANY = {
    "SLACK_BOT_TOKEN": "",
    "SLACK_CLIENT_ID": CLIENT_ID,
    "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "SLACK_SIGNING_SECRET": SECRET,
    "SRM_ENCRYPTION_KEYS": KEY,
}


@dataclass
class Browser:
    """Follows no redirect by itself, and keeps cookies as it is told to."""

    door: Door
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> aiohttp.ClientResponse:
        """Open a page of the bot's."""
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = await self.door.session.get(
            self.door.address + path, headers={"Cookie": held}, allow_redirects=False
        )
        await answer.read()
        for name, morsel in answer.cookies.items():
            self.cookies[name] = morsel.value
        return answer

    async def begin(self) -> str:
        """Press Add to Slack; the state that goes along."""
        answer = await self.get("/slack/install/start")
        asked = parse_qs(urlsplit(answer.headers["Location"]).query)
        return asked["state"][0]

    async def come_back(self, state: str, code: str) -> tuple[int, str]:
        """Come back from Slack; status and page."""
        answer = await self.get(f"/slack/oauth_redirect?code={code}&state={state}")
        return answer.status, await answer.text()


@asynccontextmanager
async def many(
    fake: FakeSlack, desk: Desk, clock: Clock = REAL, store: Store | None = None, **environ: Any
) -> AsyncIterator[Door]:  # fmt: skip
    """The bot over HTTP, for whoever installs it."""
    async with (
        serving(fake, desk, clock, store=store, **{**MANY, **environ}) as address,
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
    ):
        yield Door(address=address, session=session)


async def install(fake: FakeSlack, door: Door, code: str, team: str = "T1") -> str:
    """Install the app to a workspace; the page at the end."""
    fake.oauth.offer(code, team)
    browser = Browser(door)
    status, page = await browser.come_back(await browser.begin(), code)
    assert status == 200, page
    return page


async def install_org(fake: FakeSlack, door: Door) -> None:
    """Install the app to a whole organisation, E1."""
    org = {"id": "E1", "name": "Example Org"}
    fake.oauth.offer("cE1", "E1")
    fake.oauth.codes["cE1"] |= {"team": None, "enterprise": org, "is_enterprise_install": True}
    browser = Browser(door)
    status, page = await browser.come_back(await browser.begin(), "cE1")
    assert (status, "Example Org" in page) == (200, True)


def asked_in(team: str, number: int = 1, **body: Any) -> dict[str, Any]:
    """A mention in a workspace, each with its own id and message."""
    made = {
        **payload("app_mention", ts=f"{number}.1", text="who patches Fargate?"),
        "event_id": f"Ev{team}{number}",
        "team_id": team,
        "authorizations": [authorised(team)],
    }
    return {**made, **body}


def authorised(team: str, enterprise: str = "", *, wide: bool = False) -> dict[str, Any]:
    """One entry of an event's authorizations."""
    return {
        "enterprise_id": enterprise or None,
        "team_id": None if wide else team,
        "user_id": f"U0BOT{team}",
        "is_bot": True,
        "is_enterprise_install": wide,
    }


def gone(team: str, at: float | None = None, **event: Any) -> dict[str, Any]:
    """The word that the app was uninstalled, or with `tokens`, that its token was revoked."""
    kind = "tokens_revoked" if "tokens" in event else "app_uninstalled"
    when = int(time.time()) if at is None else int(at)
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A0SRM",
        "event": {"type": kind, **event},
        "event_id": f"EvGone{team}{kind}{when}",
        "event_time": when,
    }


def words(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]*>", " ", page))


def raw(body: dict[str, Any]) -> bytes:
    """A body as it is sent."""
    return json.dumps(body).encode()
