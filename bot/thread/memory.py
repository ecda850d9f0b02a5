"""What a conversation remembers between turns, in this process: ids, never a person's words."""

from __future__ import annotations

from bot.recent import Recent

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
        self._kept: Recent[Key, Context] = Recent(clock, most, lasting)

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Key) -> Context | None:
        """What was remembered of a conversation, if it is not too old."""
        self._kept.forget()
        return self._kept.get(key)

    def put(self, key: Key, context: Context | None) -> None:
        """Remember the turn just taken."""
        if context is None:
            self._kept.drop(key)
        else:
            self._kept.put(key, context)
        self._kept.forget()
