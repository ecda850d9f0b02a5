"""Logs are a line a record of fields, and hold no message, token or signature, whoever writes."""

from __future__ import annotations

import io
import json
import logging
import re
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from bot.slack.redact import as_fields
from tests.fakes.logged import logged
from tests.slack.conftest import Door, payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.fakes.slack import FakeSlack

SENTINEL = "sentinel zebra"
_PAIR = re.compile(r'(\w+)=("(?:[^"\\]|\\.)*"|\S+)(?: |$)')
_ours = logging.getLogger("bot.slack.test")


def fields(line: str) -> dict[str, str]:
    """What a line says, by name; fails where it is not all fields."""
    assert "".join(found[0] for found in _PAIR.finditer(line)) == line
    return {
        name: json.loads(value) if value.startswith('"') else value
        for name, value in _PAIR.findall(line)
    }


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    with logged() as stream:
        yield stream


def test_a_record_is_one_line_of_fields(log: io.StringIO) -> None:
    _ours.warning('two\nlines, a "quote" and a = sign', extra={"channel": "C1", "ts": "7.1"})
    (line,) = log.getvalue().splitlines()
    said = fields(line)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", said.pop("time"))
    assert said == {
        "level": "WARNING",
        "logger": "bot.slack.test",
        "msg": 'two\nlines, a "quote" and a = sign',
        "channel": "C1",
        "ts": "7.1",
    }


@pytest.mark.parametrize("odd", ["\x85", "\u2028", "\x1b[31m", "\u202e", "\ud800", "\0"])
def test_nothing_in_a_record_ends_its_line_or_acts_on_a_terminal(
    log: io.StringIO, odd: str
) -> None:
    _ours.warning("before%safter", odd, extra={"code": odd})
    line = log.getvalue().removesuffix("\n")
    assert line.isprintable()
    said = fields(line)
    assert (said["msg"], said["code"]) == (f"before{odd}after", odd)


def test_what_is_no_field_of_ours_is_left_out(log: io.StringIO) -> None:
    _ours.warning("it was so", extra={"user": SENTINEL, "text": SENTINEL, "install": ""})
    logging.getLogger("some.library").warning("so", extra={"channel": SENTINEL})
    assert SENTINEL not in log.getvalue()
    assert "install" not in log.getvalue()


@pytest.mark.parametrize("name", ["slack_sdk.web", "aiohttp.server", "asyncio", "some.library"])
def test_another_library_s_line_says_where_it_arose_and_not_what(
    log: io.StringIO, name: str
) -> None:
    try:
        float(SENTINEL)
    except ValueError:
        logging.getLogger(name).exception("failed on %s", SENTINEL, stack_info=True)
    said = fields(log.getvalue().strip())
    assert SENTINEL not in log.getvalue()
    assert (said["level"], said["error"]) == ("ERROR", "ValueError")
    assert said["at"].startswith("test_redact.py:")


def test_an_error_is_told_by_its_kind_and_place(log: io.StringIO) -> None:
    try:
        json.loads(f"[{SENTINEL}")
    except ValueError as fault:
        _ours.error("it failed", extra=as_fields(fault))
        _ours.exception("it failed")
    first, second = map(fields, log.getvalue().splitlines())
    assert {**first, "time": ""} == {**second, "time": ""}
    assert first["error"] == "JSONDecodeError"
    assert re.match(r"decoder\.py:\d+<.*<test_redact\.py:\d+$", first["at"])


def test_a_line_that_does_not_fit_its_values_is_no_error_and_shows_none(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    _ours.warning("%d of %s", SENTINEL)
    assert "reported in test_a_line_that" in log.getvalue()
    log.close()
    _ours.warning("to a handler that fails: %s", SENTINEL)
    assert capsys.readouterr() == ("", "")


def test_what_nobody_caught_is_told_by_its_kind_and_place(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails() -> None:
        raise ValueError(SENTINEL)

    class Odd:
        def __del__(self) -> None:
            fails()

    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    Odd()
    try:
        fails()
    except ValueError:
        sys.excepthook(*sys.exc_info())
    lines = [fields(line) for line in log.getvalue().splitlines()]
    assert [(one["level"], one["error"]) for one in lines] == [("CRITICAL", "ValueError")] * 3
    assert SENTINEL not in log.getvalue()
    assert capsys.readouterr() == ("", "")


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
    _ours.warning("it was %s there", secret, extra={"code": f"not {secret}"})
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
