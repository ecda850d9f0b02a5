"""Which events were accepted already: Slack delivers at least once, and we answer once."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Key = tuple[str, ...]

# A day of redeliveries (Slack may repeat an event hourly for 24 hours) and some more.
MOST, LASTING = 100_000, 26 * 60 * 60.0


class Seen:
    """A bounded set of event keys; `clock` gives seconds that never go back.

    Keys are kept as numbers, a tenth of their size; that two keys have one number is as good as
    impossible.
    """

    def __init__(
        self, clock: Callable[[], float], most: int = MOST, lasting: float = LASTING
    ) -> None:
        self._clock, self._most, self._lasting = clock, most, lasting
        self._kept: set[int] = set()
        self._order: deque[int] = deque()
        self._since: deque[float] = deque()

    def __len__(self) -> int:
        return len(self._kept)

    def first(self, keys: Sequence[Key]) -> bool:
        """Whether none of an event's keys was seen before; they are seen from now on.

        One message may come again with another event id, so each event has two keys.
        """
        now, marks = self._clock(), dict.fromkeys(map(hash, keys))
        self._forget(now)
        unseen = [mark for mark in marks if mark not in self._kept]
        self._kept.update(unseen)
        self._order.extend(unseen)
        self._since.extend([now] * len(unseen))
        return len(unseen) == len(marks)

    def _forget(self, now: float) -> None:
        """Drop what is too old and what is too many."""
        while self._order:
            if self._since[0] > now - self._lasting and len(self._order) <= self._most:
                return
            self._since.popleft()
            self._kept.discard(self._order.popleft())
