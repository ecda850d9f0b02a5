"""The log of a process while a test runs, with everything put back afterwards."""

from __future__ import annotations

import io
import logging
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.slack.logs import set_up_logging

if TYPE_CHECKING:
    from collections.abc import Iterator

TALKATIVE = ("slack_bolt", "slack_sdk", "aiohttp", "aiosqlite", "asyncio")


@contextmanager
def logged(level: str = "DEBUG") -> Iterator[io.StringIO]:
    """What the process would log."""
    root, stream = logging.getLogger(), io.StringIO()
    handlers, raising = root.handlers[:], logging.raiseExceptions
    levels = {name: logging.getLogger(name).level for name in ("", *TALKATIVE)}
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    set_up_logging(level, stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        logging.raiseExceptions = raising
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        for name, before in levels.items():
            logging.getLogger(name or None).setLevel(before)
