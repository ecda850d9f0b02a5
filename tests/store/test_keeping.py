"""The commands about the database, run as whoever runs the bot runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from bot.settings_database import place_of
from bot.store.installs import Installation, Tokens
from bot.store.seal import Seal
from bot.store.sql import open_store
from tests.store.conftest import DATABASES, fresh

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = "a" * 42 + "A=", "b" * 42 + "A="


@pytest.fixture(params=DATABASES)
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return await fresh(request, request.param, tmp_path)


def srm(*words: str, **environ: str) -> tuple[int, str]:
    """Run a command; its exit status, and all that it said."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SRM_")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", *words],
        capture_output=True,
        check=False,
        text=True,
        env={**clean, **environ},
    )
    return done.returncode, done.stdout + done.stderr


async def installed(url: str, key: str, *teams: str) -> None:
    """Installations whose tokens a key has sealed."""
    store = await open_store(url)
    for team in teams:
        sealed = Seal([key]).close(team, Tokens(access=f"xoxb-{team}"))
        await store.installs.put(
            Installation(team=team, enterprise="", bot_user="U0", sealed=sealed, installed=1)
        )
    await store.close()


async def opened(url: str, key: str) -> dict[str, str]:
    """The token of each installation that one key opens."""
    store = await open_store(url)
    found = {one.team: Seal([key]).open(one.team, one.sealed) for one in await store.installs.all()}
    await store.close()
    return {team: tokens.access for team, tokens in found.items()}


def test_migrate_makes_the_tables_once_and_says_so(url: str) -> None:
    status, said = srm("migrate", SRM_DATABASE_URL=url)
    assert status == 0
    place = re.escape(place_of(url))
    assert re.fullmatch(rf"The database is up to date; [1-9]\d* steps taken \({place}\)\.\n", said)
    again = f"The database is up to date; 0 steps taken ({place_of(url)}).\n"
    assert srm("migrate", SRM_DATABASE_URL=url) == (0, again)


async def test_keys_are_rotated_in_three_steps_with_every_token_kept(url: str) -> None:
    """First put the new key before the old; then seal anew; then take the old one away."""
    await installed(url, OLD, "T1", "T2")
    both = {"SRM_DATABASE_URL": url, "SRM_ENCRYPTION_KEYS": f"{NEW},{OLD}"}
    status, said = srm("rotate-keys", **both)
    assert (status, ": 2 anew" in said) == (0, True)
    assert "xoxb" not in said
    assert ": 0 anew" in srm("rotate-keys", **both)[1]
    assert await opened(url, NEW) == {"T1": "xoxb-T1", "T2": "xoxb-T2"}


def test_where_no_workspace_is_installed_no_key_is_let_go(url: str) -> None:
    """A shell in which nobody named the database must not lead to the loss of every token."""
    status, said = srm("rotate-keys", SRM_DATABASE_URL=url, SRM_ENCRYPTION_KEYS=f"{NEW},{OLD}")
    assert status == 1
    assert "take no key away" in said
    assert place_of(url) in said
    assert "may go" not in said


def test_where_a_database_is_can_be_said_without_its_password() -> None:
    said = place_of("postgresql://srm:s3cret@db.example:5433/bot?sslmode=require")
    assert said == "PostgreSQL bot at db.example:5433"
    assert place_of("sqlite:////folder/srm.db") == "the SQLite file /folder/srm.db"


def test_a_file_beside_wherever_the_program_is_started_is_refused() -> None:
    status, said = srm("migrate", SRM_DATABASE_URL="sqlite:///tmp/srm.db")
    assert status == 2
    assert "Write four slashes and the whole path" in said


def test_a_file_that_cannot_be_made_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    status, said = srm("migrate", SRM_DATABASE_URL=f"sqlite:///{tmp_path}/file/srm.db")
    assert status == 1
    assert f"{tmp_path}/file cannot be made" in said
    assert "name another file in SRM_DATABASE_URL" in said


async def test_a_token_that_no_key_opens_is_named_and_the_others_are_sealed(url: str) -> None:
    await installed(url, OLD, "T1")
    await installed(url, NEW, "T2")
    status, said = srm("rotate-keys", SRM_DATABASE_URL=url, SRM_ENCRYPTION_KEYS=NEW)
    assert status == 1
    assert "Not sealed anew: T1: None of SRM_ENCRYPTION_KEYS opens the tokens." in said


def test_without_keys_the_cure_is_said() -> None:
    status, said = srm("rotate-keys")
    assert status == 2
    assert "SRM_ENCRYPTION_KEYS is missing" in said


@pytest.mark.parametrize("command", ["migrate", "rotate-keys"])
def test_a_database_that_cannot_be_used_is_said_without_its_address(
    tmp_path: Path, command: str
) -> None:
    (tmp_path / "srm.db").write_bytes(b"no database at all " * 500)
    url = f"sqlite:///{tmp_path}/srm.db"
    status, said = srm(command, SRM_DATABASE_URL=url, SRM_ENCRYPTION_KEYS=OLD)
    assert status == 1
    assert "The database cannot be used" in said
    assert str(tmp_path) not in said
