"""The whole process for many workspaces: it outlives a restart, and tells no secret."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.fakes.slack import FakeSlack, Fault
from tests.slack.conftest import Door
from tests.slack.installing import KEY, MANY, Browser, asked_in, gone, install
from tests.slack.test_process import started
from tests.store.conftest import DATABASES, fresh

if TYPE_CHECKING:
    from pathlib import Path

PORT = {"PORT": "0", "LOG_LEVEL": "DEBUG"}


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request, request.param, tmp_path)


async def test_neither_log_nor_database_holds_a_token_a_key_a_code_or_a_state(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.oauth.rotates = True
    async with started(slack, tmp_path, **{**MANY, **PORT}) as bot:
        line = await bot.line(b"serving Slack over HTTP")
        jar = aiohttp.DummyCookieJar()
        async with aiohttp.ClientSession(cookie_jar=jar) as session:
            door = Door(address=f"http://{line.split()[-1].decode()}", session=session)
            await install(slack, door, "sentinel-code", "T1")
            browser = Browser(door)
            slack.plan["oauth.v2.access"] = [Fault(page=True, status=500)]
            state = await browser.begin()
            cookie = next(iter(browser.cookies.values()))
            await browser.come_back(state, "sentinel-code")
            await browser.come_back("sentinel-state", "sentinel-code")
            await door.event(asked_in("T1"))
            await slack.until(lambda: slack.posts)
            await door.event(gone("T1", 1))
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
    assert b"msg=installed install=T1" in bot.log
    files = [*(tmp_path / "state" / "srm-bot").iterdir()]
    assert files
    secrets = [
        *("xoxb", "xoxe", "sentinel", MANY["SLACK_CLIENT_SECRET"], KEY, KEY[:20]),
        *(state, state[:43], cookie),
    ]
    for written in (bot.log, *(file.read_bytes() for file in files)):
        assert [secret for secret in secrets if secret.encode() in written] == []


async def test_an_installation_outlives_a_restart(
    slack: FakeSlack, tmp_path: Path, url: str
) -> None:
    environ = {**MANY, **PORT, "SRM_DATABASE_URL": url}
    for number in range(2):
        (tmp_path / str(number)).mkdir()
        async with started(slack, tmp_path / str(number), **environ) as bot:
            line = await bot.line(b"serving Slack over HTTP")
            jar = aiohttp.DummyCookieJar()
            async with aiohttp.ClientSession(cookie_jar=jar) as session:
                door = Door(address=f"http://{line.split()[-1].decode()}", session=session)
                if number == 0:
                    await install(slack, door, "one", "T1")
                else:
                    await door.event(asked_in("T1"))
                    await slack.until(lambda: slack.posts)
            bot.process.send_signal(signal.SIGTERM)
            assert await bot.end() == 0
    assert slack.tokens("chat.postMessage") == ["xoxb-T1-one"]


async def test_all_that_many_workspaces_lack_is_named_before_anything_is_opened(
    slack: FakeSlack, tmp_path: Path
) -> None:
    lacking = {"SLACK_BOT_TOKEN": "", "SLACK_CLIENT_ID": "1.2", "SLACK_APP_TOKEN": "xapp-1"}
    async with started(slack, tmp_path, **lacking) as bot:
        assert await bot.end() == 2
    for name in (b"SLACK_CLIENT_SECRET", b"SLACK_SIGNING_SECRET", b"SRM_ENCRYPTION_KEYS"):
        assert name + b" is missing" in bot.log
    assert b"Unset SLACK_APP_TOKEN" in bot.log
    assert not (tmp_path / "state").exists()
