"""Whether this process alone serves from a file of SQLite.

Several may, and nothing is lost, but each waits for the other's locks; replicas belong on
PostgreSQL. A lock beside the file tells, which the system lets go of however the process ends.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sqlalchemy.engine import make_url

from bot.store.engine import file_of

try:
    import fcntl
except ImportError:  # pragma: no cover - a system without such locks
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from types import TracebackType

_ENDING = ".serving"


class Sole:
    """Holds the lock beside the database's file, where there is one, while it is open.

    `shared`: another process holds it.
    """

    def __init__(self, url: str) -> None:
        file = file_of(make_url(url))
        self._path = file.with_name(f"{file.name}{_ENDING}") if file is not None else None
        self._open: int | None = None
        self.shared = False

    def __enter__(self) -> Sole:
        if self._path is None or fcntl is None:
            return self
        try:
            self._open = os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._open, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.shared = True
        except OSError:
            # A folder that takes no file is told by the store itself.
            self.shared = False
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._open is not None:
            os.close(self._open)
            self._open = None
