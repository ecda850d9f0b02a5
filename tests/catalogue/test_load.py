"""The loader: a good catalogue loads as written; a bad one is refused with every problem."""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalogue.files import bundled_folder
from bot.catalogue.load import load_catalogue, read_catalogue
from bot.errors import CatalogueError, Problem

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text("utf-8")
BAD: list[dict[str, Any]] = yaml.safe_load((HERE / "bad.yaml").read_text("utf-8"))
ODD: list[dict[str, Any]] = yaml.safe_load((HERE / "odd.yaml").read_text("utf-8"))
MAX_SECONDS, MAX_BYTES = 2, 256 * 1024 * 1024


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue with the real word lists and the two services of this folder."""
    bundled = Path(bundled_folder())
    for path in [*bundled.glob("*.yaml"), bundled / "english.txt"]:
        shutil.copy(path, tmp_path)
    (tmp_path / "ambiguous.yaml").write_text("words: []\n")
    (tmp_path / "services").mkdir()
    shutil.copy(HERE / "other.yaml", tmp_path / "services")
    (tmp_path / "services" / "whole.yaml").write_text(GOOD, "utf-8")
    return tmp_path


def problems_of(folder: Path) -> list[Problem]:
    return [one for one in read_catalogue(folder)[1] if one.file == "services/whole.yaml"]


def test_a_good_file_loads_with_every_field_as_written(folder: Path) -> None:
    catalogue, problems = read_catalogue(folder)
    assert catalogue is not None
    assert [one for one in problems if one.file.startswith("services/")] == []
    service = catalogue.services["whole"]
    assert (service.name, service.class_, service.category) == (
        "Amazon Example",
        "managed",
        "database",
    )
    assert service.aliases == ("example", "exampledb", "example: the db")
    assert (service.state.is_, service.state.since, service.state.successor) == (
        "renamed",
        "2024-05",
        "other",
    )
    owners = {topic: duty.says.owner for topic, duty in service.duties.items()}
    assert owners == {
        "physical": "aws",
        "operating-system": "shared",
        "platform": "partner",
        "network": "none",
    }
    case = service.duties["operating-system"].cases[0]
    assert (case.when, case.says.owner) == ("a custom image", "customer")
    assert service.duties["physical"].sources[0].page_date == "2026-10-01"
    assert service.duties["operating-system"].at.line == 20


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad["what"])
def test_a_bad_file_is_refused_with_rule_line_field_and_cure(
    folder: Path, bad: dict[str, Any]
) -> None:
    assert bad["change"] in GOOD
    changed = GOOD.replace(bad["change"], bad["to"], 1)
    (folder / "services" / "whole.yaml").write_text(changed, "utf-8")
    found = problems_of(folder)
    assert (bad["rule"], bad["line"], bad["field"]) in [
        (one.rule, one.line, one.field) for one in found
    ]
    assert all(one.says and one.cure for one in found)
    with pytest.raises(CatalogueError):
        load_catalogue(folder)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: odd["what"])
def test_an_odd_but_valid_file_loads(folder: Path, odd: dict[str, Any]) -> None:
    assert odd["change"] in GOOD
    changed = GOOD.replace(odd["change"], odd["to"], 1)
    (folder / "services" / "whole.yaml").write_text(changed, "utf-8")
    assert problems_of(folder) == []


def test_all_problems_of_all_files_are_listed_together(folder: Path) -> None:
    broken = GOOD.replace("class: managed", "class: hosted").replace("read_on", "red_on")
    (folder / "services" / "whole.yaml").write_text(broken, "utf-8")
    (folder / "topics.yaml").write_text("physical: {title: Physical}\n", "utf-8")
    (folder / "services" / "Bad Name.yaml").write_text(GOOD, "utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_catalogue(folder)
    files = {one.file for one in refused.value.problems}
    assert {"services/whole.yaml", "topics.yaml", "services/Bad Name.yaml"} <= files
    assert {"class", "sources.page.red_on"} <= {one.field for one in refused.value.problems}


HOSTILE: dict[str, bytes] = {
    "UTF-16": GOOD.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + GOOD.encode(),
    "bytes that are not UTF-8": GOOD.encode() + b"# \xff\xfe\n",
    "a NUL byte": GOOD.encode() + b"# \x00\n",
    "nothing at all": b"",
    "only a comment": b"# nothing\n",
    "a list": b"- name: Amazon Example\n",
    "plain text": b"Amazon Example\n",
    "a file too large": GOOD.encode() + b"#" * 300_000,
    "5 MB of one text": b"name: " + b"a" * 5_000_000,
    "100,000 nested brackets": b"name: " + b"[" * 100_000,
    "100,000 nested mappings": b"name: " + b"{a: " * 60_000,
    "a number of 5,000 digits": GOOD.replace("Amazon Example", "9" * 5_000).encode(),
    "a billion laughs": b"a: &a [x, x]\n"
    + b"".join(b"%c: &%c [*%c, *%c]\n" % (n, n, n - 1, n - 1) for n in range(98, 122)),
    "merge keys without end": b"a: &a {k: v}\n"
    + b"".join(b"%c: &%c {<<: [*%c, *%c]}\n" % (n, n, n - 1, n - 1) for n in range(98, 122)),
    "a lone surrogate": GOOD.replace("Amazon Example", '"Amazon \\ud800"').encode(),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused_in_bounded_time_and_memory(folder: Path, data: bytes) -> None:
    (folder / "services" / "whole.yaml").write_bytes(data)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (2 * MAX_BYTES, 2 * MAX_BYTES))

    done = subprocess.run(
        [sys.executable, "-m", "bot", "check", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode == 1
    assert "services/whole.yaml:" in done.stderr
    assert "Traceback" not in done.stderr


def test_links_and_devices_do_not_count_as_files(folder: Path) -> None:
    path = folder / "services" / "whole.yaml"
    path.unlink()
    path.symlink_to(HERE / "good.yaml")
    assert [one.rule for one in problems_of(folder)] == ["file"]
    path.unlink()
    path.mkdir()
    assert [one.rule for one in problems_of(folder)] == ["file"]


def test_a_missing_or_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError):
        load_catalogue(tmp_path)
    with pytest.raises(CatalogueError):
        load_catalogue(tmp_path / "nowhere")


def test_the_edition_names_the_newest_reading_and_changes_with_any_byte(folder: Path) -> None:
    before = read_catalogue(folder)[0]
    path = folder / "services" / "whole.yaml"
    path.write_text(GOOD + "# a comment\n", "utf-8")
    after = read_catalogue(folder)[0]
    assert before is not None
    assert after is not None
    assert before.edition[:10] >= "2026-11-20"
    assert before.edition != after.edition
