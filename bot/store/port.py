"""What is remembered over a restart, and nothing more: ids and times, never a message.

Times are whole seconds since 1970. Answering never needs the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from bot.record import record
from bot.store.work import WORK_TABLES, WorkStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.organisation.owners import OwnerSet
    from bot.store.counts import CountStore
    from bot.store.installs import Installs

    Verdict = Literal["helpful", "wrong"]

# Every table that grows with use; retention names a time for each.
TABLES = ("greeted", "home", "feedback", "oauth_states", "counts", *WORK_TABLES)
# These hold as much as there are installations, for as long as those last.
LASTING = ("installations", "served")
# What somebody set, which stays until it is taken back or its workspace leaves.
SETTINGS = ("owners",)


@record
class Feedback:
    """What somebody thought of an answer: about which entries and topics, of which edition.

    Who it was is not kept. `words` and `link` are what the person chose to add.
    """

    team: str
    entries: tuple[str, ...]
    topics: tuple[str, ...]
    verdict: Verdict
    edition: str
    at: int
    words: str = ""
    link: str = ""


class Store(Protocol):
    """What is remembered; each method may raise when the database is out of reach."""

    @property
    def installs(self) -> Installs:
        """Where the app is installed."""

    @property
    def work(self) -> WorkStore:
        """What was accepted and is not answered yet."""

    @property
    def counts(self) -> CountStore:
        """How many questions were asked, of which kind."""

    async def greet(self, team: str, person: str, at: int) -> bool:
        """Whether this person is greeted for the first time; remembered from now on."""

    async def home(self, team: str, person: str) -> str | None:
        """The version of the Home tab that this person was last shown."""

    async def put_home(self, team: str, person: str, version: str, at: int) -> None:
        """Remember the version of the Home tab that this person was shown."""

    async def add_feedback(self, feedback: Feedback) -> bool:
        """Keep what somebody thought of an answer; whether it was kept."""

    async def feedback(self) -> tuple[Feedback, ...]:
        """All that people thought of answers, the newest first."""

    async def set_owner(self, owner: OwnerSet) -> bool:
        """Keep whose a duty is, in place of what was set for the same before; whether it was."""

    async def unset_owner(self, owner: OwnerSet) -> bool:
        """Take back what was set for the same service, topic and place; whether anything was."""

    async def owners(self) -> tuple[OwnerSet, ...] | None:
        """Every owner that was set, in an order of its own; None when nobody can tell."""

    async def forget(self, before: Mapping[str, int]) -> int:
        """Delete what is older than the time given for its table; how many rows.

        If that is much, it deletes some of it: nought says that all is done.
        """

    async def forget_team(self, team: str) -> int:
        """Delete all that is kept of a workspace; how many rows."""

    async def close(self) -> None:
        """Let go of the database."""
