"""Logs that hold no token and no message, at any level."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_TOKEN = re.compile(
    r"\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w-]+|\bv0=[0-9a-f]{64}|link/\?ticket=[^\s\"']+"
)
# These log whole bodies and frames: Bolt when no listener takes a request, the SDK at DEBUG.
_TALKATIVE = {
    "slack_bolt": logging.CRITICAL + 1,
    "slack_sdk": logging.WARNING,
    "aiohttp": logging.WARNING,
    "asyncio": logging.WARNING,
}


class Redacting(logging.Formatter):
    """Formats a record, then blots out what looks like a token or a signature."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text without secrets; tracebacks keep their frames only."""
        return _TOKEN.sub("…", super().format(record))


def set_up_logging(level: str, stream: TextIO | None = None) -> None:
    """Send logs to standard error at `level`; libraries that would log messages are capped."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
