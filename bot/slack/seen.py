"""Which events were accepted already: Slack delivers at least once, and we answer once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

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
        self._clock, self._most, self._lasting = clock, most, lasting
        self._kept: OrderedDict[Key, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def first(self, keys: Sequence[Key]) -> bool:
        """Whether none of an event's keys was seen before; they are seen from now on.

        One message may come again with another event id, so each event has two keys.
        """
        self._forget()
        fresh = not any(key in self._kept for key in keys)
        for key in keys:
            self._kept.setdefault(key, self._clock())
        return fresh

    def _forget(self) -> None:
        oldest = self._clock() - self._lasting
        while self._kept:
            key, at = next(iter(self._kept.items()))
            if at > oldest and len(self._kept) <= self._most:
                return
            del self._kept[key]
