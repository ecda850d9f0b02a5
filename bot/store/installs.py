"""Where the app is installed, and by which tokens it speaks there: what the store keeps of it.

Tokens come here sealed (`seal.py`) and leave so; the database never has one in the clear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence


@record
class Tokens:
    """What an installation speaks by; `refresh` is empty where tokens are not rotated."""

    access: str
    refresh: str = ""

    def __repr__(self) -> str:
        return "Tokens(…)"


@record
class Installation:
    """The app as it is installed to a workspace, or for a whole organisation.

    `team` is the workspace's id (`T…`), or the organisation's (`E…`) where it is installed for
    all of it. `installed` is when, by Slack's clock; `expires` when the token does, 0 for never.
    """

    team: str
    enterprise: str
    bot_user: str
    sealed: str
    installed: int
    expires: int = 0


class Installs(Protocol):
    """The installations; each method raises when the database is out of reach."""

    async def all(self) -> Sequence[Installation]:
        """Every installation."""

    async def get(self, team: str) -> Installation | None:
        """The installation of this id."""

    async def put(self, made: Installation) -> bool:
        """Keep an installation in place of an older one; false when there is a newer one."""

    async def leave(self, team: str, at: int) -> int:
        """The app was taken away at `at`: delete all that is kept of its installation and of the
        workspaces that it served; how many rows.

        If it was installed again since then, that stays, and with it what is newer than `at`.
        """

    async def join(self, enterprise: str, team: str, at: int) -> None:
        """Remember that a workspace is served by the installation of its organisation."""

    async def use_state(self, state: str, at: int) -> bool:
        """Use up the `state` of an installation under way; false when it was used before."""

    async def reseal(self, team: str, old: str, new: str) -> bool:
        """Put the same tokens sealed by another key; false when they are not `old` any more."""

    async def lease(self, known: Installation, seconds: int) -> bool:
        """Whether the caller alone may renew this token, for so many seconds."""

    async def renew(self, known: Installation, sealed: str, expires: int) -> bool:
        """Put a renewed token in place of the one of `known`; false when that is not the one
        kept any more. The lease ends.
        """
