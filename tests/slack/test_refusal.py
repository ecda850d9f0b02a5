"""What became of a call is told from how it failed: never sent, held back, or nobody knows."""

from __future__ import annotations

import asyncio
import socket
import ssl
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.refusal import refusal_of, retry_after
from tests.fakes.slack import BOT_TOKEN

if TYPE_CHECKING:
    from bot.slack.refusal import Refusal
    from tests.fakes.slack import FakeSlack

DATE = "Wed, 25 Nov 2026 18:44:00 GMT"


async def refused(url: str, **limits: float) -> list[Refusal]:
    """How two calls at once fail, over a session of one connection."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=1), timeout=aiohttp.ClientTimeout(**limits)
    ) as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=url, session=session, retry_handlers=[])
        faults = await asyncio.gather(*(client.auth_test() for _ in "12"), return_exceptions=True)
    return [refusal_of(fault) for fault in faults if isinstance(fault, Exception)]


async def test_a_call_that_finds_nobody_or_no_safe_way_was_never_sent(slack: FakeSlack) -> None:
    await slack.away()
    closed = await refused(slack.api_url)
    await slack.back()
    plain = await refused(slack.api_url.replace("http", "https"))
    assert [refusal.kind for refusal in closed + plain] == ["unsent"] * 4


async def test_a_name_that_nobody_resolves_was_never_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "planted")

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", unknown)
    assert [one.kind for one in await refused("https://slack.invalid/api/")] == ["unsent"] * 2


def test_nothing_was_sent_to_somebody_with_a_bad_certificate() -> None:
    somewhere: Any = SimpleNamespace(host="slack.com", port=443, ssl=True, is_ssl=True)
    fault = aiohttp.ClientConnectorCertificateError(somewhere, ssl.CertificateError("planted"))
    assert refusal_of(fault).kind == "unsent"


async def test_a_call_without_a_connection_was_never_sent_and_one_without_an_answer_may_have_been(
    slack: FakeSlack,
) -> None:
    slack.answering.clear()
    sent, waiting = await refused(slack.api_url, connect=0.5, sock_read=1.0)
    assert (sent.kind, waiting.kind) == ("unknown", "unsent")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 1),
        (None, 1),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "abc"}, 1),
        ({"Retry-After": "-5"}, 1),
        ({"Retry-After": "1.5"}, 1),
        ({"retry-after": " 7 "}, 7),
        ({"Retry-After": ["7"]}, 7),
        ({"Retry-After": "86400"}, 86400),
        ({"Retry-After": "9" * 5000}, 86400),
        ({"Retry-After": DATE}, 1),
        ({"Retry-After": DATE, "Date": "Wed, 25 Nov 2026 18:43:30 GMT"}, 30),
        ({"Retry-After": DATE, "Date": "Wed, 25 Nov 2026 18:45:00 GMT"}, 1),
        ({"Retry-After": DATE, "Date": "Wed, 25 Nov 2026 18:43:30 -0000"}, 1),
    ],
)
def test_retry_after_is_read_in_every_form_and_is_a_second_to_a_day(
    headers: dict[str, Any] | None, seconds: float
) -> None:
    assert retry_after(headers) == seconds
