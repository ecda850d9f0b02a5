"""Tokens that live for 12 hours are renewed long before, by one replica for all.

A refresh token can be used once: whoever wins the lease in the store uses it. The old token goes on
for its time, so nobody waits for the new one unless theirs is over.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.errors import StoreError
from bot.record import replace
from bot.slack.grants import grant
from bot.slack.refusal import refusal_of
from bot.slack.tasks import Tasks
from bot.store.installs import Tokens

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.settings_oauth import OAuthSettings
    from bot.slack.installed import Held, Installed
    from bot.slack.vault import Vault
    from bot.store.installs import Installation

# Renewed two hours before the end; over a minute before it, so that no call is on its way then.
AHEAD, OVER, LEASE, LOOK_EVERY = 2 * 60 * 60, 60, 60, 60.0
_WAIT, _LONGEST_WAIT = 0.5, 10.0
_SAVE_PAUSE, _SAVE_TRIES = 5.0, 120
_REFUSED = (
    "account_inactive invalid_auth invalid_refresh_token token_expired token_revoked"
).split()
_log = logging.getLogger(__name__)


class Renewal:
    """Renews the tokens of `installed`; `client` needs no token of its own."""

    def __init__(
        self,
        installed: Installed,
        vault: Vault,
        client: AsyncWebClient,
        settings: OAuthSettings,
    ) -> None:
        self._installed, self._installs, self._seal = installed, vault.installs, vault.seal
        self._client, self._settings = client, settings
        self._clock, self._now = vault.clock, vault.now
        self._exchanges: set[asyncio.Task[None]] = set()
        self._saves = Tasks()

    def is_over(self, known: Installation) -> bool:
        """Whether a token has run out, or is about to."""
        return 0 < known.expires <= self._now() + OVER

    async def watch(self) -> None:
        """Renew whatever comes near its end, until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_EVERY)

    async def look(self) -> None:
        """Renew what comes near its end now."""
        for held in self._installed.all:
            if 0 < held.known.expires <= self._now() + AHEAD and not held.dead:
                await self.renew(held)

    async def close(self, seconds: float) -> None:
        """Finish what was begun."""
        if self._exchanges:
            await asyncio.wait(self._exchanges, timeout=seconds)
        await self._saves.drain(seconds)

    async def renew(self, held: Held, *, over: bool = False) -> None:
        """Renew one token, or take what another replica makes of it.

        `over`: it has run out, whatever our clock says.
        """
        known, tokens = held.known, held.tokens
        if tokens is None or not tokens.refresh:
            return
        try:
            if await self._installs.lease(known, LEASE):
                # To its end, whatever becomes of who asked: the refresh token is used up by it.
                task = asyncio.create_task(self._exchange(held, known, tokens))
                self._exchanges.add(task)
                task.add_done_callback(self._exchanges.discard)
                await asyncio.shield(task)
            else:
                await self._follow(known, over or self.is_over(known))
        except StoreError:
            # Without the lease another replica might use the same refresh token.
            _log.warning("a token was not renewed: no store", extra={"install": known.team})

    async def _exchange(self, held: Held, known: Installation, tokens: Tokens) -> None:
        try:
            given = {"grant_type": "refresh_token", "refresh_token": tokens.refresh}
            said: Any = await grant(self._client, self._settings, **given)
            new = Tokens(access=str(said["access_token"]), refresh=str(said["refresh_token"]))
            expires = int(self._now()) + int(said["expires_in"])
        except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
            refusal = refusal_of(fault)
            if refusal.code in _REFUSED:
                self._installed.bury(held, refusal.code)
            else:
                # The lease ends within a minute, and somebody tries again.
                _log.warning(
                    "a token was not renewed", extra={"install": known.team, "code": refusal.code}
                )
            return
        sealed = self._seal.close(known.team, new)
        self._installed.hold(replace(known, sealed=sealed, expires=expires))
        self._saves.start(self._save(known, sealed, expires))

    async def _save(self, known: Installation, sealed: str, expires: int) -> None:
        """Keep the new token, however long the store is away: the old refresh token is used up."""
        for _ in range(_SAVE_TRIES):
            try:
                if not await self._installs.renew(known, sealed, expires):
                    _log.info(
                        "installed anew while its token was renewed", extra={"install": known.team}
                    )
            except StoreError:
                await self._clock.sleep(_SAVE_PAUSE)
            else:
                return
        _log.error("a renewed token could not be kept", extra={"install": known.team})

    async def _follow(self, known: Installation, over: bool) -> None:
        """Another replica renews it: take what it keeps, and wait for it if ours is over."""
        waited = 0.0
        while True:
            found = await self._installs.get(known.team)
            if found is None:
                self._installed.drop(known.team)
                return
            if found != known or not over or waited >= _LONGEST_WAIT:
                self._installed.hold(found)
                return
            await self._clock.sleep(_WAIT)
            waited += _WAIT
