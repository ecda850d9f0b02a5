"""A database that will not have us is told apart from one that is away, in words with a cure."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text

from bot.errors import StoreError
from bot.store.engine import make_engine
from bot.store.refused import StoreRefusedError
from bot.store.sql import open_store
from tests.fakes.postgres import Postgres, postgres
from tests.store.test_keeping import srm

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Who comes from this machine is let in; through the socket only who has a password.
_DOORS = "local all ada scram-sha-256\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n"


@pytest.fixture(scope="module")
def guarded() -> Iterator[Postgres]:
    """A server with a user who needs a password, on a port of this machine too."""
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    with postgres("-c", "listen_addresses=127.0.0.1", "-c", f"port={port}") as server:
        (server.folder / "data" / "pg_hba.conf").write_text(_DOORS, "utf-8")
        (server.folder / "port").write_text(str(port), "utf-8")
        asyncio.run(_do(server, "CREATE ROLE ada LOGIN PASSWORD 'r:ght'"))
        server.tell(signal.SIGHUP)
        yield server


async def _do(server: Postgres, statement: str) -> str:
    """Run one statement as who looks after the server."""
    engine = make_engine(by_socket(server, "postgres"), 5_000)
    async with engine.connect() as connection:
        single = await connection.execution_options(isolation_level="AUTOCOMMIT")
        found = await single.execute(text(statement))
        said = str(found.scalar()) if found.returns_rows else ""
    await engine.dispose()
    return said


def port_of(server: Postgres) -> str:
    return (server.folder / "port").read_text("utf-8")


def by_socket(server: Postgres, user: str, name: str = "postgres") -> str:
    return f"postgresql://{user}@/{name}?host={server.folder}&port={port_of(server)}"


def by_port(server: Postgres, more: str = "") -> str:
    return f"postgresql://postgres@localhost:{port_of(server)}/postgres{more}"


@pytest.mark.parametrize(
    ("user", "name", "words"),
    [
        ("ada:wrong", "postgres", "refuses the user or the password"),
        ("postgres", "nowhere", "no database of the name"),
        ("grace", "postgres", "lets nobody in like this"),
        ("ada:r%3Aght", "postgres", "may not make tables"),
    ],
)
@pytest.mark.parametrize("command", ["migrate", "counts", "feedback", "owners"])
def test_each_command_says_in_two_lines_what_the_database_refuses_and_how_to_mend_it(
    guarded: Postgres, user: str, name: str, words: str, command: str
) -> None:
    status, said = srm(command, SRM_DATABASE_URL=by_socket(guarded, user, name))
    assert (status, words in said) == (1, True), said
    assert said.count("\n") == 2
    assert "ght" not in said.replace("right", "")


def test_a_bot_that_the_database_refuses_ends_at_once_and_says_why(guarded: Postgres) -> None:
    status, said = srm(
        "serve",
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_SIGNING_SECRET="0" * 32,
        PORT="0",
        SRM_DATABASE_URL=by_socket(guarded, "ada:wrong"),
    )
    assert status == 1
    assert "The database cannot be used:" in said
    assert "refuses the user or the password" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("postgresql://u:p@nowhere.invalid/srm", "is not found"),
        ("postgresql://u:p@127.0.0.1:1/srm", "Nothing listens"),
        ("postgresql://u:p@/srm?host=/nowhere", "Nothing listens"),
    ],
)
async def test_a_database_that_is_away_is_no_fault_of_the_settings(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words) as away:
        await open_store(url)
    assert not isinstance(away.value, StoreRefusedError)


async def test_a_server_is_verified_by_the_authority_that_the_address_names(
    guarded: Postgres, tmp_path: Path
) -> None:
    for name in ("ours", "strange"):
        _certificate(tmp_path / name)
    data = guarded.folder / "data"
    for ending in ("crt", "key"):
        made = data / f"server.{ending}"
        shutil.copyfile(f"{tmp_path}/ours.{ending}", made)
        made.chmod(0o600)
        os.chown(made, data.stat().st_uid, data.stat().st_gid)
    await _do(guarded, "ALTER SYSTEM SET ssl = on")
    guarded.tell(signal.SIGHUP)
    await asyncio.sleep(0.5)
    if await _do(guarded, "SHOW ssl") != "on":
        pytest.skip("this PostgreSQL was built without TLS")
    verified = "?sslmode=verify-full&sslrootcert="
    store = await open_store(by_port(guarded, f"{verified}{tmp_path}/ours.crt"))
    await store.close()
    for wrong in (f"{tmp_path}/strange.crt", "system"):
        with pytest.raises(StoreError, match="certificate is not trusted"):
            await open_store(by_port(guarded, f"{verified}{wrong}"))


def _certificate(path: Path) -> None:
    """A certificate of `localhost`, signed by itself, and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path.with_suffix(".crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    path.with_suffix(".key").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
