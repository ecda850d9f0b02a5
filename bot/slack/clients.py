"""Whose token speaks: that of the only workspace, or that of each place where the app is installed.

An installation is named by the id of its workspace (`T…`) or, where it is installed for a whole
organisation, by that of the organisation (`E…`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.slack.refusal import refusal_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    Call = Callable[[AsyncWebClient], Awaitable[object]]

NOT_INSTALLED = "not_installed"


def install_of(context: AsyncBoltContext) -> str:
    """The installation that a request came to; empty where there is but one."""
    return str(context.get("install", ""))


class Clients(ABC):
    """Slack's Web API with the token of each installation."""

    @abstractmethod
    async def of(self, install: str) -> AsyncWebClient | None:
        """The Web API for an installation; None where the app is not installed (any more).

        Raises `StoreError` when nobody can tell.
        """

    @abstractmethod
    async def another(self, install: str, client: AsyncWebClient, code: str) -> bool:
        """Slack refused this client's token for good, with `code`: whether there is another."""

    async def call(self, install: str, make: Call) -> str:
        """Make one call: empty when it was taken, else Slack's word for why not."""
        while True:
            try:
                client = await self.of(install)
            except StoreError:
                return "store_out_of_reach"
            if client is None:
                return NOT_INSTALLED
            try:
                await make(client)
            except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
                refusal = refusal_of(fault)
            else:
                return ""
            if refusal.kind != "team" or not await self.another(install, client, refusal.code):
                return refusal.code


class OneClient(Clients):
    """The only workspace: one token from the environment, whatever the installation."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def of(self, install: str) -> AsyncWebClient | None:  # noqa: ARG002 - all the same
        """The one client."""
        return self._client

    async def another(
        self,
        install: str,  # noqa: ARG002 - as above
        client: AsyncWebClient,  # noqa: ARG002 - as above
        code: str,  # noqa: ARG002 - as above
    ) -> bool:
        """There is no other token until the bot is started with one."""
        return False
