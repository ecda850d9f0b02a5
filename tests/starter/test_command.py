"""`srm init`: an overlay on standard output or in a new file, the report beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.starter.shapes import SECRET, explorer, terraform_state
from tests.test_cli import srm

if TYPE_CHECKING:
    from pathlib import Path


def test_files_become_an_overlay_that_gaps_can_read(tmp_path: Path) -> None:
    (tmp_path / "a.tfstate").write_text(json.dumps(terraform_state(220)))
    (tmp_path / "b.json").write_text(json.dumps(explorer(220)))
    begun = tmp_path / "ours.yaml"
    sources = [str(tmp_path / name) for name in ("a.tfstate", "b.json")]
    done = srm("init", *sources, "--output", str(begun))
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"Found 10 services, 2 accounts and 0 teams." in done.stderr
    assert b"aws_madeup_thing (" in done.stderr
    assert SECRET not in done.stderr.decode() + begun.read_text("utf-8")
    assert b"that nobody owns" in srm("gaps", str(begun)).stdout


def test_a_few_questions_do_where_there_are_no_files(tmp_path: Path) -> None:
    done = srm("init", given=b"Acme\nPayments, Core\nproduction, staging\nRDS, Lambda\n")
    assert done.returncode == 0
    assert done.stdout.startswith(b"# ")
    (tmp_path / "ours.yaml").write_bytes(done.stdout)
    said = srm(
        "ask", "which services do we have to back up?", SRM_ORGANISATION=str(tmp_path / "ours.yaml")
    )
    assert b"on your stack" in said.stdout


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    kept = tmp_path / "ours.yaml"
    kept.write_text("name: Kept\n")
    done = srm("init", "--output", str(kept), given=b"\n\n\n\n")
    assert done.returncode == 2
    assert kept.read_text() == "name: Kept\n"


def test_sources_that_tell_nothing_end_with_one_and_that_are_not_there_with_two(
    tmp_path: Path,
) -> None:
    (tmp_path / "x.json").write_text("{")
    done = srm("init", str(tmp_path / "x.json"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"It is not JSON" in done.stderr
    assert srm("init", "/nowhere").returncode == 2
