"""Fields of what Slack sends, where anything may stand in the place of what is expected."""

from __future__ import annotations

from typing import Any


def dict_of(value: object) -> dict[str, Any]:
    """`value` itself where it is an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}
