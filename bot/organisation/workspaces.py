"""Which overlay a workspace sees: its own, its enterprise's, or the default; never another's."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Protocol

    from bot.organisation.ours import Ours

    class Overlays(Protocol):
        """Whatever knows the overlays of today; `broken`: their files cannot be used as they are,
        and older ones answer.
        """

        broken: bool

        def of(self, *ids: str) -> Ours | None:
            """The overlay of the first id that has one, or the default."""


DEFAULT = "default"


class Workspaces:
    """Overlays by workspace or enterprise id."""

    broken = False

    def __init__(self, overlays: Mapping[str, Ours]) -> None:
        self._overlays = dict(overlays)

    def __len__(self) -> int:
        return len(self._overlays)

    def items(self) -> Iterable[tuple[str, Ours]]:
        """Every id with its overlay."""
        return self._overlays.items()

    def of(self, *ids: str) -> Ours | None:
        """The overlay of the first id that has one (workspace, then enterprise), or the default."""
        for name in (*ids, DEFAULT):
            if name in self._overlays:
                return self._overlays[name]
        return None
