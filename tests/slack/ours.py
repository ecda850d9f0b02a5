"""A bot for two workspaces with an overlay each, of which U1 looks after the first."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp

from bot.ask import Desk
from bot.organisation.load import load_organisations
from tests.fakes.slack import SECRET
from tests.slack.conftest import Door, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from bot.catalogue.model import Catalogue
    from bot.store.port import Store
    from tests.fakes.slack import FakeSlack

REDS = """\
name: Reds
teams:
  payments: {name: Payments, channel: "#payments", on_call: https://oncall.example.com/payments}
  databases: {name: Databases, channel: "#databases"}
  quiet: {name: Quiet}
environments:
  production: {name: Production, said_as: [prod]}
  staging: {name: Staging}
accounts:
  ledger: {name: Ledger, environment: production}
  shop: {name: Shop, environment: staging}
stack: [{service: rds}, {service: ec2}]
rules:
  - {team: databases, services: [rds]}
  - {team: quiet, services: [ec2]}
"""
BLUES = """\
name: Blues
teams: {harbour: {name: Harbour, channel: "#harbour"}}
rules: [{team: harbour}]
"""


@asynccontextmanager
async def two_workspaces(
    slack: FakeSlack, catalogue: Catalogue, folder: Path, store: Store | None = None
) -> AsyncIterator[Door]:
    """The bot over HTTP; `folder` holds the overlays."""
    for name, text in (("T1", REDS), ("T2", BLUES)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    desk = Desk(catalogue, load_organisations(str(folder), catalogue))
    serve = serving(
        slack,
        desk,
        store=store,
        SLACK_SIGNING_SECRET=SECRET,
        SRM_ADMINS="U1, T2/U2",
        SRM_SUPPORT="#cloud-security",
    )
    async with (
        serve as address,
        aiohttp.ClientSession() as session,
    ):
        yield Door(address=address, session=session)


def by(
    body: dict[str, Any], user: str = "U1", team: str = "T1", own: str | None = None
) -> dict[str, Any]:
    """An interaction of somebody: in the workspace `team`, of the workspace `own`."""
    return {**body, "user": {"id": user, "team_id": own or team}, "team": {"id": team}}
