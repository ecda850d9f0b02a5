"""A bot for two workspaces with an overlay each, of which U1 looks after the first."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from bot.ask import Desk
from bot.organisation.load import load_organisations
from tests.fakes.slack import SECRET
from tests.fakes.store import MemoryStore
from tests.limits import block_problems
from tests.slack.conftest import Door, serving
from tests.slack.interactions import interact, sent, slash

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


@pytest.fixture
def kept() -> MemoryStore:
    """What the bot of `door` keeps."""
    return MemoryStore()


@pytest.fixture
async def door(
    slack: FakeSlack, toy_desk: Desk, tmp_path: Path, kept: MemoryStore
) -> AsyncIterator[Door]:
    """The bot for both workspaces; whoever imports it has it, and `kept` with it."""
    async with two_workspaces(slack, toy_desk.catalogue, tmp_path, kept) as made:
        yield made


def by(
    body: dict[str, Any], user: str = "U1", team: str = "T1", own: str | None = None
) -> dict[str, Any]:
    """An interaction of somebody: in the workspace `team`, of the workspace `own`."""
    return {**body, "user": {"id": user, "team_id": own or team}, "team": {"id": team}}


async def command(door: Door, text: str, user: str = "U1", team: str = "T1") -> dict[str, Any]:
    body = slash(text).replace(b"user_id=U1", f"user_id={user}".encode())
    status, answer = await door.form(body.replace(b"team_id=T1", f"team_id={team}".encode()))
    assert status == 200
    return dict(json.loads(answer)) if answer else {}


async def opened(slack: FakeSlack, number: int = 1) -> dict[str, Any]:
    """The form that was opened last."""
    await slack.until(lambda: slack.count("views.open") == number)
    view: dict[str, Any] = slack.sent("views.open")[-1]["view"]
    assert list(block_problems(view["blocks"], "modal")) == []
    return view


def prefilled(view: dict[str, Any]) -> dict[str, str]:
    """What is chosen in the form already."""
    inputs = [one["element"] for one in view["blocks"] if one["type"] == "input"]
    return {
        one["action_id"]: one["initial_option"]["value"]
        for one in inputs
        if "initial_option" in one
    }


async def submit(
    door: Door, user: str = "U1", team: str = "T1", own: str | None = None, **chosen: str
) -> dict[str, Any]:
    """The form sent; what it turned into, or the errors in it."""
    return await interact(door, by(sent("owner", chosen), user, team, own))


RDS = {"service": "rds", "topic": "backup", "owner_team": "payments"}


def told(answer: dict[str, Any]) -> str:
    return "\n".join(
        block["text"]["text"] for block in answer["view"]["blocks"] if block["type"] == "section"
    )
