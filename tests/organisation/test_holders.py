"""Which rule speaks: the most specific, the same few look-ups however many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.errors import OrganisationError
from bot.organisation.holders import Spot
from bot.organisation.load import load_organisations
from tests.organisation.conftest import ours_of, with_rules, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.catalogue.model import Catalogue

PROD, STAGING = Spot(environment="production"), Spot(environment="staging")
LEDGER = Spot(account="ledger")


@pytest.mark.parametrize(
    ("rules", "spot", "team"),
    [
        ([], None, "data"),
        (["team: backups, topics: [backup]"], None, "data"),
        (["team: backups, topics: [backup], services: [rds]"], None, "backups"),
        (["team: payments, environments: [production]"], PROD, "data"),
        (["team: payments, services: [rds], environments: [production]"], PROD, "payments"),
        (["team: payments, services: [rds], environments: [production]"], STAGING, "data"),
        (
            [
                "team: payments, services: [rds], environments: [production]",
                "team: backups, services: [rds], accounts: [ledger]",
            ],
            LEDGER,
            "backups",
        ),
        (
            [
                "team: payments, services: [rds], environments: [production]",
                "team: backups, services: [rds], topics: [backup]",
            ],
            PROD,
            "payments",
        ),
    ],
)
def test_the_most_specific_rule_speaks(
    tmp_path: Path, catalogue: Catalogue, rules: list[str], spot: Spot | None, team: str
) -> None:
    ours = ours_of(write(tmp_path, with_rules(*rules)), catalogue)
    (held,) = ours.held(catalogue.services["rds"], "backup", spot)
    assert held.holder is not None
    assert held.holder.team is not None
    assert held.holder.team.id == team


def test_a_way_of_running_takes_the_rules_of_what_it_is_a_way_of(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rule = "team: payments, services: [eks]"
    ours = ours_of(write(tmp_path, with_rules(rule)), catalogue)
    (held,) = ours.held(catalogue.services["eks-fargate"], "backup", None)
    assert held.holder is not None
    assert held.holder.team is not None
    assert held.holder.team.name == "Payments"


def test_rules_that_differ_by_environment_are_all_shown_when_none_was_said(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rule = "team: payments, services: [rds], environments: [production]"
    ours = ours_of(write(tmp_path, with_rules(rule)), catalogue)
    found = ours.held(catalogue.services["rds"], "backup", None)
    named = {held.places: held.holder.team.id for held in found if held.holder and held.holder.team}
    assert named == {("Production",): "payments", ("Staging",): "data"}


def test_an_account_of_its_own_rule_is_told_apart_inside_its_environment(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rule = "team: payments, services: [rds], accounts: [ledger]"
    ours = ours_of(write(tmp_path, with_rules(rule)), catalogue)
    found = ours.held(catalogue.services["rds"], "backup", PROD)
    assert [held.places for held in found] == [("Production",), ("Ledger",)]


def test_only_places_where_a_service_is_used_matter(tmp_path: Path, catalogue: Catalogue) -> None:
    rule = "team: payments, services: [ec2], environments: [staging]"
    ours = ours_of(write(tmp_path, with_rules(rule)), catalogue)
    (held,) = ours.held(catalogue.services["ec2"], "backup", None)
    assert held.places == ()
    assert held.holder is not None
    assert held.holder.team is not None
    assert held.holder.team.id == "platform"


def test_a_team_that_is_gone_still_holds_and_is_named_by_its_id(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    rule = "team: mainframe, services: [rds], topics: [backup]"
    ours = ours_of(write(tmp_path, with_rules(rule)), catalogue)
    (held,) = ours.held(catalogue.services["rds"], "backup", None)
    assert held.holder is not None
    assert (held.holder.team, held.holder.gone) == (None, "mainframe")


def test_two_rules_that_claim_the_same_are_a_fault(tmp_path: Path, catalogue: Catalogue) -> None:
    write(tmp_path, with_rules("team: payments, services: [rds]"))
    with pytest.raises(OrganisationError) as refused:
        load_organisations(str(tmp_path), catalogue)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.file) == ("rule-twice", "default.yaml")
    assert "default.yaml:26" in problem.says
