"""Overlays that follow their files while the bot runs, and outlive a broken version of them."""

from __future__ import annotations

import asyncio
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import OrganisationError
from bot.organisation.load import load_organisations

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours

    Stamp = tuple[tuple[str, int, int, int], ...]

EVERY = 3.0
_MOST = 20_000
_KEPT = "the organisation's overlay changed and cannot be used, so the last good one stays"
_log = logging.getLogger(__name__)


def in_background(work: Callable[[], None]) -> None:
    """Do `work` beside the answers: reading thousands of rules takes longer than one may wait."""
    threading.Thread(target=work, name="overlay", daemon=True).start()


class Watched:
    """The overlays at `path` as they are now; the last good ones while the files are broken.

    The files are looked at when somebody asks and by `follow`, at most every few seconds by
    `clock`, and read again only where one of them changed. Raises `OrganisationError` where the
    first version is broken already.
    """

    def __init__(
        self,
        path: str,
        catalogue: Catalogue,
        clock: Callable[[], float],
        run: Callable[[Callable[[], None]], None] = in_background,
    ) -> None:
        self._path, self._catalogue, self._clock, self._run = path, catalogue, clock, run
        self._stamp = stamp_of(path)
        self._now = load_organisations(path, catalogue)
        self._looked = clock()
        self._busy = False
        self.broken = False

    async def follow(self) -> None:
        """Look at the files every few seconds, also where nobody asks; for ever."""
        while True:
            await asyncio.sleep(EVERY)
            self._look()

    def of(self, *ids: str) -> Ours | None:
        """The overlay of the first id that has one, or the default."""
        self._look()
        return self._now.of(*ids)

    def _look(self) -> None:
        if self._busy or self._clock() - self._looked < EVERY:
            return
        self._looked = self._clock()
        stamp = stamp_of(self._path)
        if stamp != self._stamp:
            # Kept before the reading, so that one broken version is told of once.
            self._stamp, self._busy = stamp, True
            self._run(self._read)

    def _read(self) -> None:
        try:
            self._now = load_organisations(self._path, self._catalogue)
        except OrganisationError as fault:
            self.broken = True
            told = "\n".join(f"  {one}" for one in fault.problems)
            _log.error("%s:\n%s", _KEPT, told)
        except Exception as fault:  # noqa: BLE001 - whatever broke, the last good one answers
            self.broken = True
            _log.error(_KEPT, extra={"error": type(fault).__name__})
        else:
            self.broken = False
            _log.info("the organisation's overlay was read again: %d workspaces", len(self._now))
        finally:
            self._busy = False


def stamp_of(path: str) -> Stamp:
    """What tells whether any file of an overlay changed: names, sizes, times and identities."""
    root = Path(path)
    found = [root, *sorted(root.glob("*")), *sorted(root.glob("*/*"))][:_MOST]
    stamps = []
    for one in found:
        try:
            facts = one.stat()
        except OSError:
            continue
        stamps.append((str(one), facts.st_size, facts.st_mtime_ns, facts.st_ino))
    return tuple(stamps)
