"""Logs hold no message, token or signature, whoever writes them."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import pytest

from bot.slack.redact import set_up_logging
from tests.slack.conftest import Door, payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.slack import FakeSlack

SENTINEL = "sentinel zebra"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the process would log at DEBUG."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    talkative = ("slack_bolt", "slack_sdk", "aiohttp", "asyncio")
    levels = {name: logging.getLogger(name).level for name in talkative}
    set_up_logging("DEBUG", stream)
    yield stream
    root.handlers[:] = handlers
    for name, before in {"": level, **levels}.items():
        logging.getLogger(name or None).setLevel(before)


@pytest.mark.parametrize("name", ["slack_sdk.web", "aiohttp.server", "asyncio", "some.library"])
def test_another_library_s_line_says_where_it_arose_and_not_what(
    log: io.StringIO, name: str
) -> None:
    try:
        float(SENTINEL)
    except ValueError:
        logging.getLogger(name).exception("failed on %s", SENTINEL)
    assert SENTINEL not in log.getvalue()
    assert "ERROR" in log.getvalue()
    assert "ValueError" in log.getvalue()


@pytest.mark.parametrize(
    "secret",
    [
        "xoxb-1-2-abc",
        "xapp-1-A1-abc",
        "xoxe.xoxb-1-abc",
        "xoxe-1-abc",
        "v0=" + "a" * 64,
        "wss://wss.slack.com/link/?ticket=abc",
    ],
)
def test_our_own_lines_lose_what_looks_like_a_secret(log: io.StringIO, secret: str) -> None:
    logging.getLogger("bot.slack.test").warning("it was %s there", secret)
    assert secret not in log.getvalue()
    assert "abc" not in log.getvalue()
    assert "there" in log.getvalue()


async def test_the_libraries_say_nothing_of_a_question_even_to_a_log_of_another_s_making(
    slack: FakeSlack, http: Door, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await http.event(payload("app_mention", text=f"<@U0SRMBOT1> {SENTINEL}"))
    await http.form(f"command=/other&text={SENTINEL}".encode())
    await slack.until(lambda: slack.posts)
    assert SENTINEL not in caplog.text
