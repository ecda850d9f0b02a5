"""What must not be seen."""

from __future__ import annotations


class Secret:
    """A value that neither `repr`, `str` nor a log shows; `reveal` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"
