"""What a call of the Web API carries, as JSON or as a form."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiohttp import web


async def given_in(request: web.Request) -> dict[str, Any]:
    """The arguments of a call."""
    if request.content_type == "application/json":
        read: dict[str, Any] = await request.json()
        return read
    form = dict(await request.post())
    return {name: _undone(value) for name, value in form.items()}


def _undone(value: Any) -> Any:
    """A form field that holds JSON, such as blocks, as what it holds."""
    try:
        return json.loads(value) if str(value)[:1] in "[{" else value
    except ValueError:
        return value
