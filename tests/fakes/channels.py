"""Slack's limit on posts: one a second in a channel, and quiet for a second after one too many."""

from __future__ import annotations

from dataclasses import dataclass, field

# A call may be made before the answer is heard that asks for quiet.
_ON_ITS_WAY = 0.1


@dataclass
class Channels:
    """The channels by id; `inside` counts posts tried in a quiet second after it was told."""

    inside: int = 0
    _free: dict[str, float] = field(default_factory=dict)
    _quiet: dict[str, tuple[float, float]] = field(default_factory=dict)

    def take(self, channel: str, called: float, now: float) -> bool:
        """Whether a post that was `called` for some time ago may be made now."""
        told, over = self._quiet.get(channel, (0.0, 0.0))
        self.inside += told + _ON_ITS_WAY < called < over
        if now < self._free.get(channel, 0.0):
            self._quiet[channel] = now, now + 1
            return False
        self._free[channel] = now + 1
        return True
