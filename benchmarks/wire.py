"""Slack's two sides, as lean as they can be so that they are not what is measured: a Web API that
takes posts, and what delivers signed requests and notes when they are acknowledged and answered.
"""

from __future__ import annotations

import asyncio
import json
import re
import ssl
from email.utils import formatdate
from time import perf_counter, time
from typing import TYPE_CHECKING

from bot.record import record
from bot.slack.signature import sign

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

BOT_USER, SECRET = "U0SRMBOT1", "false-signing-secret"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_STAMP = re.compile(rb'"thread_ts": *"([^"]+)"')
_AUTH = {"ok": True, "user_id": BOT_USER, "bot_id": "B0SRMBOT1", "team_id": "T1", "url": "x"}
_POSTED = {"ok": True, "ts": "1764000000.000200", "channel": "C1", "message": {"type": "message"}}
_AUTH_BODY, _POSTED_BODY = (json.dumps(said).encode() for said in (_AUTH, _POSTED))
_LONGEST = 60.0


@record
class Delivery:
    """One request as it goes over the wire; its answer is known by `stamp`, empty for none."""

    stamp: str
    raw: bytes


@record
class Heard:
    """What came of some deliveries, in seconds: each one's acknowledgement and reply; `lasted` is
    the time from the first delivery to the last reply.
    """

    acks: Sequence[float]
    replies: Sequence[float]
    lasted: float


class _Http(asyncio.Protocol):
    """One connection, whose messages go to `take` one by one."""

    def __init__(self, take: Callable[[_Http, bytes, bytes], None]) -> None:
        self._take, self._held = take, b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - asyncio's own word for it
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self._held += data
        while (end := self._held.find(b"\r\n\r\n")) >= 0:
            head, start = self._held[:end], end + 4
            length = _LENGTH.search(head)
            stop = start + (int(length[1]) if length else 0)
            if len(self._held) < stop:
                return
            body, self._held = self._held[start:stop], self._held[stop:]
            self._take(self, head, body)


class Slack:
    """The Web API: `latency` is how long it takes to answer, `again` counts posts not expected."""

    def __init__(self) -> None:
        self.latency, self.again = 0.0, 0
        self._expected: dict[bytes, asyncio.Future[float]] = {}

    async def open(self, tls: ssl.SSLContext | None) -> str:
        """Listen on a free port; the address that `SLACK_API_URL` takes."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Http(self._called), "127.0.0.1", ssl=tls)
        port = self._server.sockets[0].getsockname()[1]
        return f"https://localhost:{port}/api/" if tls else f"http://127.0.0.1:{port}/api/"

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def expect(self, stamp: str) -> asyncio.Future[float]:
        """When the answer to a question is posted."""
        reply: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._expected[stamp.encode()] = reply
        return reply

    def _called(self, connection: _Http, head: bytes, body: bytes) -> None:
        said = _AUTH_BODY
        if head.startswith(b"POST /api/chat.postMessage "):
            said, found = _POSTED_BODY, _STAMP.search(body)
            reply = self._expected.pop(found[1] if found else b"", None)
            self.again += reply is None
            if reply is not None:
                reply.set_result(perf_counter())
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, _answer, connection, said)
        else:
            _answer(connection, said)


def _answer(connection: _Http, body: bytes) -> None:
    head = (
        f"HTTP/1.1 200 OK\r\nDate: {formatdate(usegmt=True)}\r\n"
        f"Content-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    connection.transport.write(head.encode() + body)


class _Line:
    """One kept connection to who is measured."""

    def __init__(self) -> None:
        self._acked: asyncio.Future[bytes]

    async def open(self, host: str, port: int) -> None:
        """Connect."""
        loop = asyncio.get_running_loop()
        _, self._http = await loop.create_connection(lambda: _Http(self._take), host, port)

    async def send(self, raw: bytes) -> None:
        """Send a request and wait for its acknowledgement; raises for any other status."""
        self._acked = asyncio.get_running_loop().create_future()
        self._http.transport.write(raw)
        head = await self._acked
        if not head.startswith(b"HTTP/1.1 200"):
            raise ValueError(head.splitlines()[0])

    def close(self) -> None:
        """Hang up."""
        self._http.transport.close()

    def _take(self, _: _Http, head: bytes, __: bytes) -> None:
        self._acked.set_result(head)


class Sender:
    """Delivers to the address of who is measured over kept connections, as Slack does."""

    def __init__(self, slack: Slack, address: str) -> None:
        self._slack = slack
        host, _, port = address.removeprefix("http://").rpartition(":")
        self._to = (host, int(port))

    async def keep(self, asked: Sequence[Delivery], outstanding: int) -> Heard:
        """Deliver with so many unanswered at any time, until all are answered."""
        lines, todo = await self._lines(outstanding), iter(asked)

        async def work(line: _Line) -> list[tuple[float, float]]:
            return [await self._ask(line, one) for one in todo]

        began = perf_counter()
        async with asyncio.timeout(_LONGEST):
            done = await asyncio.gather(*map(work, lines))
        return _heard((one for some in done for one in some), began, lines)

    async def pace(self, asked: Sequence[Delivery], rate: float) -> Heard:
        """Deliver so many a second, whatever is answered meanwhile."""
        lines = await self._lines(min(100, len(asked)))
        free: asyncio.Queue[_Line] = asyncio.Queue()
        for line in lines:
            free.put_nowait(line)

        async def one(number: int, delivery: Delivery) -> tuple[float, float]:
            await asyncio.sleep(began + number / rate - perf_counter())
            line = await free.get()
            return await self._ask(line, delivery, free)

        began = perf_counter()
        async with asyncio.timeout(_LONGEST):
            done = await asyncio.gather(*(one(*numbered) for numbered in enumerate(asked)))
        return _heard(done, began, lines)

    async def _lines(self, count: int) -> list[_Line]:
        lines = [_Line() for _ in range(count)]
        await asyncio.gather(*(line.open(*self._to) for line in lines))
        return lines

    async def _ask(
        self, line: _Line, one: Delivery, free: asyncio.Queue[_Line] | None = None
    ) -> tuple[float, float]:
        reply = self._slack.expect(one.stamp) if one.stamp else None
        began = perf_counter()
        await line.send(one.raw)
        acked = perf_counter()
        if free is not None:
            free.put_nowait(line)
        return acked - began, (await reply if reply is not None else acked) - began


def _heard(done: Iterable[tuple[float, float]], began: float, lines: Sequence[_Line]) -> Heard:
    lasted = perf_counter() - began
    for line in lines:
        line.close()
    acks, replies = zip(*done, strict=True)
    return Heard(acks=sorted(acks), replies=sorted(replies), lasted=lasted)


def mention(number: int, text: str) -> Delivery:
    """A question of its own person, in one of many channels and in a thread of its own."""
    stamp = f"{number}.000100"
    event = {
        "type": "app_mention",
        "user": f"U{number}",
        "text": f"<@{BOT_USER}> {text}",
        "ts": stamp,
        "channel": f"C{number % 997}",
        "event_ts": stamp,
        "client_msg_id": f"m{number}",
    }
    body = {
        "token": "x",
        "team_id": "T1",
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": f"Ev{number}",
        "event_time": 1764000000,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T1",
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event": event,
    }
    return Delivery(stamp=stamp, raw=_signed(json.dumps(body).encode(), "application/json"))


def command(text: str) -> Delivery:
    """The slash command, whose answer rides in the acknowledgement."""
    body = f"command=%2Fsrm&text={text.replace(' ', '+')}&team_id=T1&user_id=U1&channel_id=C1"
    return Delivery(stamp="", raw=_signed(body.encode(), "application/x-www-form-urlencoded"))


def _signed(body: bytes, kind: str) -> bytes:
    at = str(int(time()))
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: srm\r\nContent-Type: {kind}\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: {sign(SECRET, at, body)}\r\n"
        f"User-Agent: Slackbot 1.0\r\nAccept: */*\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
