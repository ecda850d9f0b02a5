"""The whole process: it starts, stops with nothing lost, and tells no secret."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
import pytest

from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack, Fault
from tests.slack.conftest import Door, payload, question
from tests.slack.interactions import (
    acted,
    in_message,
    interact,
    on_message,
    sent,
    shortcut,
    typed,
)
from tests.toy import write_toy_catalogue

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

SENTINEL = "sentinel zebra"


class Bot:
    """A bot in a process of its own, whose standard error is kept."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.log = b""

    async def line(self, words: bytes) -> bytes:
        """Read the log until a line with `words`."""
        assert self.process.stderr is not None
        async with asyncio.timeout(20):
            while True:
                line = await self.process.stderr.readline()
                self.log += line
                if words in line or not line:
                    return line.rstrip(b'"\n')

    async def end(self) -> int:
        """Read what is left of the log; the exit status."""
        assert self.process.stderr is not None
        self.log += await self.process.stderr.read()
        return await self.process.wait()


@asynccontextmanager
async def started(fake: FakeSlack, folder: Path, **environ: str) -> AsyncIterator[Bot]:
    clean = {name: value for name, value in os.environ.items() if "SLACK" not in name}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "serve",
        stderr=asyncio.subprocess.PIPE,
        env={
            **clean,
            "SLACK_API_URL": fake.api_url,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SRM_CATALOGUE": str(write_toy_catalogue(folder)),
            "XDG_STATE_HOME": str(folder / "state"),
            **environ,
        },
    )
    bot = Bot(process)
    try:
        yield bot
    finally:
        if process.returncode is None:
            process.kill()
        await bot.end()


@pytest.mark.parametrize("door", ["http", "socket"])
async def test_sigterm_answers_what_was_accepted_and_exits_cleanly(
    slack: FakeSlack, tmp_path: Path, door: str
) -> None:
    secret = {"SLACK_SIGNING_SECRET": SECRET, "PORT": "0"}
    environ = secret if door == "http" else {"SLACK_APP_TOKEN": APP_TOKEN}
    async with started(slack, tmp_path, **environ) as bot:
        line = await bot.line(b"serving Slack over")
        slack.latency = 0.4
        await _ask(slack, line, 20, door)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
    assert len(slack.posts) == 20


async def _ask(slack: FakeSlack, line: bytes, count: int, door: str) -> None:
    bodies = [question(number, channel=f"C{number % 5}") for number in range(count)]
    if door == "socket":
        await slack.until(lambda: slack.sockets)
        for body in bodies:
            await slack.envelope(body)
        await slack.until(lambda: len(slack.acks) == count)
        return
    address = f"http://{line.split()[-1].decode()}"
    async with aiohttp.ClientSession() as session:
        http = Door(address=address, session=session)
        await asyncio.gather(*(http.event(body) for body in bodies))


async def test_a_request_that_never_ends_does_not_hold_up_the_stop(
    slack: FakeSlack, tmp_path: Path
) -> None:
    async with started(slack, tmp_path, SLACK_SIGNING_SECRET=SECRET, PORT="0") as bot:
        host, _, port = (await bot.line(b"serving Slack over")).split()[-1].decode().partition(":")
        _, unfinished = await asyncio.open_connection(host, int(port))
        unfinished.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{")
        await unfinished.drain()
        await slack.quiet()
        start = time.monotonic()
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
        assert time.monotonic() - start < 5
        unfinished.close()


async def test_neither_log_nor_database_holds_a_message_a_token_or_a_signature(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.plan["chat.postMessage"] = [Fault(error="internal_error"), Fault(error="not_in_channel")]
    environ = {"SLACK_SIGNING_SECRET": SECRET, "PORT": "0", "LOG_LEVEL": "DEBUG"}
    async with started(slack, tmp_path, **environ) as bot:
        line = await bot.line(b"serving Slack over HTTP")
        async with aiohttp.ClientSession() as session:
            http = Door(address=f"http://{line.split()[-1].decode()}", session=session)
            text = f"<@U0SRMBOT1> who patches Fargate {SENTINEL}?"
            await http.event(payload("app_mention", text=text))
            await http.event(payload("message_im", text=SENTINEL))
            await http.send(SENTINEL.encode())
            await http.send(SENTINEL.encode(), {"X-Slack-Signature": "v0=" + "a" * 64})
            await http.event({"type": "event_callback", "event": {"type": SENTINEL}})
        await slack.until(lambda: slack.count("chat.postMessage") >= 2)
        bot.process.send_signal(signal.SIGTERM)
        await bot.end()
    assert b"serving Slack" in bot.log
    files = list((tmp_path / "state" / "srm-bot").iterdir())
    assert files
    for written in (bot.log, *(file.read_bytes() for file in files)):
        for secret in (SENTINEL, BOT_TOKEN, SECRET, "v0=", "zebra"):
            assert secret.encode() not in written


async def test_no_log_at_any_level_holds_what_an_interaction_brought(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.plan["views.open"] = [Fault(error="expired_trigger_id")] * 2
    environ = {"SLACK_SIGNING_SECRET": SECRET, "PORT": "0", "LOG_LEVEL": "DEBUG"}
    async with started(slack, tmp_path, **environ) as bot:
        line = await bot.line(b"serving Slack over HTTP")
        async with aiohttp.ClientSession() as session:
            http = Door(address=f"http://{line.split()[-1].decode()}", session=session)
            await interact(http, on_message(f"RDS {SENTINEL}", slack.hook("expired")))
            await interact(http, in_message(acted("show:0", SENTINEL), slack.hook("expired")))
            await interact(http, in_message(acted(SENTINEL, SENTINEL), slack.hook()))
            await interact(http, sent(SENTINEL, {"service": SENTINEL}))
            await interact(http, sent("look_up", {"service": SENTINEL}))
            await interact(http, shortcut(SENTINEL))
            await interact(http, typed(SENTINEL))
            await slack.until(lambda: slack.notes and slack.count("views.open"))
        bot.process.send_signal(signal.SIGTERM)
        await bot.end()
    assert b"a form was not opened" in bot.log
    for secret in (SENTINEL, BOT_TOKEN, SECRET, "v0=", "zebra", "/hook/"):
        assert secret.encode() not in bot.log


async def test_no_log_at_any_level_holds_what_came_over_socket_mode(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.plan["chat.postMessage"] = [
        Fault(page=True),
        Fault(reset=True),
        Fault(error="is_archived"),
    ]
    slack.plan["chat.scheduleMessage"] = [Fault(error="restricted_too_many")] * 2
    async with started(slack, tmp_path, SLACK_APP_TOKEN=APP_TOKEN, LOG_LEVEL="DEBUG") as bot:
        await bot.line(b"serving Slack over Socket Mode")
        for number in range(2):
            text = f"<@U0SRMBOT1> who patches Fargate {SENTINEL}?"
            await slack.envelope(question(number, text=text))
        await slack.envelope({"type": SENTINEL, "event": {"type": SENTINEL}})
        await slack.envelope({"command": "/srm", "text": SENTINEL}, kind="slash_commands")
        await slack.link.send_str(f'{{"type": "{SENTINEL}')
        await slack.until(lambda: slack.count("chat.postMessage") == 4 and len(slack.acks) == 4)
        bot.process.send_signal(signal.SIGTERM)
        await bot.end()
    assert b"answer given up" in bot.log
    for secret in (SENTINEL, BOT_TOKEN, APP_TOKEN, "zebra", "patches"):
        assert secret.encode() not in bot.log


async def test_a_token_that_slack_refuses_ends_with_its_name_and_the_cure(
    slack: FakeSlack, tmp_path: Path
) -> None:
    slack.plan["auth.test"] = [Fault(error="invalid_auth")]
    async with started(slack, tmp_path, SLACK_APP_TOKEN=APP_TOKEN) as bot:
        assert await bot.end() == 1
    assert b"Slack refused SLACK_BOT_TOKEN (invalid_auth)" in bot.log
    assert b"Traceback" not in bot.log


async def test_slack_out_of_reach_is_waited_for_with_the_cure_in_the_log(
    slack: FakeSlack, tmp_path: Path
) -> None:
    await slack.away()
    async with started(slack, tmp_path, SLACK_APP_TOKEN=APP_TOKEN) as bot:
        line = await bot.line(b"Slack cannot be reached")
        assert b"Check slack-status.com, the network, the proxy and SLACK_API_URL" in line
        await slack.back()
        await bot.line(b"serving Slack over Socket Mode")
        await slack.envelope(payload("app_mention"))
        await slack.until(lambda: slack.posts)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
    assert bot.log.count(b"cannot be reached") == 1
    assert b"Traceback" not in bot.log


async def test_a_database_of_garbage_costs_one_line_in_the_log_and_no_answer(
    slack: FakeSlack, tmp_path: Path
) -> None:
    (tmp_path / "garbage.db").write_bytes(b"no database at all " * 500)
    environ = {"SLACK_APP_TOKEN": APP_TOKEN, "SRM_DATABASE_URL": f"sqlite:///{tmp_path}/garbage.db"}
    async with started(slack, tmp_path, **environ) as bot:
        await bot.line(b"The database cannot be opened (DatabaseError, SQLITE_NOTADB)")
        await slack.until(lambda: slack.sockets)
        await slack.envelope(payload("app_mention"))
        await slack.until(lambda: slack.posts)
        bot.process.send_signal(signal.SIGTERM)
        assert await bot.end() == 0
    assert bot.log.count(b"out of reach") == 1
    assert b"Traceback" not in bot.log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_wait_for_slack_at_once(
    slack: FakeSlack, tmp_path: Path, number: signal.Signals
) -> None:
    await slack.away()
    async with started(slack, tmp_path, SLACK_APP_TOKEN=APP_TOKEN) as bot:
        await bot.line(b"Slack cannot be reached")
        bot.process.send_signal(number)
        async with asyncio.timeout(5):
            assert await bot.end() == 0


async def test_missing_settings_are_all_named_at_once(slack: FakeSlack, tmp_path: Path) -> None:
    start = time.monotonic()
    async with started(slack, tmp_path, SLACK_BOT_TOKEN="", PORT="high", LOG_LEVEL="LOUD") as bot:
        assert await bot.end() == 2
    for name in (b"SLACK_BOT_TOKEN", b"SLACK_APP_TOKEN", b"PORT", b"LOG_LEVEL"):
        assert name in bot.log
    assert time.monotonic() - start < 20


async def test_a_port_that_is_taken_is_said_with_the_cure(slack: FakeSlack, tmp_path: Path) -> None:
    async with started(slack, tmp_path, SLACK_SIGNING_SECRET=SECRET, PORT=str(slack.port)) as bot:
        assert await bot.end() == 2
    assert f"PORT {slack.port} on 127.0.0.1 is taken".encode() in bot.log
    assert b"Traceback" not in bot.log


async def test_a_host_of_another_machine_is_said_with_the_cure(
    slack: FakeSlack, tmp_path: Path
) -> None:
    async with started(slack, tmp_path, SLACK_SIGNING_SECRET=SECRET, HOST="192.0.2.1") as bot:
        assert await bot.end() == 2
    assert b"HOST '192.0.2.1' is no address of this machine" in bot.log


async def test_a_wrong_token_catalogue_and_overlay_are_named_at_once(
    slack: FakeSlack, tmp_path: Path
) -> None:
    wrong = {"SLACK_BOT_TOKEN": "b", "SRM_CATALOGUE": "/nowhere", "SRM_ORGANISATION": "/nowhere"}
    async with started(slack, tmp_path, SLACK_SIGNING_SECRET=SECRET, **wrong) as bot:
        assert await bot.end() == 2
    for name in wrong:
        assert name.encode() in bot.log
