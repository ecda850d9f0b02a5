"""An overlay loads as written, or is refused with every problem; each workspace has its own."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from bot.errors import OrganisationError, Problem
from bot.organisation.files import LARGEST
from bot.organisation.load import load_organisations
from tests.organisation.conftest import SMALL, ours_of, with_rules, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours


def problems_of(path: Path, catalogue: Catalogue) -> list[Problem]:
    with pytest.raises(OrganisationError) as refused:
        load_organisations(str(path), catalogue)
    return list(refused.value.problems)


def test_a_good_file_loads_with_every_field_as_written(small: Ours) -> None:
    one = small.organisation
    team = one.teams["payments"]
    assert (one.name, team.channel, team.user_group) == ("Example", "#payments", "@payments-oncall")
    assert team.on_call == "https://oncall.example.com/payments"
    assert one.accounts["ledger"].number == "444455556666"
    assert [used.service for used in one.stack] == ["rds", "ec2", "lambda"]
    assert one.rules[1].scope.services == ("rds",)
    assert (one.rules[1].at.file, one.rules[1].at.line) == ("default.yaml", 26)


def test_a_file_alone_is_everybody_s(tmp_path: Path, catalogue: Catalogue) -> None:
    write(tmp_path, SMALL, "ours.yaml")
    assert ours_of(tmp_path / "ours.yaml", catalogue, "T0ANY").organisation.name == "Example"


def test_a_workspace_sees_its_own_overlay_its_enterprise_s_or_the_default(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    for name in ("default", "T0ONE", "E0BIG"):
        write(tmp_path, f"name: of {name}\n", f"{name}.yaml")
    seen = {
        ids: ours_of(tmp_path, catalogue, *ids).organisation.name
        for ids in [("T0ONE", "E0BIG"), ("T0TWO", "E0BIG"), ("T0TWO", ""), ()]
    }
    assert list(seen.values()) == ["of T0ONE", "of E0BIG", "of default", "of default"]


def test_without_a_default_a_strange_workspace_sees_nobody_s_overlay(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    write(tmp_path, SMALL, "T0ONE.yaml")
    assert load_organisations(str(tmp_path), catalogue).of("T0TWO", "E0BIG") is None


def test_a_workspace_s_folder_may_hold_several_files(tmp_path: Path, catalogue: Catalogue) -> None:
    head, rules = SMALL.split("rules:\n")
    write(tmp_path, head, "T0ONE/teams.yaml")
    write(tmp_path, "rules:\n" + rules, "T0ONE/rules.yaml")
    ours = ours_of(tmp_path, catalogue, "T0ONE")
    assert (len(ours.organisation.teams), len(ours.organisation.rules)) == (4, 2)
    assert ours.organisation.rules[0].at.file == "T0ONE/rules.yaml"


@pytest.mark.parametrize(
    ("before", "after", "rule"),
    [
        ('"#payments"', '"<!channel>"', "shape"),
        ('"#payments"', '"#payments <!here>"', "shape"),
        ('"@payments-oncall"', '"@here"', "shape"),
        ('"@payments-oncall"', '"<!subteam^S0123>"', "shape"),
        ("name: Payments", "name: Pay <@U0123> ments", "markup"),
        ("name: Payments", "name: '*Payments*'", "markup"),
        ("name: Payments", 'name: "Pay\\u202Ements"', "markup"),
        ("name: Databases", "name: 'see @channel'", "markup"),
        ("name: Databases", "name: Everyone @everyone", "markup"),
        ("https://oncall.example.com/payments", "http://oncall.example.com", "shape"),
        ("https://oncall.example.com/payments", "https://a.example|<!here>", "shape"),
        ("https://oncall.example.com/payments", "javascript:alert(1)", "shape"),
        ('"111122223333"', "111122223333", ""),
        ('"111122223333"', '"12"', "shape"),
        ("environment: staging}", "environment: nowhere}", "unknown"),
        ("accounts: [shop-prod], workloads", "accounts: [nowhere], workloads", "unknown"),
        ("services: [rds]", "services: [foobase]", "unknown"),
        ("services: [rds]", "services: [rds], classes: [managed]", "scope"),
        ("classes: [infrastructure,", "classes: [things,", "unknown"),
        ("{team: data, services", "{services", "missing"),
        ("said_as: [stage]", "said_as: [Prod]", "name-taken"),
        ("name: Example\n", "name: Example\nname: Other\n", "yaml"),
        ("name: Example\n", "name: &a Example\n", "yaml"),
        ("name: Example\n", "colour: red\n", "unknown"),
        ("escalation: The", "escalation: TODO the", "unwritten"),
    ],
)
def test_a_fault_is_named_with_file_line_and_cure(
    tmp_path: Path, catalogue: Catalogue, before: str, after: str, rule: str
) -> None:
    assert before in SMALL
    write(tmp_path, SMALL.replace(before, after, 1))
    if not rule:
        assert load_organisations(str(tmp_path), catalogue).of() is not None
        return
    problems = problems_of(tmp_path, catalogue)
    assert [one.rule for one in problems] == [rule]
    assert problems[0].file == "default.yaml"
    assert problems[0].line > 0
    assert problems[0].cure


def test_every_problem_of_every_workspace_comes_at_once(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    write(tmp_path, with_rules("team: data, topics: [soup]", "team: data, runbook: nowhere"))
    write(tmp_path, "teams: {a: {name: <b>}}\n", "T0ONE.yaml")
    write(tmp_path, "x", "notes.yaml")
    rules = {(one.file, one.rule) for one in problems_of(tmp_path, catalogue)}
    assert rules == {
        ("default.yaml", "unknown"),
        ("default.yaml", "shape"),
        ("T0ONE.yaml", "markup"),
        ("notes.yaml", "file"),
    }


def test_an_exception_chooses_a_case_that_the_catalogue_has(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    note = (
        "notes:\n  - {services: [rds], topics: [platform], note: Ours, case: with a custom moon}\n"
    )
    write(tmp_path, SMALL + note)
    (problem,) = problems_of(tmp_path, catalogue)
    assert problem.rule == "case"
    assert "it is a major version upgrade" in problem.cure


def test_a_link_that_leads_out_of_the_folder_is_never_read(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    write(tmp_path, SMALL, "outside/default.yaml")
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "default.yaml").symlink_to(tmp_path / "outside" / "default.yaml")
    (inside / "T0ONE").symlink_to(tmp_path / "outside")
    assert [one.rule for one in problems_of(inside, catalogue)] == ["file", "file"]


def test_a_link_inside_the_folder_is_followed_as_mounted_configuration_needs(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    write(tmp_path, SMALL, "..2026_11/default.yaml")
    (tmp_path / "..data").symlink_to("..2026_11")
    (tmp_path / "default.yaml").symlink_to("..data/default.yaml")
    assert ours_of(tmp_path, catalogue).organisation.name == "Example"


def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path, catalogue: Catalogue) -> None:
    os.mkfifo(tmp_path / "default.yaml")
    assert [one.says for one in problems_of(tmp_path, catalogue)] == ["This is no plain file."]


def test_a_huge_file_is_refused_unread(tmp_path: Path, catalogue: Catalogue) -> None:
    with (tmp_path / "default.yaml").open("wb") as stream:
        stream.truncate(LARGEST * 1000)
    started = time.perf_counter()
    (problem,) = problems_of(tmp_path, catalogue)
    assert "bytes" in problem.says
    assert time.perf_counter() - started < 1


def test_rules_that_would_name_millions_of_duties_are_refused(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    accounts = "".join(f"  a{n}: {{name: Account {n}}}\n" for n in range(400))
    names = ", ".join(f"a{n}" for n in range(400))
    rules = "".join(f"  - {{team: t, topics: [backup], accounts: [{names}]}}\n" for n in range(300))
    write(tmp_path, f"accounts:\n{accounts}rules:\n{rules}")
    (problem,) = problems_of(tmp_path, catalogue)
    assert problem.rule == "size"


def test_an_empty_folder_is_told(tmp_path: Path, catalogue: Catalogue) -> None:
    assert "Add default.yaml" in problems_of(tmp_path, catalogue)[0].cure
