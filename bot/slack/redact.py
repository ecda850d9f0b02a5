"""Log records that hold no token, no message and no name, at any level, whoever made them."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

# What a record may hold beside its words, given as `extra=`: ids, codes and kinds of errors.
FIELDS = ("install", "channel", "ts", "code", "error", "at")
_DEEP = 4
_TOKEN = re.compile(
    r"\bx(?:ox[a-z]|app|oxe\.xox[a-z])-[\w-]+|\bv0=[0-9a-f]{64}|link/\?ticket=[^\s\"']+"
)


class Redacting(logging.Filter):
    """Leaves of a record what anybody may read.

    Our own lines keep their words, without what looks like a token or a signature. Those of other
    libraries, which quote bodies and frames, say only where they arose. Of an error its kind and
    place are kept: its words may be those of a message.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, cleaned."""
        ours = record.name.startswith("bot.")
        said = {name: record.__dict__.pop(name) for name in FIELDS if name in record.__dict__}
        fields = said if ours else {}
        if record.exc_info and record.exc_info[0] is not None:
            fields |= {"error": record.exc_info[0].__name__, "at": place_of(record.exc_info[2])}
        record.msg = _TOKEN.sub("…", _words(record) if ours else _where(record))
        record.args, record.exc_info, record.exc_text, record.stack_info = (), None, None, None
        record.__dict__ |= {name: _TOKEN.sub("…", str(value)) for name, value in fields.items()}
        return True


def as_fields(fault: BaseException) -> dict[str, str]:
    """What a line may hold of an error, as its `extra=`."""
    return {"error": type(fault).__name__, "at": place_of(fault.__traceback__)}


def place_of(trace: TracebackType | None) -> str:
    """Where an error arose, and how that was come to: file and line, the innermost first."""
    places: list[str] = []
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename.rpartition("/")[2]
        places.append(f"{file}:{trace.tb_lineno}")
        trace = trace.tb_next
    return "<".join(reversed(places[-_DEEP:]))


def _words(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - a line that does not fit its values is a line all the same
        return _where(record)


def _where(record: logging.LogRecord) -> str:
    return f"reported in {record.funcName}:{record.lineno}"
