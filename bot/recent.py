"""A mapping that forgets: what is too old, and the oldest of what is too many."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """Values by key, oldest first. `clock` gives seconds that never go back.

    Nothing goes by itself: `forget` drops what is older than `lasting` seconds, and the
    oldest beyond `most`.
    """

    def __init__(self, clock: Callable[[], float], most: int, lasting: float) -> None:
        self._clock, self._most, self._lasting = clock, most, lasting
        self._kept: OrderedDict[K, tuple[float, V]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: K) -> bool:
        return key in self._kept

    def get(self, key: K) -> V | None:
        """The value under `key`, if it is still kept."""
        found = self._kept.get(key)
        return found[1] if found else None

    def put(self, key: K, value: V) -> None:
        """Keep `value` as the newest."""
        self.drop(key)
        self._kept[key] = (self._clock(), value)

    def drop(self, key: K) -> None:
        """Keep nothing under `key`."""
        self._kept.pop(key, None)

    def forget(self) -> None:
        """Drop what is too old and what is too many."""
        oldest = self._clock() - self._lasting
        while self._kept:
            key, (at, _) = next(iter(self._kept.items()))
            if at > oldest and len(self._kept) <= self._most:
                return
            del self._kept[key]
