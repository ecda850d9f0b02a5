"""Logs that hold no token and no message, at any level."""

from __future__ import annotations

import logging
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, TextIO

_TOKEN = re.compile(
    r"\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w-]+|\bv0=[0-9a-f]{64}|link/\?ticket=[^\s\"']+"
)
# These log whole bodies, frames and rows: Bolt when no listener takes a request, the rest at DEBUG.
_TALKATIVE = {
    "slack_bolt": logging.CRITICAL + 1,
    "slack_sdk": logging.WARNING,
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncio": logging.WARNING,
}


class Redacting(logging.Formatter):
    """Formats a record, then blots out what looks like a token or a signature."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text without secrets."""
        return _TOKEN.sub("…", super().format(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - `logging` named it
        """An error by its kind alone: its words may be those of a message."""
        return f"({ei[0].__name__})" if ei and ei[0] else ""


class Strangers(logging.Filter):
    """Lines of other libraries, which quote bodies and frames, say only where they arose."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, a stranger's without its words."""
        if not record.name.startswith("bot."):
            record.msg, record.args = f"reported in {record.funcName}:{record.lineno}", ()
        return True


def set_up_logging(level: str, stream: TextIO | None = None) -> None:
    """Send logs to standard error at `level`; libraries that would log messages are capped."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Redacting("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.addFilter(Strangers())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
