"""Patterns that are compiled when they are first used: one text needs few of them.

To compile all would cost `srm ask` as much as to answer.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from typing import Any

    def late(pattern: str, *, ignore_case: bool = False) -> re.Pattern[str]:  # noqa: D103 - below
        ...


class _Late:
    """Stands for a pattern until one of its methods is asked for."""

    def __init__(self, pattern: str, *, ignore_case: bool = False) -> None:
        self._pattern, self._ignore_case = pattern, ignore_case

    def __getattr__(self, name: str) -> Any:
        import re  # noqa: PLC0415 - with the pattern

        made = re.compile(self._pattern, re.IGNORECASE if self._ignore_case else 0)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub"):
            setattr(self, method, getattr(made, method))
        return getattr(made, name)


if not TYPE_CHECKING:
    late = _Late
