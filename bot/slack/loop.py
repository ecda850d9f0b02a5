"""The event loop that serves, and the collector of what is no longer used."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

    T = TypeVar("T")

# Objects more, since the last time, before the newest are gone through. Python's own 700 come up
# several times a question, and next to all that they find is still in use.
_NEW = 20_000


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run `work` to its end on uvloop, whose sockets cost a third less; on Python's own loop where
    uvloop is not made for the system. Nothing is collected until `settle`: a start leaves little.
    """
    gc.disable()
    try:
        import uvloop  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return asyncio.run(work)
    return uvloop.run(work)


def settle() -> None:
    """Leave what is there by now, catalogue and program, out of the collector's rounds for good."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW, 10, 10)
    gc.enable()
