"""An app that only notes what the listeners register on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Recorder:
    """Stands in for Bolt's app: `heard` is everything registered, by kind."""

    def __init__(self) -> None:
        self.heard: dict[str, set[str]] = {}

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def register(name: Any, *_: object, **__: object) -> Callable[[object], object]:
            self.heard.setdefault(kind, set()).add(_id(name))
            return lambda listener: listener

        return register

    def of(self, *kinds: str) -> set[str]:
        """What was registered as any of these kinds."""
        return set().union(*(self.heard.get(kind, set()) for kind in kinds))


def _id(name: Any) -> str:
    """An event's type, or what an interaction is called by."""
    if isinstance(name, dict):
        return str(name.get("callback_id") or name.get("action_id") or name["type"])
    return str(getattr(name, "pattern", name))
