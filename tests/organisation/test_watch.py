"""An overlay follows its files while the bot runs, and a broken version changes nothing."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import TYPE_CHECKING

import pytest

from bot.errors import OrganisationError
from bot.organisation.watch import EVERY, Watched
from tests.organisation.conftest import SMALL, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.catalogue.model import Catalogue


class Clock:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        """The time of today's test."""
        return self.now


def at_once(work: Callable[[], None]) -> None:
    work()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watched(tmp_path: Path, catalogue: Catalogue, clock: Clock) -> Watched:
    return Watched(str(write(tmp_path, SMALL)), catalogue, clock, at_once)


def name(watched: Watched, *ids: str) -> str:
    ours = watched.of(*ids)
    return ours.organisation.name if ours else ""


def renamed(text: str) -> str:
    return SMALL.replace("name: Example", f"name: {text}")


def test_a_change_is_seen_within_seconds_and_not_looked_for_more_often(
    tmp_path: Path, watched: Watched, clock: Clock
) -> None:
    write(tmp_path, renamed("Changed"))
    clock.now = EVERY - 0.1
    assert name(watched) == "Example"
    clock.now = EVERY
    assert name(watched) == "Changed"


def test_a_broken_version_is_told_once_and_the_last_good_one_answers(
    tmp_path: Path, watched: Watched, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, renamed("<b>"))
    with caplog.at_level(logging.INFO):
        for step in range(1, 6):
            clock.now = step * EVERY
            assert name(watched) == "Example"
    (told,) = caplog.records
    assert "default.yaml:1" in told.getMessage()
    write(tmp_path, renamed("Mended"))
    clock.now += EVERY
    assert name(watched) == "Mended"


def test_a_broken_version_is_known_until_it_is_mended(
    tmp_path: Path, watched: Watched, clock: Clock
) -> None:
    assert watched.broken is False
    for number, (text, broken) in enumerate([("<b>", True), ("Mended", False)], 1):
        write(tmp_path, renamed(text))
        clock.now = number * EVERY
        watched.of()
        assert watched.broken is broken


async def test_files_are_looked_at_also_where_nobody_asks(
    tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.organisation.watch.EVERY", 0.01)
    found = Watched(str(write(tmp_path, SMALL)), catalogue, time.monotonic, at_once)
    following = asyncio.create_task(found.follow())
    write(tmp_path, renamed("<b>"))
    for _ in range(500):
        await asyncio.sleep(0.01)
        if found.broken:
            break
    following.cancel()
    assert found.broken


def test_a_workspace_that_comes_is_seen_and_one_that_goes_is_gone(
    tmp_path: Path, watched: Watched, clock: Clock
) -> None:
    write(tmp_path, renamed("Own"), "T1/ours.yaml")
    clock.now = EVERY
    assert (name(watched, "T1"), name(watched, "T2")) == ("Own", "Example")
    (tmp_path / "default.yaml").unlink()
    clock.now += EVERY
    assert (name(watched, "T1"), name(watched, "T2")) == ("Own", "")


def test_files_that_do_not_change_are_not_read_again(
    watched: Watched, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        clock.now = 10 * EVERY
        name(watched)
    assert caplog.records == []


def test_a_first_version_that_is_broken_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    write(tmp_path, renamed("<b>"))
    with pytest.raises(OrganisationError):
        Watched(str(tmp_path), catalogue, Clock(), at_once)


def test_nobody_waits_while_a_new_version_is_read(
    tmp_path: Path, catalogue: Catalogue, clock: Clock
) -> None:
    waiting: list[Callable[[], None]] = []
    watched = Watched(str(write(tmp_path, SMALL)), catalogue, clock, waiting.append)
    write(tmp_path, renamed("Changed"))
    for step in range(1, 4):
        clock.now = step * EVERY
        assert name(watched) == "Example"
    (work,) = waiting
    reading = threading.Thread(target=work)
    reading.start()
    reading.join()
    assert name(watched) == "Changed"
