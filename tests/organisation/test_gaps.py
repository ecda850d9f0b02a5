"""`srm gaps` finds what an overlay leaves open: all of it, and nothing else."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answers.gaps import gaps_of
from tests.organisation.conftest import SMALL, ours_of, write
from tests.test_cli import objects, srm

if TYPE_CHECKING:
    from bot.answers.gaps import Gap
    from bot.catalogue.model import Catalogue

EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "organisation"
PLANTED = {
    ("unowned", "opensearch-service", "resilience", (), None),
    ("unowned", "msk-provisioned", "data", ("Staging",), None),
    ("unowned", "sqs", "logging", (), None),
    ("unowned", "outposts-racks", "physical", (), None),
    ("no-such-owner", None, None, (), "warehouse"),
    ("no-such-owner", None, None, (), "oldhost"),
    ("not-catalogued", "Ledger Appliance", None, (), None),
    ("not-catalogued", "Mainframe Bridge", None, (), None),
}


def found(folder: Path, catalogue: Catalogue) -> list[Gap]:
    return list(gaps_of(ours_of(folder, catalogue), catalogue))


def test_the_example_s_gaps_are_found_all_of_them_and_no_others(catalogue: Catalogue) -> None:
    gaps = found(EXAMPLE, catalogue)
    assert {(one.kind, one.service, one.topic, one.places, one.owner) for one in gaps} == PLANTED
    assert len(gaps) == len(PLANTED)


def test_each_gap_names_where_to_mend_it(catalogue: Catalogue) -> None:
    for gap in found(EXAMPLE, catalogue):
        line = (EXAMPLE / gap.at.file).read_text("utf-8").splitlines()[gap.at.line - 1]
        assert line.startswith("  - {")


def test_an_overlay_without_gaps_has_none(tmp_path: Path, catalogue: Catalogue) -> None:
    assert found(write(tmp_path, SMALL), catalogue) == []


def test_what_aws_does_alone_needs_no_owner(tmp_path: Path, catalogue: Catalogue) -> None:
    stack = "stack: [{service: rds}]\n"
    topics = {one.topic for one in found(write(tmp_path, stack), catalogue)}
    assert "backup" in topics
    assert topics.isdisjoint({"physical", "operating-system"})


def test_an_exception_that_gives_the_team_a_part_needs_an_owner(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    stack = "stack: [{service: rds}]\n"
    note = (
        "notes:\n  - {services: [rds], topics: [operating-system], note: Ours wait., "
        "case: the operating system update is optional}\n"
    )
    topics = {one.topic for one in found(write(tmp_path, stack + note), catalogue)}
    assert "operating-system" in topics


def test_the_command_ends_with_one_where_there_are_gaps_and_with_zero_where_none(
    tmp_path: Path,
) -> None:
    done = srm("gaps", SRM_ORGANISATION=str(EXAMPLE))
    assert done.returncode == 1
    assert b"4 duties that nobody owns, 2 owners that do not exist and 2 services" in done.stdout
    done = srm("gaps", str(write(tmp_path, SMALL)))
    assert (done.returncode, done.stdout) == (
        0,
        b"No gaps: every duty on the stack has an owner that exists.\n",
    )
    assert srm("gaps", SRM_ORGANISATION="").returncode == 2


def test_the_command_speaks_json_csv_and_markdown() -> None:
    by_json = objects(srm("gaps", "--format", "json", str(EXAMPLE)))
    assert {(one["kind"], one["service"]) for one in by_json} == {one[:2] for one in PLANTED}
    by_csv = list(
        csv.reader(io.StringIO(srm("gaps", "--format", "csv", str(EXAMPLE)).stdout.decode()))
    )
    assert len(by_csv) == 1 + len(PLANTED)
    by_markdown = srm("gaps", "--format", "markdown", str(EXAMPLE)).stdout.decode()
    assert by_markdown.startswith("| Gap | Service | Topic | Where | Owner | Mend it in |\n| --- |")
