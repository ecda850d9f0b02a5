"""What Slack is sent: a record of its own, so that the doors need not know how it is made."""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@record
class Reply:
    """A message: `text` is the whole answer in words, `blocks` are Block Kit dicts."""

    text: str
    blocks: tuple[Mapping[str, Any], ...]
