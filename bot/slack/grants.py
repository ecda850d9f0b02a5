"""The one call that gives tokens: for a code, or for a refresh token."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from bot.settings_oauth import OAuthSettings


async def grant(client: AsyncWebClient, oauth: OAuthSettings, **given: Any) -> AsyncSlackResponse:
    """What Slack grants; `client` has no token, the app shows its own credentials.

    The SDK's method of that name does the same by a class that aiohttp is about to remove.
    """
    pair = f"{oauth.client_id}:{oauth.client_secret.reveal()}"
    shown = {"Authorization": "Basic " + b64encode(pair.encode()).decode()}
    return await client.api_call("oauth.v2.access", data=given, headers=shown)
