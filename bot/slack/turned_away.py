"""Requests that were not let in: counted by why, and said once a minute where it may be our fault.

Anybody may send anything to an open port, so a request without a signature is only counted. One
signed by another secret may well be Slack's, and the secret ours that is wrong: then nothing would
ever be answered, and nobody told.
"""

from __future__ import annotations

import logging
from collections import Counter
from typing import TYPE_CHECKING

from bot.slack.seen import Seen

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CAUSES = ("unsigned", "signature", "age", "not_installed")
SAY_AGAIN_AFTER = 60.0
_SAID = {
    "signature": "a request was signed by another secret; if it came from Slack, "
    "SLACK_SIGNING_SECRET is not this app's",
    "age": "a request was signed more than five minutes from now by our clock; look at the clock",
    "not_installed": "an event came from where the app is not installed",
}
_log = logging.getLogger(__name__)


class TurnedAway:
    """How many, by cause; `clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.counts = Counter(dict.fromkeys(CAUSES, 0))
        # Whether Slack's signature was ever right, so that the secret is this app's.
        self.signed = False
        self._said = Seen(clock, most=1_000, lasting=SAY_AGAIN_AFTER)

    @property
    def by_secret(self) -> int:
        """How many were signed by another secret, as long as none was signed by ours."""
        return 0 if self.signed else self.counts["signature"]

    def note(self, cause: str, installs: Sequence[str] = ()) -> None:
        """Count one; `installs` are the ids of those that it named."""
        self.counts[cause] += 1
        if cause in _SAID and self._said.first([(cause, *installs)]):
            _log.warning(
                _SAID[cause], extra={"install": ",".join(installs[:3])} if installs else {}
            )
