"""The door over HTTP: one aiohttp application for Slack's requests and for health."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.errors import StoreError
from bot.slack.listeners import HEARD, INTERACTIONS, LEAVING_EVENTS
from bot.slack.redact import as_fields
from bot.slack.signature import refused_for
from bot.slack.turned_away import TurnedAway

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

    Admit = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any] | None]]

LARGEST = 1024 * 1024
# Slack itself hangs up after three seconds; who sends slower than this is not Slack.
_SLOWEST = 10.0
_log = logging.getLogger(__name__)


async def _anyone(_: Mapping[str, Any]) -> dict[str, Any]:
    """There is one workspace, so every request is its own."""
    return {}


class Front:
    """Slack's way in, which is there before `app` is: until then Slack sends events again.

    `admit` says what Bolt is to know of the installation that a request came to, None where the
    app is not installed (any more); it raises `StoreError` when nobody can tell. `turned_away`
    counts whom it does not let in.
    """

    def __init__(self, admit: Admit = _anyone, turned_away: TurnedAway | None = None) -> None:
        self.app: AsyncApp | None = None
        self.admit = admit
        self.turned_away = turned_away or TurnedAway(time.monotonic)


def make_web() -> web.Application:
    """An application without any page yet."""
    return web.Application(client_max_size=LARGEST)


def add_events(
    made: web.Application, front: Front, secret: str, clock: Callable[[], float]
) -> None:
    """Slack's requests; `clock` gives seconds since 1970, for the age of requests."""

    async def events(request: web.Request) -> web.Response:
        body = await _read(request)
        if isinstance(body, web.Response):
            return body
        if refused := refused_for(secret, request.headers, body, clock()):
            front.turned_away.note(refused)
            return web.Response(status=401)
        front.turned_away.signed = True
        said = _said(request.content_type, body)
        known = _known(said)
        if said is None or not known:
            return web.Response(status=400 if known is None else 200)
        if front.app is None:
            return web.Response(status=503)
        context = await _admitted(front.admit, said)
        if isinstance(context, web.Response):
            return context
        headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
        return await _dispatched(front.app, body.decode("utf-8"), headers, context)

    made.router.add_post("/slack/events", events)


def make_runner(made: web.Application) -> web.AppRunner:
    """Runs the application; a body stays as it was sent, since that is what was signed.

    Waiting long for a request that never ends would leave no time to answer those accepted.
    """
    return web.AppRunner(made, access_log=None, auto_decompress=False, shutdown_timeout=1.0)


async def _read(request: web.Request) -> bytes | web.Response:
    """The body as it was sent, or why it cannot be taken."""
    try:
        async with asyncio.timeout(_SLOWEST):
            return await request.read()
    except web.HTTPRequestEntityTooLarge:
        return web.Response(status=413)
    except TimeoutError:
        return web.Response(status=408)
    except web.RequestPayloadError:
        # Broken chunks.
        return web.Response(status=400)


async def _dispatched(
    app: AsyncApp, body: str, headers: dict[str, str | Sequence[str]], context: dict[str, Any]
) -> web.Response:
    """Bolt's answer; a field of a kind that Slack never sends there makes Bolt trip: 400."""
    try:
        asked = AsyncBoltRequest(body=body, headers=headers, context=context)
        made = await app.async_dispatch(asked)
    except Exception as fault:  # noqa: BLE001 - whatever Bolt trips over, the request is at fault
        _log.warning("a request cannot be read", extra=as_fields(fault))
        return web.Response(status=400)
    if made.status >= 500 and made.status != 503:
        _log.warning("a request was not understood by Bolt")
        return web.Response(status=400)
    return _answer(made)


def _said(content_type: str, body: bytes) -> dict[str, Any] | None:
    """What a body says; None when it is not one that Slack sends."""
    try:
        text = body.decode("utf-8")
        if content_type == "application/json":
            said = json.loads(text)
        elif content_type == "application/x-www-form-urlencoded":
            said = _form(parse_qs(text, keep_blank_values=True, max_num_fields=100))
        else:
            return None
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _form(fields: dict[str, list[str]]) -> Any:
    given = {name: values[0] for name, values in fields.items()}
    if "payload" in given:
        return json.loads(given["payload"])
    return given if "command" in given or "ssl_check" in given else None


def _known(said: dict[str, Any] | None) -> bool | None:
    """Whether somebody listens to this; None when it is nothing that Slack sends."""
    if said is None:
        return None
    if "command" in said or "ssl_check" in said:
        return True
    if said.get("type") == "url_verification":
        return True if isinstance(said.get("challenge"), str) else None
    if said.get("type") != "event_callback":
        if said.get("type") == "app_rate_limited":
            _log.warning("Slack limits this app's events: too many in an hour")
        # An interaction that nobody offered is acknowledged and left.
        return said.get("type") in INTERACTIONS
    event = said.get("event")
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return None
    return event["type"] in HEARD


async def _admitted(admit: Admit, said: dict[str, Any]) -> dict[str, Any] | web.Response:
    """What Bolt is to know, or the answer where nobody is to say anything."""
    try:
        context = await admit(said) if _needs_install(said) else {}
    except StoreError:
        # Slack sends it again, and by then somebody may know.
        return web.Response(status=503)
    return context if context is not None else web.Response(status=200)


def _needs_install(said: Mapping[str, Any]) -> bool:
    event = said.get("event")
    left = isinstance(event, dict) and event.get("type") in LEAVING_EVENTS
    return not left and "ssl_check" not in said and said.get("type") != "url_verification"


def _answer(made: BoltResponse) -> web.Response:
    """Bolt's response; what no listener took (404) is acknowledged, or Slack sends it again."""
    if made.status == 404:
        return web.Response(status=200)
    kind = made.first_headers().get("content-type", "text/plain").partition(";")[0]
    return web.Response(status=made.status, text=made.body or "", content_type=kind)
