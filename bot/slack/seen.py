"""Which events were accepted already: Slack delivers at least once, and we answer once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Key = tuple[str, ...]

# A day of redeliveries (Slack may repeat an event hourly for 24 hours) and some more.
MOST, LASTING = 100_000, 26 * 60 * 60.0


class Seen:
    """A bounded set of event keys; `clock` gives seconds that never go back."""

    def __init__(
        self, clock: Callable[[], float], most: int = MOST, lasting: float = LASTING
    ) -> None:
        self._kept: Recent[Key, None] = Recent(clock, most, lasting)

    def __len__(self) -> int:
        return len(self._kept)

    def first(self, keys: Sequence[Key]) -> bool:
        """Whether none of an event's keys was seen before; they are seen from now on.

        One message may come again with another event id, so each event has two keys.
        """
        self._kept.forget()
        fresh = not any(key in self._kept for key in keys)
        for key in keys:
            if key not in self._kept:
                self._kept.put(key, None)
        return fresh
