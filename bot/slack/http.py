"""The door over HTTP: one aiohttp application for Slack's requests and for health."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.slack.listeners import HEARD, INTERACTIONS
from bot.slack.signature import is_signed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.response import BoltResponse

LARGEST = 1024 * 1024
# Slack itself hangs up after three seconds; who sends slower than this is not Slack.
_SLOWEST = 10.0
_log = logging.getLogger(__name__)


def make_web(app: AsyncApp, secret: str, clock: Callable[[], float]) -> web.Application:
    """The application; `clock` gives seconds since 1970, for the age of requests."""

    async def events(request: web.Request) -> web.Response:
        body = await _read(request)
        if isinstance(body, web.Response):
            return body
        if not is_signed(secret, request.headers, body, clock()):
            return web.Response(status=401)
        known = _known(request.content_type, body)
        if known is None:
            return web.Response(status=400)
        if not known:
            return web.Response(status=200)
        return await _dispatched(app, body.decode("utf-8"), dict(request.headers.items()))

    async def health(_: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    made = web.Application(client_max_size=LARGEST)
    made.router.add_post("/slack/events", events)
    made.router.add_get("/healthz", health)
    return made


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
    app: AsyncApp, body: str, headers: dict[str, str | Sequence[str]]
) -> web.Response:
    """Bolt's answer; a field of a kind that Slack never sends there makes Bolt trip: 400."""
    try:
        made = await app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
    except Exception as fault:  # noqa: BLE001 - whatever Bolt trips over, the request is at fault
        _log.warning("a request cannot be read: %s", type(fault).__name__)
        return web.Response(status=400)
    if made.status >= 500:
        _log.warning("a request was not understood by Bolt")
        return web.Response(status=400)
    return _answer(made)


def _known(content_type: str, body: bytes) -> bool | None:
    """Whether somebody listens to this body; None when it is not a body that Slack sends."""
    try:
        text = body.decode("utf-8")
        if content_type == "application/json":
            return _known_json(json.loads(text))
        if content_type == "application/x-www-form-urlencoded":
            return _known_form(parse_qs(text, keep_blank_values=True, max_num_fields=100))
    except (ValueError, RecursionError):
        return None
    return None


def _known_form(form: dict[str, list[str]]) -> bool | None:
    if "payload" in form:
        # An interaction that nobody offered is acknowledged and left, if it is one at all.
        said = json.loads(form["payload"][0])
        return said.get("type") in INTERACTIONS if isinstance(said, dict) else None
    return True if "command" in form or "ssl_check" in form else None


def _known_json(said: Any) -> bool | None:
    if not isinstance(said, dict):
        return None
    if said.get("type") == "url_verification":
        return True if isinstance(said.get("challenge"), str) else None
    if said.get("type") != "event_callback":
        if said.get("type") == "app_rate_limited":
            _log.warning("Slack limits this app's events: too many in an hour")
        return False
    event = said.get("event")
    if not isinstance(event, dict) or not isinstance(event.get("type"), str):
        return None
    return event["type"] in HEARD


def _answer(made: BoltResponse) -> web.Response:
    """Bolt's response; what no listener took (404) is acknowledged, or Slack sends it again."""
    if made.status == 404:
        return web.Response(status=200)
    kind = made.first_headers().get("content-type", "text/plain").partition(";")[0]
    return web.Response(status=made.status, text=made.body or "", content_type=kind)
