"""The commands about what is kept, for those who look after the catalogue."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from bot.store.counts import DAY, Count
from bot.store.port import Feedback
from bot.store.sql import open_store
from tests.test_cli import objects, srm

if TYPE_CHECKING:
    from pathlib import Path


def test_feedback_is_listed_for_those_who_look_after_the_catalogue(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/srm.db"
    assert srm("feedback", SRM_DATABASE_URL=url).stdout == b"Nobody has judged an answer yet.\n"
    assert srm("feedback", "--json", SRM_DATABASE_URL=url).stdout == b""
    asyncio.run(_judge(url))
    said = srm("feedback", SRM_DATABASE_URL=url).stdout.decode()
    assert said.splitlines() == [
        "2025-11-25  wrong or stale: fargate on operating-system (catalogue e)",
        "    tasks are [31m retired",
    ]
    (one,) = objects(srm("feedback", "--json", SRM_DATABASE_URL=url))
    assert (one["entries"], one["verdict"], one["words"]) == (
        ["fargate"],
        "wrong",
        "tasks are\x1b[31m retired",
    )


async def _judge(url: str) -> None:
    store = await open_store(url)
    await store.add_feedback(
        Feedback(
            team="T1",
            entries=("fargate",),
            topics=("operating-system",),
            verdict="wrong",
            edition="e",
            at=1_764_028_800,
            words="tasks are\x1b[31m retired",
        )
    )
    await store.close()


def test_feedback_is_deleted_for_a_workspace_that_asks(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/srm.db"
    asyncio.run(_judge(url))
    nobody = srm("feedback", "--forget", "T2", SRM_DATABASE_URL=url)
    assert (nobody.returncode, nobody.stdout) == (1, b"")
    assert b"Nothing is kept of 'T2'" in nobody.stderr
    assert srm("feedback", "--forget", "T1", SRM_DATABASE_URL=url).stdout == b"1 row deleted.\n"
    assert b"Nobody has judged" in srm("feedback", SRM_DATABASE_URL=url).stdout


def test_questions_are_counted_for_those_who_look_after_the_catalogue(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/srm.db"
    assert srm("counts", SRM_DATABASE_URL=url).stdout.startswith(
        b"No question was written down yet"
    )
    assert srm("counts", "--json", SRM_DATABASE_URL=url).stdout == b""
    asyncio.run(_count(url))
    assert srm("counts", SRM_DATABASE_URL=url).stdout.decode().splitlines() == [
        "Questions since 2025-11-24: 17.",
        "       14  duty",
        "        2  not-found",
        "        1  clarify",
        "Without a factual answer: 3. By kind, and the entry that came nearest:",
        "        2  not-found  rds",
        "        1  clarify    -",
    ]
    newest, *_ = objects(srm("counts", "--json", SRM_DATABASE_URL=url))
    assert newest == {"day": "2025-11-25", "kind": "duty", "nearest": "", "questions": 9}


async def _count(url: str) -> None:
    store, day = await open_store(url), 1_764_028_800
    asked = ((day, "duty", "", 9), (day, "not-found", "rds", 2), (day, "clarify", "", 1))
    for at, kind, nearest, number in (*asked, (day - DAY, "duty", "", 5)):
        one = Count(at=at, kind=kind, nearest=nearest, number=number)
        await store.counts.put("a", [one])
    await store.close()


def test_a_database_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "srm.db").write_bytes(b"no database at all " * 500)
    done = srm("feedback", SRM_DATABASE_URL=f"sqlite:///{tmp_path}/srm.db")
    assert done.returncode == 1
    assert b"SQLITE_NOTADB" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["counts", "feedback"])
def test_to_ask_without_a_database_makes_none(tmp_path: Path, command: str) -> None:
    done = srm(command, XDG_STATE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert b"There is no database yet" in done.stderr
    assert [*tmp_path.iterdir()] == []
