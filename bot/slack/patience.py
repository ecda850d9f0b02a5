"""Tries a call until Slack takes it: at start, and whenever Socket Mode needs a new link.

Never two tries within a second, and no more than a line a minute for each cause.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, TypeVar

from bot.errors import SrmError
from bot.slack.refusal import refusal_of
from bot.slack.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.slack.clock import Clock
    from bot.slack.refusal import Refusal

T = TypeVar("T")

_FIRST_PAUSE, _LONGEST_PAUSE, _SAY_AGAIN_AFTER = 1.0, 30.0, 60.0
_PASSING = ("unsent", "unknown", "limited", "again")
# The codes of a token that no longer is one.
_DEAD = ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired")
_log = logging.getLogger(__name__)


class SlackRefusedError(SrmError):
    """Slack cannot be served: the message says which setting, why, and the cure."""


class Patience:
    """`setting` names the token that the call presents, `url` is where Slack is looked for."""

    def __init__(self, setting: str, url: str, clock: Clock) -> None:
        self._setting, self._url, self._clock = setting, url, clock
        self._said = Seen(clock.now, most=100, lasting=_SAY_AGAIN_AFTER)

    async def run(self, call: Callable[[], Awaitable[T]], *, late: bool = False) -> T:
        """What `call` returns in the end; raises what will not pass.

        `late`: it was taken before, so only a token that went dead ends it.
        """
        pause = _FIRST_PAUSE
        while True:
            try:
                return await call()
            except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
                refusal = refusal_of(fault)
            if refusal.kind not in _PASSING and not (late and refusal.code not in _DEAD):
                raise SlackRefusedError(self._line(refusal))
            if self._said.first([(refusal.code,)]):
                _log.warning("%s Trying again.", self._line(refusal))
            await self._clock.sleep(max(pause, refusal.retry_after))
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _line(self, refusal: Refusal) -> str:
        if refusal.kind == "limited":
            return f"Slack asks us to wait for {refusal.retry_after:.0f} s ({refusal.code})."
        if refusal.kind in _PASSING:
            return (
                f"Slack cannot be reached at {self._url} ({refusal.code}). "
                "Check slack-status.com, the network, the proxy and SLACK_API_URL."
            )
        lacking = f" It lacks the scope {refusal.needed}." if refusal.needed else ""
        return (
            f"Slack refused {self._setting} ({refusal.code}).{lacking} Copy it again from the "
            "app's page at api.slack.com/apps, and see that the app is installed."
        )
