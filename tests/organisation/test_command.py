"""The commands with an overlay in the environment, and how fast they stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks.overlay import MOST, RULES, best_rounds, many_rules, set_in_slack
from bot.organisation.owners import rule_of
from tests.organisation.conftest import SMALL, ours_of, write
from tests.test_cli import objects, srm

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours


def test_asking_with_an_overlay_names_the_team(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    (answer,) = objects(
        srm("ask", "--json", "who backs up RDS?", SRM_ORGANISATION=str(tmp_path / "default.yaml"))
    )
    assert answer["duties"][0]["ours"]["team"] == "Databases"


def test_a_workspace_may_be_named_and_sees_no_other(tmp_path: Path) -> None:
    write(tmp_path, SMALL, "T1.yaml")
    seen = []
    for name in ("T1", "T2"):
        done = srm("ask", "--json", "--workspace", name, "rds", SRM_ORGANISATION=str(tmp_path))
        seen.append(objects(done)[0]["duties"][-1]["ours"])
    assert [bool(one) for one in seen] == [True, False]


def test_a_broken_overlay_ends_with_one_and_every_problem(tmp_path: Path) -> None:
    write(tmp_path, "teams: {a: {name: <b>}}\nrules: [{services: [rds]}]\n")
    done = srm("ask", "rds", SRM_ORGANISATION=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"default.yaml:") == 2


def test_check_names_owners_that_no_team_is(tmp_path: Path) -> None:
    """A team may come later, so it is no fault; a slip is seen all the same."""
    teams = "name: Example\nteams: {platform: {name: Platform}}\n"
    for team, said in (("platfrm", True), ("platform", False)):
        write(tmp_path, f"{teams}rules: [{{services: [rds], team: {team}}}]\n")
        done = srm("check", SRM_ORGANISATION=str(tmp_path))
        assert (done.returncode, b"1 owner is no team of an overlay" in done.stdout) == (0, said)


def test_check_reads_the_overlay_too(tmp_path: Path) -> None:
    done = srm("check", SRM_ORGANISATION=str(write(tmp_path, SMALL)))
    assert (done.returncode, b"1 overlay, no problems." in done.stdout) == (0, True)
    write(tmp_path, SMALL.replace("name: Example", "name: <b>"))
    assert srm("check", SRM_ORGANISATION=str(tmp_path)).returncode == 1


def test_an_overlay_that_is_not_there_is_wrong_usage() -> None:
    done = srm("ask", "rds", SRM_ORGANISATION="/nowhere")
    assert done.returncode == 2
    assert b"SRM_ORGANISATION" in done.stderr


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Ours:
    folder = tmp_path_factory.mktemp("many")
    return ours_of(write(folder, many_rules(catalogue)), catalogue)


def test_five_thousand_rules_cost_at_most_half_as_much_again(
    desk: Desk, many: Ours, catalogue: Catalogue
) -> None:
    """And so do owners that were set in Slack besides."""
    assert len(many.organisation.rules) == RULES
    with_set = many.with_owners(tuple(map(rule_of, set_in_slack(catalogue))))
    without, *others = best_rounds(desk, None, many, with_set)
    assert max(others) < MOST * without, f"{others} s against {without:.4f} s"
