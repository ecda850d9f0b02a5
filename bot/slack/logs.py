"""Logs for machines and people: a line a record, each thing as `key=value`."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.slack.redact import FIELDS, Redacting, place_of

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, TextIO

# What holds one of these stands in quotes.
_ODD = re.compile(r"[\s\"=\\]")
# These log whole bodies, frames and rows: Bolt when no listener takes a request, the rest at DEBUG.
_TALKATIVE = {
    "slack_bolt": logging.CRITICAL + 1,
    "slack_sdk": logging.WARNING,
    "aiohttp": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncio": logging.WARNING,
}
_log = logging.getLogger(__name__)


class KeyValues(logging.Formatter):
    """Time, level, logger and words, then the ids that the record holds."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as one line."""
        said = {
            "time": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%S}"
            f".{int(record.msecs):03}Z",
            "level": record.levelname,
            "logger": record.name,
            "msg": record.getMessage(),
        }
        said |= {name: record.__dict__[name] for name in FIELDS if record.__dict__.get(name)}
        return " ".join(f"{name}={_value(value)}" for name, value in said.items())


def set_up_logging(level: str, stream: TextIO | None = None) -> None:
    """Send logs to standard error at `level`, and there too what nobody caught."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(KeyValues())
    handler.addFilter(Redacting())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name, least in _TALKATIVE.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
    # A handler that fails would print the record that it failed on.
    logging.raiseExceptions = False
    sys.excepthook = lambda kind, _, trace: _uncaught(kind, trace)
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_traceback)
    sys.unraisablehook = lambda args: _uncaught(args.exc_type, args.exc_traceback)


def _uncaught(kind: type[BaseException] | None, trace: TracebackType | None) -> None:
    """An error that nobody caught: its words would be printed otherwise."""
    fields = {"error": getattr(kind, "__name__", ""), "at": place_of(trace)}
    _log.critical("nobody caught an error", extra=fields)


def _value(value: Any) -> str:
    text, plain = str(value), str(value).isprintable()
    bare = text and plain and not _ODD.search(text)
    return text if bare else json.dumps(text, ensure_ascii=not plain)
