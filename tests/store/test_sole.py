"""A second process that serves from the same file of SQLite is told so."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.store.sole import Sole

if TYPE_CHECKING:
    from pathlib import Path

_HOLDS = (
    "import sys\n"
    "from bot.store.sole import Sole\n"
    "with Sole(sys.argv[1]) as sole:\n"
    "    print(sole.shared, flush=True)\n"
    "    sys.stdin.read()\n"
)


def test_a_second_process_learns_of_the_first_until_that_is_killed(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/srm.db"
    first = subprocess.Popen(
        [sys.executable, "-c", _HOLDS, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout is not None
    assert first.stdout.readline() == "False\n"
    with Sole(url) as second:
        assert second.shared
    first.kill()
    first.wait()
    first.communicate()
    with Sole(url) as third:
        assert not third.shared


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://h/d"])
def test_what_is_no_file_is_never_shared(url: str) -> None:
    with Sole(url) as one, Sole(url) as two:
        assert (one.shared, two.shared) == (False, False)


def test_a_folder_that_takes_no_file_is_left_to_the_store(tmp_path: Path) -> None:
    with Sole(f"sqlite:///{tmp_path}/nowhere/srm.db") as one:
        assert not one.shared
