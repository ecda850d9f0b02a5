"""The one place where real things are built and joined for Slack."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from typing import TYPE_CHECKING

from bot.ask import Desk
from bot.organisation.watch import Watched
from bot.settings_database import place_of
from bot.slack.kept import Kept
from bot.slack.logs import set_up_logging
from bot.slack.loop import settle
from bot.slack.patience import SlackRefusedError
from bot.slack.serve import serve, stop_at_signals
from bot.store.sole import Sole
from bot.store.sql import open_store
from bot.store.steady import SteadyStore
from bot.thread.memory import Threads

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.settings import SlackSettings


_log = logging.getLogger(__name__)
_SHARED = (
    "another process serves from the same file of SQLite: stop one, or name a PostgreSQL for both "
    "in SRM_DATABASE_URL"
)


async def run_slack(
    settings: SlackSettings, catalogue: Catalogue, organisation: str | None = None
) -> int:
    """Serve Slack until told to stop; the exit status, 1 when Slack refuses us.

    Raises `StoreRefusedError` when the database refuses us as we are set up.
    `organisation` is where the overlays lie, if there are any; they follow their files.
    """
    set_up_logging(settings.log_level)
    overlays = Watched(organisation, catalogue, time.monotonic) if organisation else None
    store = SteadyStore(lambda: open_store(settings.database.reveal()), time.monotonic)
    kept = Kept(threads=Threads(time.monotonic), store=store, now=time.time)
    _log.info("what must be kept goes to %s", place_of(settings.database.reveal()))
    following = asyncio.create_task(overlays.follow()) if overlays is not None else None
    sole = Sole(settings.database.reveal())
    try:
        # What no waiting mends is said now, not found out by whoever asks.
        await store.begin()
        with sole:
            if sole.shared:
                _log.warning(_SHARED)
            await serve(settings, Desk(catalogue, overlays), kept, stop_at_signals(), _ready)
    except (SlackRefusedError, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    finally:
        if following is not None:
            following.cancel()
        await store.close()
    return 0


def _ready(_: str) -> None:
    """All that stays is there."""
    settle()
