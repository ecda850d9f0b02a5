"""The compiled form of an overlay answers the same, is never stale, and starts at once."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.errors import OrganisationError
from bot.organisation.load import load_organisations
from bot.organisation.open import open_organisations
from bot.render.export import answer_object
from tests.organisation.conftest import SMALL, with_rules, write
from tests.organisation.test_gaps import EXAMPLE
from tests.test_cli import srm

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue

ASKED = (
    "who owns backups for prod RDS?",
    "who patches EC2?",
    "which services do we have to patch?",
    "what does team Payments own?",
    "what would move off platform team if checkout goes to Fargate?",
    "who patches the nodes of our EKS managed node groups?",
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "srm-bot"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "overlay", SMALL)


def name(folder: Path, catalogue: Catalogue) -> str:
    ours = open_organisations(str(folder), catalogue).of()
    return ours.organisation.name if ours else ""


def test_the_compiled_form_answers_the_same(cache: Path, desk: Desk) -> None:
    loaded = load_organisations(str(EXAMPLE), desk.catalogue).of()
    open_organisations(str(EXAMPLE), desk.catalogue)
    assert len(list(cache.glob("ours-*.json"))) == 1
    compiled = open_organisations(str(EXAMPLE), desk.catalogue).of()
    assert compiled is not None
    for text in ASKED:
        one, two = (
            answer_object(desk.ask(text, None, ours), desk.catalogue) for ours in (loaded, compiled)
        )
        assert one == two


def test_any_change_is_seen_at_once(cache: Path, folder: Path, catalogue: Catalogue) -> None:
    assert [name(folder, catalogue), name(folder, catalogue)] == ["Example", "Example"]
    write(folder, SMALL.replace("name: Example", "name: Changed"))
    assert name(folder, catalogue) == "Changed"
    assert len(list(cache.glob("ours-*.json"))) == 2


def test_a_broken_overlay_is_refused_whatever_was_kept(
    cache: Path, folder: Path, catalogue: Catalogue
) -> None:
    name(folder, catalogue)
    write(folder, with_rules("team: data, services: [rds]"))
    with pytest.raises(OrganisationError):
        open_organisations(str(folder), catalogue)
    assert len(list(cache.glob("ours-*.json"))) == 1


@pytest.mark.parametrize("rubbish", ["", "[]", "null", '{"default": {}}', '{"default": []}'])
def test_a_kept_form_that_is_damaged_is_no_error(
    cache: Path, folder: Path, catalogue: Catalogue, rubbish: str
) -> None:
    name(folder, catalogue)
    (kept,) = cache.glob("ours-*.json")
    kept.write_text(rubbish)
    assert name(folder, catalogue) == "Example"


def test_what_is_kept_is_for_its_owner_alone(
    cache: Path, folder: Path, catalogue: Catalogue
) -> None:
    name(folder, catalogue)
    (kept,) = cache.glob("ours-*.json")
    assert json.loads(kept.read_text())["default"]["name"] == "Example"
    assert kept.stat().st_mode & 0o077 == 0


def test_asking_again_reads_no_yaml(cache: Path, folder: Path) -> None:
    for _ in range(2):
        done = srm("ask", "rds", SRM_ORGANISATION=str(folder), PYTHONVERBOSE="1")
    assert cache.is_dir()
    assert b"import 'bot.organisation.open'" in done.stderr
    assert b"import 'yaml'" not in done.stderr
    assert b"import 'bot.organisation.load'" not in done.stderr
