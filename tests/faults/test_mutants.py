"""R13: a damaged catalogue is refused, or says who does what as before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.catalogue.files import bundled_folder
from bot.catalogue.load import load_catalogue
from tests.faults.mutants import Copies, run, verdicts

GATE = 200
_SHARED = re.compile(rb"(\n    aws: [^\n]+)\n    team: [^\n]+")


def test_no_damage_to_a_file_changes_a_verdict() -> None:
    seen = run(GATE, lists=0.01)
    assert seen.broken == [], str(seen)
    assert seen.became["refused"] > GATE / 2


@pytest.fixture(scope="module")
def copies() -> Copies:
    return Copies(Path(bundled_folder()))


def test_the_short_way_reads_what_the_long_one_does(copies: Copies) -> None:
    assert copies.read({}) == (load_catalogue(), [])


def test_an_owner_that_changed_is_seen(copies: Copies) -> None:
    name = "services/account-management.yaml"
    whole = copies.files[name]
    # Of one shared duty the team's half is taken out, which only people can see is wrong.
    catalogue, problems = copies.read({name: _SHARED.sub(rb"\1", whole, count=1)})
    assert catalogue is not None
    assert problems == []
    assert verdicts(catalogue) != verdicts(copies.whole)
