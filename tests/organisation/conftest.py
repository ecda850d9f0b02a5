"""A small overlay that tests write to disk and change."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.ask import Desk
from bot.organisation.load import load_organisations

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours

SMALL = """\
name: Example
teams:
  payments:
    name: Payments
    channel: "#payments"
    user_group: "@payments-oncall"
    on_call: https://oncall.example.com/payments
    runbook: https://wiki.example.com/payments
    escalation: The head of payments, then the duty manager.
  data: {name: Databases, channel: "#databases"}
  platform: {name: Platform, channel: "#platform"}
  backups: {name: Backup crew, channel: "#backups"}
environments:
  production: {name: Production, said_as: [prod, live]}
  staging: {name: Staging, said_as: [stage]}
accounts:
  shop-prod: {name: Shop production, number: "111122223333", environment: production}
  shop-staging: {name: Shop staging, environment: staging}
  ledger: {name: Ledger, number: "444455556666", environment: production}
stack:
  - {service: RDS, accounts: [shop-prod, shop-staging, ledger]}
  - {service: ec2, accounts: [shop-prod], workloads: [checkout]}
  - {service: lambda, accounts: [shop-prod]}
rules:
  - {team: platform, classes: [infrastructure, managed, serverless]}
  - {team: data, services: [rds]}
"""


def write(folder: Path, text: str, name: str = "default.yaml") -> Path:
    """Write one file of an overlay; the folder it is in."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return folder


def ours_of(folder: Path, catalogue: Catalogue, *ids: str) -> Ours:
    """The overlay that a workspace sees."""
    found = load_organisations(str(folder), catalogue).of(*ids)
    assert found is not None
    return found


def with_rules(*rules: str) -> str:
    """The small overlay with more rules."""
    return SMALL + "".join(f"  - {{{rule}}}\n" for rule in rules)


@pytest.fixture
def small(tmp_path: Path, catalogue: Catalogue) -> Ours:
    return ours_of(write(tmp_path, SMALL), catalogue)


@pytest.fixture
def desk(catalogue: Catalogue) -> Desk:
    return Desk(catalogue)
