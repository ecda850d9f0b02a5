"""Slack's app, built from parts that are passed in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.settings import SlackSettings

# 250 connections carry some 1,250 posts a second at 200 ms each: more than all workspaces of one
# process ask in a burst. Each takes some 100 kB over TLS, so that there must be a bound.
_CONNECTIONS = 250
# Each step has a limit of its own: a call that never left (no connection free, or none made) is
# then told from one that Slack may have taken.
_TIMEOUT = aiohttp.ClientTimeout(total=90, connect=45, sock_connect=10, sock_read=30)


def make_session() -> aiohttp.ClientSession:
    """The one HTTP session of the process: a session a call would cost a TLS handshake each."""
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=_CONNECTIONS),
        timeout=_TIMEOUT,
    )


def make_client(
    settings: SlackSettings, session: aiohttp.ClientSession, token: str
) -> AsyncWebClient:
    """Slack's Web API over `session` with this token, and with none of the SDK's own retries."""
    # At DEBUG it would log every post; the level must be its own, for the SDK reads just that.
    log = logging.getLogger("slack_sdk.web")
    log.setLevel(logging.WARNING)
    return AsyncWebClient(
        token=token,
        base_url=settings.api_url,
        session=session,
        retry_handlers=[],
        trust_env_in_session=True,
        logger=log,
    )


def make_app(client: AsyncWebClient, who: AuthorizeResult | None) -> AsyncApp:
    """Bolt's app over `client`, for the workspace and bot user that `who` names; None where
    there are many, and the door says with each request which it is.

    `who` comes from the one `auth.test` at start: Bolt's own would be called again, by
    every event of the first burst at once. Listeners run before the response, which takes
    Bolt's 10 ms poll away: they only understand and start tasks. Signatures are checked
    before Bolt (`http.py`), because its own check logs the body and trips over odd headers.
    """

    async def authorize(context: AsyncBoltContext) -> AuthorizeResult:
        found: Any = context.get("who", who)
        said: AuthorizeResult = found
        return said

    # Bolt copies this level to all its loggers; what they say quotes whole bodies.
    log = logging.getLogger("slack_bolt.app")
    log.setLevel(logging.CRITICAL + 1)
    return AsyncApp(
        client=client,
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        logger=log,
    )
