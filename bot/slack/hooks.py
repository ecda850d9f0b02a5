"""Messages through a `response_url`: no membership and no scope needed, for 30 minutes, 5 times.

Such an address comes in a signed request, yet is posted to only if it is Slack's: a bot that
posts wherever it is told to is a hole in somebody's network.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import aiohttp

from bot.slack.redact import as_fields
from bot.slack.refusal import retry_after

if TYPE_CHECKING:
    from bot.render.reply import Reply
    from bot.slack.clock import Clock

_HOSTS = ("hooks.slack.com", "hooks.slack-gov.com")
_TRIES, _LONGEST_WAIT = 2, 30.0
_LONGEST_INSTEAD = 4000
_UNSENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_log = logging.getLogger(__name__)


class Hooks:
    """Posts to response URLs. `api_url`: where the Web API is, whose host is Slack too."""

    def __init__(self, session: aiohttp.ClientSession, api_url: str, clock: Clock) -> None:
        self._session, self._clock = session, clock
        self._own = _origin(api_url)

    async def reply(
        self,
        url: str,
        made: Reply,
        *,
        instead: bool = False,
        public: bool = False,
        thread: str = "",
    ) -> bool:
        """Send `made` to the person alone, or to all; `instead` of the message pressed on.

        What is long in words stands below that message and not in its place, which Slack refuses.
        """
        instead = instead and len(made.text) <= _LONGEST_INSTEAD
        message: dict[str, Any] = {
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": instead,
            "text": made.text,
            "blocks": [dict(block) for block in made.blocks],
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread:
            message["thread_ts"] = thread
        return await self.send(url, message)

    async def send(self, url: str, message: dict[str, Any]) -> bool:
        """Whether Slack took the message; what it surely did not take is tried once more."""
        if not self.is_slack(url):
            _log.warning("a response URL is not Slack's, so nothing was sent to it")
            return False
        for tries_left in reversed(range(_TRIES)):
            wait = await self._try(url, message)
            if wait is None:
                return True
            if wait < 0 or wait > _LONGEST_WAIT or not tries_left:
                return False
            await self._clock.sleep(wait)
        return False

    def is_slack(self, url: str) -> bool:
        """Whether an address is Slack's own."""
        scheme, host, port = _origin(url)
        return (scheme, host, port) == self._own or (
            scheme == "https" and host in _HOSTS and port is None
        )

    async def _try(self, url: str, message: dict[str, Any]) -> float | None:
        """None when it was taken, else the seconds after which to try again; below 0 never."""
        try:
            async with self._session.post(url, json=message, allow_redirects=False) as answer:
                if answer.status == 200:
                    return None
                _log.warning("a response URL was refused", extra={"code": f"HTTP {answer.status}"})
                return retry_after(answer.headers) if answer.status == 429 else -1.0
        except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
            _log.warning("a response URL cannot be used", extra=as_fields(fault))
            return 1.0 if isinstance(fault, _UNSENT) else -1.0


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port; nothing for an address that hides one or is none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except (ValueError, AttributeError):
        return ("", "", None)
    hidden = parts.username or parts.password
    return ("", "", None) if hidden else (parts.scheme, parts.hostname or "", port)
