"""What a conversation remembers between turns, in this process: ids, never a person's words."""

from __future__ import annotations

from collections import OrderedDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.understand.question import Context

    Key = tuple[str, str, str]

MOST, LASTING = 10_000, 2 * 60 * 60.0


class Threads:
    """Conversations by (team, channel, thread): each forgotten two hours after its last turn.

    `clock` gives seconds that never go back; beyond `most` the oldest conversation goes.
    """

    def __init__(
        self, clock: Callable[[], float], most: int = MOST, lasting: float = LASTING
    ) -> None:
        self._clock, self._most, self._lasting = clock, most, lasting
        self._kept: OrderedDict[Key, tuple[float, Context]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Context | None:
        """What was remembered of a conversation, if it is not too old."""
        self._forget()
        found = self._kept.get(key)
        return found[1] if found else None

    def put(self, key: Key, context: Context | None) -> None:
        """Remember the turn just taken."""
        self._kept.pop(key, None)
        if context is not None:
            self._kept[key] = (self._clock(), context)
        self._forget()

    def _forget(self) -> None:
        oldest = self._clock() - self._lasting
        while self._kept:
            key, (at, _) = next(iter(self._kept.items()))
            if at > oldest and len(self._kept) <= self._most:
                return
            del self._kept[key]
