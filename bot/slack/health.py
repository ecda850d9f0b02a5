"""How the bot does, for those who run it: `/healthz`, `/readyz` and `/metrics`.

`/healthz` answers 200 as long as the process serves, and says what is degraded: answers go on
without the database, and are posted late while Slack cannot be reached. `/readyz` answers 503
while events would be taken in vain: before Slack knows us, without a link in Socket Mode, over
HTTP with a clock so wrong that every signature looks too old, and of many workspaces before any of
their tokens could be read, or where no key opens them. A database that goes away later keeps no
process from being ready.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import web

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.installed import Installed
    from bot.slack.knock import Knock
    from bot.slack.ledger import Ledger
    from bot.slack.metrics import Metrics
    from bot.slack.turned_away import TurnedAway

# Slack refuses what is five minutes old, and so do we.
CLOCK_DEGRADED, CLOCK_WRONG = 60, 300
# Slack is asked how late it is when nothing else was heard of it.
PULSE = 60.0


@record
class Part:
    """One thing looked at: what is wrong with it, empty for nothing, and whether that is fatal."""

    wrong: str = ""
    fatal: bool = False


class Health:
    """What is known of the parts; those that are not there yet are not ready.

    `now` gives seconds since 1970 on our clock.
    """

    def __init__(self, now: Callable[[], float], metrics: Metrics, *, over_http: bool) -> None:
        self._now, self._metrics, self._over_http = now, metrics, over_http
        self.knock: Knock | None = None
        self.ledger: Ledger | None = None
        self.edition = ""
        self.linked: Callable[[], bool] | None = None
        # Where there are many workspaces.
        self.installed: Installed | None = None
        # Whether the organisation's files are broken.
        self.stale: Callable[[], bool] | None = None
        # Over HTTP.
        self.turned_away: TurnedAway | None = None

    def parts(self) -> dict[str, Part]:
        """Slack's link, the catalogue, the database and the clock; of many, the installations."""
        many = {} if self.installed is None else {"installations": self._installations()}
        if self.stale is not None:
            broken = "its files cannot be used; an older version answers"
            many["overlay"] = Part(wrong=broken if self.stale() else "")
        return {
            "slack": self._slack(),
            "catalogue": Part() if self.edition else Part(wrong="not loaded yet", fatal=True),
            "database": self._database(),
            "clock": self._clock(),
            **many,
        }

    def good(self, name: str) -> bool:
        """Whether nothing is wrong with a part."""
        return not self.parts()[name].wrong

    def clock_off(self) -> int:
        """By how many seconds our clock is ahead of Slack's; nought before Slack said."""
        slack_time = self.knock.slack_time if self.knock is not None else None
        return round(self._now() - slack_time) if slack_time is not None else 0

    def _slack(self) -> Part:
        if self.knock is None or self.linked is None:
            return Part(wrong="Slack does not know us yet", fatal=True)
        if not self.linked():
            return Part(wrong="no link in Socket Mode", fatal=True)
        if self.knock.refused and self.installed is None:
            return Part(wrong=f"refuses our token ({self.knock.refused}); nothing is answered")
        if not self.knock.reachable:
            return Part(wrong="out of reach; answers wait for it")
        if self.turned_away is not None and (count := self.turned_away.by_secret):
            return Part(wrong=f"{count} requests signed by another secret than ours, none by ours")
        return Part()

    def _database(self) -> Part:
        if self.ledger is None or self.ledger.reached:
            return Part()
        return Part(wrong="out of reach; answers go on without it")

    def dead(self) -> int:
        """How many installations Slack refuses."""
        return len(self.installed.dead) if self.installed is not None else 0

    def sealed(self) -> int:
        """How many installations' tokens none of our keys opens."""
        return self.installed.sealed if self.installed is not None else 0

    def _installations(self) -> Part:
        if self.installed is None or not self.installed.loaded:
            # Of a new process: the old ones know theirs, and may serve on.
            return Part(wrong="not read yet", fatal=True)
        # Which ones stands in the log: whoever looks here need not be trusted with ids.
        dead, sealed = self.dead(), self.sealed()
        said = [
            f"{dead} dead; they alone get no answer" if dead else "",
            f"{sealed} sealed by a key that SRM_ENCRYPTION_KEYS lacks" if sealed else "",
        ]
        nobody = bool(sealed) and sealed == len(self.installed.all)
        return Part(wrong=", ".join(filter(None, said)), fatal=nobody)

    def _clock(self) -> Part:
        off = self.clock_off()
        if abs(off) < CLOCK_DEGRADED:
            return Part()
        return Part(
            wrong=f"clock off by {off} s", fatal=self._over_http and abs(off) >= CLOCK_WRONG
        )

    def add_routes(self, app: web.Application) -> None:
        """The three pages."""

        async def healthz(_: web.Request) -> web.Response:
            said = self._said()
            good = all(value == "ok" for value in said.values())
            return web.json_response({"status": "ok" if good else "degraded", **said})

        async def readyz(_: web.Request) -> web.Response:
            fatal = any(part.fatal for part in self.parts().values())
            said = {"status": "not ready" if fatal else "ready", **self._said()}
            return web.json_response(said, status=503 if fatal else 200)

        async def metrics(_: web.Request) -> web.Response:
            return web.Response(body=self._metrics.text(), content_type="text/plain")

        app.router.add_get("/healthz", healthz)
        app.router.add_get("/readyz", readyz)
        app.router.add_get("/metrics", metrics)

    def _said(self) -> dict[str, str]:
        return {name: part.wrong or "ok" for name, part in self.parts().items()}


async def pulse(knock: Knock) -> None:
    """Ask Slack now and then, so that its absence and a wrong clock are noticed; for ever."""
    while True:
        if knock.slack_time is not None:
            await asyncio.sleep(PULSE)
        await knock.look()
        if knock.slack_time is None:
            await asyncio.sleep(1.0)
