"""The one place where real things are built and joined for Slack."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from bot.ask import Desk
from bot.organisation.watch import Watched
from bot.slack.patience import SlackRefusedError
from bot.slack.redact import set_up_logging
from bot.slack.serve import serve, stop_at_signals
from bot.thread.memory import Threads

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.settings import SlackSettings


async def run_slack(
    settings: SlackSettings, catalogue: Catalogue, organisation: str | None = None
) -> int:
    """Serve Slack until told to stop; the exit status, 1 when Slack refuses us.

    `organisation` is where the overlays lie, if there are any; they follow their files.
    """
    set_up_logging(settings.log_level)
    overlays = Watched(organisation, catalogue, time.monotonic) if organisation else None
    try:
        desk = Desk(catalogue, overlays)
        await serve(settings, desk, Threads(time.monotonic), stop_at_signals())
    except (SlackRefusedError, OSError) as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0
