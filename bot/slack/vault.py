"""Where tokens are kept, and the means to use what is kept there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.slack.clock import Clock
    from bot.store.installs import Installs
    from bot.store.seal import Seal


@record
class Vault:
    """The installations in the store, what seals their tokens, and the time.

    `now` gives seconds since 1970, which tokens run out by.
    """

    installs: Installs
    seal: Seal
    clock: Clock
    now: Callable[[], float]
