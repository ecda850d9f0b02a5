"""The installations as they are held in memory: an event costs neither a call nor a query.

All are read at start, and each again when it was not looked at for a minute, while what is held
serves; so a database out of reach silences nobody, and a replica learns what another one did. A
token that Slack refuses is looked up at once: it may have been replaced elsewhere.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from slack_bolt.authorization import AuthorizeResult

from bot.errors import StoreError
from bot.recent import Recent
from bot.slack.clients import Clients
from bot.slack.tasks import Tasks
from bot.slack.whose import installs_in, team_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.renewal import Renewal
    from bot.slack.turned_away import TurnedAway
    from bot.slack.vault import Vault
    from bot.store.installs import Installation, Tokens

FRESH, ABSENT, DEAD_FOR = 60.0, 5.0, 60 * 60.0
# Slack's word for a token whose time is over.
EXPIRED = "token_expired"
_log = logging.getLogger(__name__)


class Held:
    """One installation: `tokens` is None where no key opens them, `dead` why Slack refuses them."""

    def __init__(
        self, known: Installation, tokens: Tokens | None, client: AsyncWebClient, read_at: float
    ) -> None:
        self.known, self.tokens, self.client, self.read_at = known, tokens, client, read_at
        self.dead, self.died_at = "", 0.0


class Installed(Clients):
    """All installations. `make` gives a client for a token; `away` counts what others send."""

    def __init__(
        self, vault: Vault, make: Callable[[str], AsyncWebClient], away: TurnedAway
    ) -> None:
        self._installs, self._seal, self._make = vault.installs, vault.seal, make
        clock = vault.clock
        self._clock, self._now, self._away = clock, vault.now, away
        self._held: dict[str, Held] = {}
        self._absent: Recent[str, None] = Recent(clock.now, 10_000, ABSENT)
        self._served: set[tuple[str, str]] = set()
        self._reads: dict[str, asyncio.Task[Held | None]] = {}
        self._tasks = Tasks()
        self.renewal: Renewal | None = None
        # Whether all of them were read once.
        self.loaded = False

    @property
    def dead(self) -> Mapping[str, str]:
        """The installations that Slack refuses, each with its word for it."""
        return {team: held.dead for team, held in self._held.items() if held.dead}

    @property
    def sealed(self) -> int:
        """How many installations' tokens none of our keys opens."""
        return sum(held.tokens is None for held in self._held.values())

    @property
    def all(self) -> list[Held]:
        """Every installation held."""
        return [*self._held.values()]

    async def load(self) -> None:
        """Read all of them; raises `StoreError` when the store is out of reach."""
        for known in await self._installs.all():
            self.hold(known)
        self.loaded = True

    def hold(self, known: Installation) -> Held:
        """Take what the store has; what is held already and the same stays, dead or not."""
        held = self._held.get(known.team)
        if held is None or held.known != known:
            tokens = self._opened(known)
            if held is None or tokens != held.tokens:
                held = Held(known, tokens, self._make(tokens.access if tokens else ""), 0.0)
            if held.known.installed != known.installed:
                # Installed again, with the same token: Slack takes it once more.
                held.dead = ""
            held.known = known
            self._held[known.team] = held
        held.read_at = self._clock.now()
        self._absent.drop(known.team)
        return held

    def drop(self, team: str) -> None:
        """It was taken away."""
        self._held.pop(team, None)
        self._served = {pair for pair in self._served if team not in pair}

    async def admit(self, body: Mapping[str, Any]) -> dict[str, Any] | None:
        """What Bolt is to know of the installation that a request came to; None when there is
        none that can answer. Raises `StoreError` when nobody can tell.
        """
        teams = installs_in(body)
        found = [held for team in teams if (held := await self._usable(team))]
        if not found:
            self._note_nobody(teams)
            return None
        held = _mentioned(found, body)
        known, tokens = held.known, held.tokens
        self._note_served(known.team, team_in(body))
        wide = known.team == known.enterprise
        who = AuthorizeResult(
            enterprise_id=known.enterprise or None,
            team_id=None if wide else known.team,
            bot_user_id=known.bot_user,
            bot_token=tokens.access if tokens else None,
        )
        return {"install": known.team, "who": who}

    async def of(self, install: str) -> AsyncWebClient | None:
        """The Web API for an installation, with a token that has not run out."""
        held = await self._usable(install)
        if held is not None and self._is_over(held) and self.renewal is not None:
            await self.renewal.renew(held)
            held = await self._usable(install)
            if held is not None and self._is_over(held):
                raise StoreError("The token has run out and could not be renewed yet.")
        return held.client if held is not None else None

    async def another(self, install: str, client: AsyncWebClient, code: str) -> bool:
        """Slack refused this client's token for good: whether the store has another by now."""
        try:
            held = await self._read(install)
        except StoreError:
            held = self._held.get(install)
        if held is None:
            return False
        if held.client is client and code == EXPIRED and self.renewal is not None:
            # By Slack's clock; ours, or that by which its end was written down, was wrong.
            await self.renewal.renew(held, over=True)
            held = self._held.get(install, held)
        if held.client is not client:
            return not held.dead
        self.bury(held, code)
        return False

    def bury(self, held: Held, code: str) -> None:
        """Slack refuses this installation's token: nothing is said there any more."""
        if not held.dead:
            said = {"install": held.known.team, "code": code}
            _log.error("an installation is dead; it must be installed again", extra=said)
        held.dead, held.died_at = code, self._clock.now()

    async def close(self, seconds: float) -> None:
        """Finish what is under way."""
        await self._tasks.drain(seconds)

    def _is_over(self, held: Held) -> bool:
        return self.renewal is not None and self.renewal.is_over(held.known)

    async def _usable(self, team: str) -> Held | None:
        held = await self._find(team)
        if held is None or held.tokens is None:
            return None
        if held.dead and self._clock.now() - held.died_at >= DEAD_FOR:
            # Events still come from there: one more try in an hour does no harm, and Slack's
            # own troubles are not for ever.
            held.dead = ""
        return None if held.dead else held

    async def _find(self, team: str) -> Held | None:
        held = self._held.get(team)
        if held is None:
            self._absent.forget()
            return None if team in self._absent else await self._read(team)
        if self._clock.now() - held.read_at >= FRESH:
            held.read_at = self._clock.now()
            self._tasks.start(self._read_again(team))
        return held

    async def _read_again(self, team: str) -> None:
        try:
            await self._read(team)
        except StoreError:
            _log.info("an installation was not read again", extra={"install": team})

    async def _read(self, team: str) -> Held | None:
        """Ask the store; one asks for all who wait."""
        task = self._reads.get(team)
        if task is None or task.done():
            task = self._reads[team] = asyncio.create_task(self._ask(team))
            task.add_done_callback(lambda _: self._reads.pop(team, None))
        return await asyncio.shield(task)

    async def _ask(self, team: str) -> Held | None:
        known = await self._installs.get(team)
        if known is not None:
            return self.hold(known)
        self.drop(team)
        self._absent.put(team, None)
        return None

    def _note_nobody(self, teams: Sequence[str]) -> None:
        """Nobody answers there; raises `StoreError` where a key is lacking: once it is there, what
        Slack sends again is answered.
        """
        held = [one for team in teams if (one := self._held.get(team)) is not None]
        if any(one.tokens is None for one in held):
            raise StoreError("None of our keys opens the tokens.")
        if teams and not held:
            self._away.note("not_installed", teams)

    def _opened(self, known: Installation) -> Tokens | None:
        try:
            return self._seal.open(known.team, known.sealed)
        except StoreError as fault:
            said = (
                "an installation cannot be used: %s Add the key that sealed them, or install again."
            )
            _log.error(said, fault, extra={"install": known.team})
            return None

    def _note_served(self, install: str, team: str) -> None:
        if not install.startswith("E") or not team or (install, team) in self._served:
            return
        self._served.add((install, team))
        self._tasks.start(self._join(install, team))

    async def _join(self, install: str, team: str) -> None:
        try:
            await self._installs.join(install, team, int(self._now()))
        except StoreError:
            # Noted with the next event from there.
            self._served.discard((install, team))


def _mentioned(found: list[Held], body: Mapping[str, Any]) -> Held:
    """Of several installations that see an event, the one whose bot is mentioned."""
    event = body.get("event")
    text = event.get("text") if isinstance(event, dict) else None
    said = text if isinstance(text, str) else ""
    called = [held for held in found if f"<@{held.known.bot_user}" in said]
    return (called or found)[0]
