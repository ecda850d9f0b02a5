"""Faults thrown by seed: the same seed throws the same faults in the same order."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.fakes.slack import Fault

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a call may meet. Each of the second kind has two halves: taken, or not.
KNOWN: dict[str, Sequence[Fault]] = {
    "a rate limit": [
        Fault(error="ratelimited", status=429, retry_after=wait)
        for wait in ("1", "30", "0", "abc", None, "Wed, 21 Oct 2099 07:28:00 GMT")
        if wait != "Wed, 21 Oct 2099 07:28:00 GMT"
    ],
    "not taken, says Slack": [
        Fault(error=code)
        for code in ("message_limit_exceeded", "request_timeout", "team_added_to_org")
    ],
}
UNKNOWN: dict[str, Sequence[Fault]] = {
    "a page of 500": [Fault(status=500, page=True)],
    "a page of 502": [Fault(status=502, page=True)],
    "a page of 503": [Fault(status=503, page=True)],
    "a page of 504": [Fault(status=504, page=True)],
    "a page of 200": [Fault(page=True)],
    "half of its JSON": [Fault(cut=True)],
    "internal_error": [Fault(error="internal_error")],
    "fatal_error": [Fault(error="fatal_error", status=500)],
    "a broken connection": [Fault(reset=True)],
}
KINDS = {**KNOWN, **UNKNOWN}
RATE = 0.05


class Dice:
    """Throws one of `kinds` for some calls; an unknown outcome is taken every other time."""

    def __init__(self, seed: int, *kinds: str, rate: float = RATE) -> None:
        self._random = random.Random(seed)
        self._kinds, self._rate = kinds, rate
        self.thrown = 0

    def __call__(self, method: str) -> Fault | None:
        """The fault of a call, or none."""
        if self._random.random() >= self._rate:
            return None
        kind = self._random.choice(self._kinds)
        fault = self._random.choice(KINDS[kind])
        self.thrown += 1
        taken = kind in UNKNOWN and self._random.random() < 0.5
        return replace(fault, taken=taken) if method.startswith("chat.") else fault
