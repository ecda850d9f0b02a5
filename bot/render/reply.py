"""What Slack is sent: a record of its own, so that the doors need not know how it is made."""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@record
class Reply:
    """A message: `text` is the whole answer in words, `blocks` are Block Kit dicts.

    `shorter` says the same within 4,000 letters where `text` does not: a new message may be longer,
    one that takes another's place may not (chat.update: `msg_too_long`).
    """

    text: str
    blocks: tuple[Mapping[str, Any], ...]
    shorter: str = ""

    @property
    def short(self) -> str:
        """What it says within 4,000 letters."""
        return self.shorter or self.text
