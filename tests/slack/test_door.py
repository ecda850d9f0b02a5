"""The door over HTTP: only what Slack signed within five minutes gets in, and nothing breaks it."""

from __future__ import annotations

import gzip
import io
import json
import random
import time
from typing import TYPE_CHECKING

import pytest

from bot.slack.signature import refused_for, sign
from tests.fakes.slack import SECRET, signed
from tests.slack.conftest import PAYLOADS, Door, payload

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.slack import FakeSlack

BODY = (PAYLOADS / "app_mention.json").read_bytes()


def headers(**changes: str | None) -> dict[str, str]:
    """Right headers for BODY with some changed, or taken out with None."""
    given = {**signed(BODY, time.time()), **{k.replace("_", "-"): v for k, v in changes.items()}}
    return {name: value for name, value in given.items() if value is not None}


# Made when a test runs: an age counted from when this file was read would be another by then.
BAD: dict[str, Callable[[], dict[str, str]]] = {
    "no headers": dict,
    "no signature": lambda: headers(X_Slack_Signature=None),
    "no timestamp": lambda: headers(X_Slack_Request_Timestamp=None),
    "another secret": lambda: signed(BODY, time.time(), "other"),
    "a signature of another body": lambda: signed(b"{}", time.time()),
    "a signature in capitals": lambda: headers(X_Slack_Signature=sign(SECRET, "1", BODY).upper()),
    "an empty signature": lambda: headers(X_Slack_Signature=""),
    "a signature that is not ASCII": lambda: headers(X_Slack_Signature="v0=é"),
    "a timestamp in words": lambda: headers(X_Slack_Request_Timestamp="abc"),
    "an empty timestamp": lambda: headers(X_Slack_Request_Timestamp=""),
    "a negative timestamp": lambda: headers(X_Slack_Request_Timestamp="-1"),
    "a timestamp of 5,000 digits": lambda: headers(X_Slack_Request_Timestamp="9" * 5000),
    "a timestamp in Arabic digits": lambda: headers(X_Slack_Request_Timestamp="\u0661\u0667"),
    "301 seconds old": lambda: signed(BODY, time.time() - 301),
    "a replay of an hour ago": lambda: signed(BODY, time.time() - 3600),
    "400 seconds in the future": lambda: signed(BODY, time.time() + 400),
}


@pytest.mark.parametrize("given", BAD.values(), ids=BAD.keys())
async def test_a_bad_signature_gets_401_and_nothing_else(
    slack: FakeSlack, http: Door, given: Callable[[], dict[str, str]]
) -> None:
    assert await http.send(BODY, given()) == (401, b"")
    await slack.quiet(0.05)
    assert slack.posts == []


ODD = {
    "no JSON": b"hello",
    "nothing": b"",
    "a list": b"[]",
    "null": b"null",
    "a number of 5,000 digits": b"9" * 5000,
    "100,000 nested brackets": b"[" * 100_000,
    "an event that is null": b'{"type": "event_callback", "event": null}',
    "an event that is a list": b'{"type": "event_callback", "event": []}',
    "an event without a type": b'{"type": "event_callback", "event": {}}',
    "an event whose type is a number": b'{"type": "event_callback", "event": {"type": 1}}',
    "bytes that are not UTF-8": b'{"type": "\xff"}',
    "a challenge that is no text": b'{"type": "url_verification", "challenge": 1}',
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD.keys())
async def test_a_signed_body_that_slack_would_not_send_gets_400(http: Door, body: bytes) -> None:
    assert await http.send(body) == (400, b"")


# Fields of a kind that Slack never sends there; Bolt itself trips over most of them.
MISSHAPEN = [
    {"authorizations": 5},
    {"authorizations": [5]},
    {"team": 5},
    {"enterprise": 5},
    {"user": 5},
    {"channel": 7},
    {"response_urls": 5},
    {"event": {"type": "message", "user": 7}},
    {"event": {"type": "message", "channel": 7}},
    {"event": {"type": "app_mention", "user": {"a": 1}, "channel": 5, "ts": None}},
    {"event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": [1]}},
    {"event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1", "text": "\ud800"}},
]


@pytest.mark.parametrize("change", MISSHAPEN, ids=str)
async def test_a_signed_event_with_a_misshapen_field_never_gets_500(
    http: Door, change: dict[str, object]
) -> None:
    status, answer = await http.send(json.dumps({**payload("message_im"), **change}).encode())
    assert status in (200, 400)
    assert answer == b""


@pytest.mark.parametrize(
    "extra", [b"authorizations=abc", b"enterprise=&view=1", b"event=x&item=2", b"response_urls=x"]
)
async def test_a_signed_command_with_a_misshapen_field_never_gets_500(
    http: Door, extra: bytes
) -> None:
    assert (await http.form(b"command=/srm&text=rds&" + extra))[0] in (200, 400)


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"0" * 5_000_000)])
async def test_a_body_is_judged_as_it_was_sent_whatever_its_encoding(
    http: Door, body: bytes
) -> None:
    unsigned = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert await http.send(body, unsigned) == (401, b"")
    assert await http.send(body, {**signed(body, time.time()), **unsigned}) == (400, b"")


FINE = {
    "an event that nobody listens to": b'{"type": "event_callback", "event": {"type": "x"}}',
    "a rate limit notice": b'{"type": "app_rate_limited", "minute_rate_limited": 1}',
    "a type that nobody knows": b'{"type": "brand_new"}',
}


@pytest.mark.parametrize("body", FINE.values(), ids=FINE.keys())
async def test_what_nobody_listens_to_is_acknowledged(http: Door, body: bytes) -> None:
    assert await http.send(body) == (200, b"")


async def test_slack_s_challenge_is_answered(http: Door) -> None:
    body = b'{"type": "url_verification", "token": "x", "challenge": "c-1"}'
    status, answer = await http.send(body)
    assert status == 200
    assert b"c-1" in answer


async def test_ssl_check_and_stray_interactions_are_acknowledged(http: Door) -> None:
    assert (await http.form(b"ssl_check=1&token=x"))[0] == 200
    stray = b"payload=" + (PAYLOADS / "block_actions.json").read_bytes().replace(b"\n", b"")
    assert (await http.form(stray))[0] == 200
    assert (await http.form(b"payload=oops"))[0] == 400
    assert (await http.form(b"nothing=here"))[0] == 400


async def test_a_body_over_a_megabyte_gets_413(http: Door) -> None:
    large = io.BytesIO(b"x" * (1024 * 1024 + 1))
    async with http.session.post(http.address + "/slack/events", data=large) as answer:
        assert answer.status == 413


async def test_other_methods_and_paths_get_no_further(http: Door) -> None:
    async with http.session.get(http.address + "/slack/events") as answer:
        assert answer.status == 405
    assert (await http.send(BODY, path="/slack/other"))[0] == 404


async def test_mutated_requests_never_get_500_and_never_an_answer_unsigned(
    http: Door,
) -> None:
    dice = random.Random(20261125)
    statuses = set()
    for _ in range(400):
        body = bytearray(json.dumps(payload("app_mention")).encode())
        for _ in range(dice.randint(1, 8)):
            at = dice.randrange(len(body))
            body[at : at + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
        good = dice.random() < 0.5
        given = signed(bytes(body), time.time()) if good else headers()
        status, _ = await http.send(bytes(body), given)
        statuses.add((good, status))
    assert {status for good, status in statuses if not good} == {401}
    assert {status for good, status in statuses if good} <= {200, 400}


@pytest.mark.parametrize(("age", "fine"), [(299, True), (300, True), (301, False), (-301, False)])
def test_a_signature_holds_for_five_minutes_either_way(age: int, fine: bool) -> None:
    why = refused_for(SECRET, signed(BODY, 1_000_000), BODY, 1_000_000 + age)
    assert why == ("" if fine else "age")
