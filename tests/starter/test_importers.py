"""Importers find services, accounts and teams in files as their tools write them, no secret."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

import pytest

from bot.organisation.load import load_organisations
from bot.starter.found import Found
from bot.starter.kinds import Kinds
from bot.starter.read import read_source
from bot.starter.write import report_of, starter_of
from tests.starter import shapes
from tests.starter.shapes import ACCOUNTS, MADE_UP, REGIONS, SECRET, SERVICES, STRANGE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.catalogue.model import Catalogue
    from bot.organisation.model import Organisation

COUNT = 260


@pytest.fixture(scope="module")
def kinds(catalogue: Catalogue) -> Kinds:
    return Kinds(catalogue)


def read(path: Path, kinds: Kinds) -> Found:
    found = Found()
    read_source(path, kinds, found)
    return found


def dumped(path: Path, tree: dict[str, Any]) -> Path:
    path.write_text(json.dumps(tree), "utf-8")
    return path


def loaded(found: Found, catalogue: Catalogue, folder: Path) -> Organisation:
    """The overlay that is begun, read back by the loader, which refuses any problem."""
    path = folder / "begun.yaml"
    path.write_text(starter_of(found, catalogue), "utf-8")
    ours = load_organisations(str(path), catalogue).of()
    assert ours is not None
    return ours.organisation


@pytest.mark.parametrize(
    ("shape", "strange"),
    [
        (shapes.terraform_state, STRANGE),
        (shapes.terraform_plan, ()),
        (shapes.config_snapshot, MADE_UP[:1]),
        (shapes.config_query, MADE_UP[:1]),
        (shapes.config_discovered, MADE_UP[:1]),
        (shapes.explorer, MADE_UP[1:]),
    ],
)
def test_a_big_file_tells_services_accounts_and_what_was_not_recognised(
    tmp_path: Path,
    catalogue: Catalogue,
    kinds: Kinds,
    shape: Callable[[int], dict[str, Any]],
    strange: tuple[str, ...],
) -> None:
    found = read(dumped(tmp_path / "given.json", shape(COUNT)), kinds)
    (file,) = found.files
    assert file.things == COUNT
    assert file.known == COUNT - sum(found.strange.values())
    assert set(found.used) == SERVICES
    assert set(found.accounts) == set(ACCOUNTS)
    assert set().union(*found.accounts.values()) == set(REGIONS)
    assert set(found.strange) == set(strange)
    report = report_of(found)
    assert all(f"{kind} ({found.strange[kind]})" in report for kind in strange)
    begun = loaded(found, catalogue, tmp_path)
    assert {used.service for used in begun.stack} == SERVICES
    assert {one.number for one in begun.accounts.values()} == set(ACCOUNTS)


@pytest.mark.parametrize("shape", [shapes.terraform_state, shapes.terraform_plan])
def test_no_value_of_a_state_or_plan_is_kept_shown_or_logged(
    tmp_path: Path,
    catalogue: Catalogue,
    kinds: Kinds,
    caplog: pytest.LogCaptureFixture,
    shape: Callable[[int], dict[str, Any]],
) -> None:
    given = dumped(tmp_path / "given.tfstate", shape(COUNT))
    assert given.read_text().count(SECRET) > 1000
    with caplog.at_level(logging.DEBUG):
        found = read(given, kinds)
    shown = [starter_of(found, catalogue), report_of(found), str(vars(found)), caplog.text]
    assert [SECRET in text for text in shown] == [False] * 4


def test_a_secret_where_a_type_should_be_is_not_shown(tmp_path: Path, kinds: Kinds) -> None:
    tree = shapes.terraform_state(1)
    tree["resources"][0]["type"] = f"{SECRET}\n" + "x" * 200
    assert SECRET not in report_of(read(dumped(tmp_path / "given.json", tree), kinds))


def test_a_file_that_breaks_off_is_told_without_a_word_of_it(tmp_path: Path, kinds: Kinds) -> None:
    text = json.dumps(shapes.terraform_state(20))
    (tmp_path / "given.tfstate").write_text(text[: len(text) // 2])
    found = read(tmp_path / "given.tfstate", kinds)
    assert found.files == []
    assert "left out. It is not JSON" in report_of(found)
    assert SECRET not in report_of(found)


def test_the_console_s_csv_tells_the_same_as_the_command_s_json(
    tmp_path: Path, kinds: Kinds
) -> None:
    (tmp_path / "given.csv").write_text(shapes.explorer_csv(COUNT), "utf-8")
    by_csv = read(tmp_path / "given.csv", kinds)
    by_json = read(dumped(tmp_path / "given.json", shapes.explorer(COUNT)), kinds)
    assert (by_csv.used, by_csv.accounts) == (by_json.used, by_json.accounts)
    assert by_csv.files[0].things == COUNT


def test_a_backstage_folder_tells_teams_workloads_and_who_owns_what(
    tmp_path: Path, catalogue: Catalogue, kinds: Kinds
) -> None:
    for name, text in shapes.backstage(110).items():
        path = tmp_path / "given" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    found = read(tmp_path / "given", kinds)
    assert sum(file.things for file in found.files) == 226
    assert found.teams["team-3"] == "Team Number 3"
    assert set(found.used) == {"lambda", "s3", "dynamodb", "rds", "sqs"}
    assert found.strange == {"Backstage resource mainframe-dataset": 22}
    begun = loaded(found, catalogue, tmp_path)
    owners = {service: rule.team for rule in begun.rules for service in rule.scope.services}
    assert (owners["s3"], owners["rds"]) == ("team-0", "team-2")
    works = {used.service: used.workloads for used in begun.stack}
    assert "service-7" in works["lambda"]


def test_codeowners_tells_teams_and_the_services_that_folders_are_named_after(
    tmp_path: Path, kinds: Kinds
) -> None:
    lines = [f"/apps/app-{n}/ @example/team-{n % 9} @jane" for n in range(220)]
    lines += ["# databases", "/infra/rds/ @example/old-team", "*.md docs@example.com"]
    lines += ["/infra/rds/  @example/databases", "infra/s3/*.tf @example/storage_crew"]
    (tmp_path / "CODEOWNERS").write_text("\n".join(lines), "utf-8")
    found = read(tmp_path / "CODEOWNERS", kinds)
    assert found.owned == {"rds": ["databases"], "s3": ["storage-crew"]}
    assert found.teams["storage-crew"] == "storage crew"
    assert found.strange == {"CODEOWNERS line without a team": 1}


def test_a_list_of_services_may_be_written_as_people_write_them(
    tmp_path: Path, kinds: Kinds
) -> None:
    text = "# ours\nAmazon RDS\n- lambda\naws_s3_bucket, Dynamo DB; Foo Base\n"
    (tmp_path / "services.txt").write_text(text, "utf-8")
    found = read(tmp_path / "services.txt", kinds)
    assert set(found.used) == {"rds", "lambda", "s3", "dynamodb"}
    assert found.strange == {"Foo Base": 1}


def test_two_teams_that_are_named_for_one_service_are_not_hidden(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    found = Found()
    for name in ("Reds", "Blues"):
        found.use("rds")
        found.own(found.team(name), "rds")
    assert "# rds is also named for: blues" in starter_of(found, catalogue)
    assert loaded(found, catalogue, tmp_path).rules[0].team == "reds"


@pytest.mark.parametrize("name", ["<!channel>", "*Bold* _team_ `x`", "a: {b", '"', "😀 Team", "#x"])
def test_odd_names_make_an_overlay_that_loads(
    tmp_path: Path, catalogue: Catalogue, name: str
) -> None:
    found = Found()
    found.team(f"{name}-x", name)
    found.work("rds", name)
    found.use("rds")
    assert loaded(found, catalogue, tmp_path).stack[0].service == "rds"


def test_links_pipes_and_other_files_of_a_folder_are_left_alone(
    tmp_path: Path, kinds: Kinds
) -> None:
    dumped(tmp_path / "outside.json", shapes.explorer(20))
    given = tmp_path / "given"
    (given / ".git").mkdir(parents=True)
    (given / "link.json").symlink_to(tmp_path / "outside.json")
    dumped(given / ".git" / "catalog-info.yaml", {})
    (given / "notes.md").write_text("RDS")
    assert read(given, kinds).files == []
