"""The compiled form answers the same, is never stale and is never trusted blindly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.ask import Desk
from bot.catalogue import fresh
from bot.catalogue.load import load_catalogue
from bot.catalogue.model import Catalogue
from bot.catalogue.open import open_catalogue
from bot.errors import CatalogueError
from bot.render.export import answer_object
from bot.understand.read import Reader
from tests.corpus import items_in
from tests.toy import write_toy_catalogue


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "srm-bot"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "toy").mkdir()
    return str(write_toy_catalogue(tmp_path / "toy"))


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.json"))


def test_the_compiled_form_answers_every_question_of_the_corpus_the_same(
    cache: Path, catalogue: Catalogue
) -> None:
    open_catalogue(None, lambda found: Reader(found).tables())
    assert len(kept(cache)) == 1
    plain, compiled = Desk(catalogue), Desk(open_catalogue())
    assert catalogue.tables is None
    assert compiled.catalogue.tables is not None
    for item in items_in():
        text = str(item.turns[0]["ask"])
        one, two = (answer_object(desk.ask(text), desk.catalogue) for desk in (plain, compiled))
        assert one == two


def test_any_changed_byte_is_seen_at_once(cache: Path, folder: str) -> None:
    before = open_catalogue(folder)
    path = Path(folder) / "services" / "rds.yaml"
    path.write_text(path.read_text("utf-8").replace("Back up the toy", "Copy the toy"), "utf-8")
    after = open_catalogue(folder)
    assert before.edition != after.edition
    assert after.services["rds"].duties["backup"].says.team == "Copy the toy."
    assert len(kept(cache)) == 2


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file counts as changed long ago, so that what the system says of it is noted."""
    monkeypatch.setattr(fresh, "_SETTLED", -(10**12))


@pytest.mark.usefixtures("settled")
def test_unchanged_files_are_not_read_again(
    cache: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = open_catalogue(folder).edition
    assert len(list(cache.glob("*.note"))) == 1
    monkeypatch.setattr(fresh, "_hashed", lambda _: pytest.fail("the files were read"))
    assert open_catalogue(folder).edition == edition


@pytest.mark.usefixtures("settled")
def test_a_change_is_seen_that_keeps_size_and_time(cache: Path, folder: str) -> None:
    before = open_catalogue(folder)
    path = Path(folder) / "services" / "rds.yaml"
    facts, text = path.stat(), path.read_text("utf-8")
    path.write_text(text.replace("Back up the toy", "Back up the yot"), "utf-8")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (facts.st_size, facts.st_mtime_ns)
    after = open_catalogue(folder)
    assert before.edition != after.edition
    assert after.services["rds"].duties["backup"].says.team == "Back up the yot."
    assert len(kept(cache)) == 2


def test_files_changed_just_now_are_read_again(cache: Path, folder: str) -> None:
    """Their next change may come before the file system's clock ticks."""
    open_catalogue(folder)
    assert kept(cache)
    assert not list(cache.glob("*.note"))


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("odd", [b"", b"x", b"x y z", b"\xff\xfe", b" "])
def test_an_odd_note_is_no_note(cache: Path, folder: str, odd: bytes) -> None:
    edition = open_catalogue(folder).edition
    (note,) = cache.glob("*.note")
    note.write_bytes(odd)
    assert open_catalogue(folder).edition == edition
    assert note.read_bytes() != odd


def test_tables_are_made_once_where_they_were_not_kept(cache: Path, folder: str) -> None:
    assert open_catalogue(folder).tables is None
    first = open_catalogue(folder, lambda found: Reader(found).tables())
    again = open_catalogue(folder, lambda _: pytest.fail("they were made again"))
    assert dict(again.tables or {}).keys() == dict(first.tables or {}).keys()
    assert len(kept(cache)) == 1


def test_a_broken_catalogue_is_refused_whatever_was_kept(cache: Path, folder: str) -> None:
    open_catalogue(folder)
    (Path(folder) / "services" / "rds.yaml").write_text("name: [", "utf-8")
    with pytest.raises(CatalogueError):
        open_catalogue(folder)
    assert len(kept(cache)) == 1


@pytest.mark.parametrize("odd", [b"", b"{}", b"[1, 2]", b"\xff\xfe", b'{"services": 1}'])
def test_an_odd_compiled_file_is_made_anew(cache: Path, folder: str, odd: bytes) -> None:
    edition = open_catalogue(folder).edition
    kept(cache)[0].write_bytes(odd)
    assert open_catalogue(folder).edition == edition
    assert kept(cache)[0].read_bytes() != odd


def test_a_folder_that_others_may_write_to_is_not_trusted(cache: Path, folder: str) -> None:
    open_catalogue(folder)
    cache.chmod(0o777)
    kept(cache)[0].write_text("{}")
    assert open_catalogue(folder).services
    assert kept(cache)[0].read_text() == "{}"


def test_no_cache_folder_is_no_error(
    tmp_path: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert open_catalogue(folder).edition == load_catalogue(Path(folder)).edition


def test_only_a_few_compiled_forms_are_kept(cache: Path, folder: str) -> None:
    for number in range(7):
        path = Path(folder) / "services" / "rds.yaml"
        path.write_text(f"{path.read_text()}# {number}\n")
        open_catalogue(folder)
    assert len(kept(cache)) <= 4


def test_a_warm_start_reads_no_yaml(cache: Path, folder: str) -> None:
    code = (
        "import sys; from bot.cli import main; main(['ask', 'who patches RDS?']);"
        "print(sorted(name for name in sys.modules))"
    )
    environ = {**os.environ, "SRM_CATALOGUE": folder, "XDG_CACHE_HOME": str(cache.parent)}
    for warm in (False, True):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, text=True, env=environ
        )
        assert ("'yaml'" in done.stdout.splitlines()[-1]) is not warm
