"""A Slack of our own on loopback: Web API, Socket Mode, signed deliveries; it keeps every call.

Faults are planned per call of a method: each entry of `plan` is used once, in order; where
nothing is planned, `dice` may throw one.
"""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp import web

from bot.slack.signature import sign
from tests.fakes.channels import Channels
from tests.fakes.given import given_in
from tests.fakes.oauth import FakeOAuth

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-false-token", "xapp-false-token", "fa15e" * 6 + "00"
BOT_USER = "U0SRMBOT1"


@dataclass(frozen=True)
class Fault:
    """What one call gets instead of success.

    `error` is Slack's code, `needed` the scope it misses; `page`: a page of HTML with `status`
    instead; `cut`: half of its JSON; `reset` breaks the connection; `taken`: the message was
    posted all the same.
    """

    error: str = ""
    status: int = 200
    page: bool = False
    cut: bool = False
    retry_after: str | None = None
    needed: str = ""
    reset: bool = False
    taken: bool = False


@dataclass
class FakeSlack:
    """Start it with `async with`; `posts` are the messages that people would see.

    `notes` are those that one person sees; `scheduled` is what Slack lists, which counts as
    seen; `hooked` are messages through a `response_url`, whose answers `hook_faults` plans by HTTP
    status; where it is `limited`, `channels` take a post a second each. `now` tells the time, which
    `called_at` and `posted_at` keep.
    """

    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    called_at: list[tuple[str, float]] = field(default_factory=list)
    posts: list[dict[str, Any]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)
    scheduled: list[dict[str, Any]] = field(default_factory=list)
    posted_at: list[float] = field(default_factory=list)
    now: Callable[[], float] = time.monotonic
    limited: bool = False
    channels: Channels = field(default_factory=Channels)
    acks: list[dict[str, Any]] = field(default_factory=list)
    plan: dict[str, list[Fault]] = field(default_factory=dict)
    latency: float = 0.0
    dice: Callable[[str], Fault | None] = lambda _: None
    busy: int = 0
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    envelopes: int = 0
    hearing: asyncio.Event = field(default_factory=asyncio.Event)
    answering: asyncio.Event = field(default_factory=asyncio.Event)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    hooked: list[dict[str, Any]] = field(default_factory=list)
    hook_faults: list[int] = field(default_factory=list)
    # By whose token each call was made, what is wrong with tokens that are dead, and how many
    # calls came with one that had run out.
    spoken: list[tuple[str, str]] = field(default_factory=list)
    dead: dict[str, str] = field(default_factory=dict)
    expired: int = 0
    oauth: FakeOAuth = field(default_factory=FakeOAuth)
    port: int = 0
    base: str = ""
    _uses: dict[str, int] = field(default_factory=dict)

    async def __aenter__(self) -> FakeSlack:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._link)
        app.router.add_post("/hook/{name}", self._hook)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        self.answering.set()
        self.hearing.set()
        await self.back()
        self.port = int(self._runner.addresses[0][1])
        self.base = f"http://127.0.0.1:{self.port}"
        return self

    async def back(self) -> None:
        """Take connections again."""
        if not self._runner.sites:
            await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    async def away(self) -> None:
        """Refuse connections and cut those that there are."""
        for site in list(self._runner.sites):
            await site.stop()
        assert self._runner.server is not None
        for connection in self._runner.server.connections:
            if connection.transport is not None:
                connection.transport.abort()

    async def __aexit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self.answering.set()
        self.hearing.set()
        for socket in self.sockets:
            await socket.close()
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """The base that `SLACK_API_URL` takes."""
        return f"{self.base}/api/"

    def hook(self, name: str = "one") -> str:
        """A `response_url`, good for five uses."""
        return f"{self.base}/hook/{name}"

    def sent(self, method: str) -> list[dict[str, Any]]:
        """What each call of a method carried."""
        return [given for name, given in self.calls if name == method]

    def tokens(self, method: str) -> list[str]:
        """By which token each call of a method was made."""
        return [token for name, token in self.spoken if name == method]

    def count(self, method: str) -> int:
        """How often a method was called."""
        return sum(name == method for name, _ in self.calls)

    async def until(self, ready: Any, seconds: float = 5.0) -> None:
        """Wait until `ready()` is true; fail when it takes longer."""
        async with asyncio.timeout(seconds):
            while not ready():
                self.changed.clear()
                await self.changed.wait()

    async def quiet(self, seconds: float = 0.15) -> None:
        """Give what must not happen the time to happen."""
        await asyncio.sleep(seconds)

    async def _api(self, request: web.Request) -> web.StreamResponse:
        self.busy += 1
        try:
            return await self._called(request)
        finally:
            self.busy -= 1

    async def _called(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        given = await given_in(request)
        self.calls.append((method, given))
        called = self.now()
        self.called_at.append((method, called))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.spoken.append((method, token))
        self.changed.set()
        await self.answering.wait()
        if self.latency:
            await asyncio.sleep(self.latency)
        if method == "oauth.v2.access" and not self.plan.get(method):
            return web.json_response(self.oauth.access(given, token))
        if token in self.dead:
            return web.json_response({"ok": False, "error": self.dead[token]})
        if self.oauth.is_over(token):
            self.expired += 1
            return web.json_response({"ok": False, "error": "token_expired"})
        planned = self.plan[method].pop(0) if self.plan.get(method) else self.dice(method)
        fault = planned or self._usual(method, given, called)
        if method in ("chat.postMessage", "chat.scheduleMessage") and fault.taken:
            at = given.pop("post_at", None)
            self.posts.append(given)
            self.posted_at.append(self.now())
            if at is not None:
                self.scheduled.append({"channel_id": given["channel"], "post_at": int(at)})
        if method == "chat.postEphemeral" and fault.taken:
            self.notes.append(given)
        self.changed.set()
        return self._answer(request, method, fault)

    async def _hook(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self._uses[name] = self._uses.get(name, 0) + 1
        over = self._uses[name] > 5 or name == "expired"
        status = 404 if over else self.hook_faults.pop(0) if self.hook_faults else 200
        if status == 200:
            self.hooked.append(await request.json())
        self.changed.set()
        return web.Response(status=status, headers={"Retry-After": "1"} if status == 429 else {})

    def _usual(self, method: str, given: dict[str, Any], called: float) -> Fault:
        """Success, unless `limited`: then a channel takes one post a second."""
        if not self.limited or method != "chat.postMessage":
            return Fault(taken=True)
        if self.channels.take(str(given["channel"]), called, self.now()):
            return Fault(taken=True)
        return Fault(error="ratelimited", status=429, retry_after="1")

    def _answer(self, request: web.Request, method: str, fault: Fault) -> web.StreamResponse:
        if fault.reset:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
        if fault.error:
            said = {"ok": False, "error": fault.error, "needed": fault.needed}
            return web.json_response(said, status=fault.status, headers=headers)
        if fault.cut:
            return web.Response(text='{"ok": tr', content_type="application/json")
        if fault.page:
            return web.Response(
                status=fault.status, headers=headers, text="<html>", content_type="text/html"
            )
        return web.json_response({"ok": True, **self._said(method)})

    def _said(self, method: str) -> dict[str, Any]:
        if method == "auth.test":
            return {"user_id": BOT_USER, "bot_id": "B0SRMBOT1", "team_id": "T1", "url": "x"}
        if method == "apps.connections.open":
            return {"url": f"{self.base.replace('http', 'ws')}/link"}
        if method == "chat.scheduledMessages.list":
            return {"scheduled_messages": self.scheduled}
        return {"ts": f"{len(self.posts)}.000100", "channel": "C1"}

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.changed.set()
        # Half-open while it does not hear: still there, but no ping is answered.
        await self.hearing.wait()
        async for message in socket:
            if message.type == aiohttp.WSMsgType.TEXT:
                self.acks.append(json.loads(message.data))
                self.changed.set()
        return socket

    @property
    def link(self) -> web.WebSocketResponse:
        """The newest open link."""
        return [one for one in self.sockets if not one.closed][-1]

    async def envelope(
        self,
        payload: Any,
        kind: str = "events_api",
        over: web.WebSocketResponse | None = None,
    ) -> str:
        """Send an envelope over the newest open link, or the given one; its id."""
        self.envelopes += 1
        number = f"E{self.envelopes}"
        envelope = {
            "envelope_id": number,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        await (over or self.link).send_json(envelope)
        return number

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the client to open a new link, as Slack does every few hours."""
        await self.link.send_json({"type": "disconnect", "reason": reason})


def signed(body: bytes, now: float, secret: str = SECRET) -> dict[str, str]:
    """The headers that Slack sends with a body."""
    stamp = str(int(now))
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": sign(secret, stamp, body),
        "Content-Type": "application/json",
    }
