"""The door over Socket Mode: a WebSocket that Slack sends envelopes through."""

from __future__ import annotations

import logging
from time import time
from typing import TYPE_CHECKING

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import (
    run_async_bolt_app,
    send_async_response,
)
from slack_bolt.response import BoltResponse

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.aiohttp import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest

# A link is taken for dead after four of these: a half-open one is noticed within 20 s.
PING_EVERY = 3.0


class SocketDoor(AsyncSocketModeHandler):
    """Bolt's handler, but every envelope is acknowledged, or Slack sends it again."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        super().__init__(
            app,
            app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=app.client,
            ping_interval=PING_EVERY,
        )

    async def handle(  # type: ignore[override]
        self, client: SocketModeClient, req: SocketModeRequest
    ) -> None:
        """Dispatch one envelope and acknowledge it."""
        start = time()
        made = await run_async_bolt_app(self.app, req)
        if made.status != 200:
            made = BoltResponse(status=200)
        await send_async_response(client, req, made, start)
