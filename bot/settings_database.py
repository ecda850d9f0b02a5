"""The address of the database, and all that is wrong with it before anything is opened."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from bot.errors import SettingsError
from bot.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "SRM_DATABASE_URL"
_URL = re.compile(r"(postgresql|postgres|sqlite)(://\S+)")
_FILE = "sqlite:///"
_FORMS = "Write postgresql://user:password@host/name or sqlite:////folder/srm.db"
_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_FILES = ("sslrootcert", "sslcert", "sslkey", "sslcrl")
# What the driver takes of what PostgreSQL's own tools take; anything else it would send to the
# server as a setting, which then refuses it in words that name neither.
_PARAMETERS = (
    # A folder with the server's socket stands here.
    "host",
    "port",
    "sslmode",
    *_FILES,
    "sslpassword",
    "ssl_min_protocol_version",
    "ssl_max_protocol_version",
    "target_session_attrs",
)
# In place of a file: whatever authorities the machine trusts.
SYSTEM = "system"


def read_address(environ: Mapping[str, str], faults: list[str]) -> Secret:
    """SRM_DATABASE_URL, or else a file of SQLite in the user's state folder; what is wrong with
    it is added to `faults`, which show neither address nor password.
    """
    url = environ.get(NAME, "").strip()
    if not url:
        state = environ.get("XDG_STATE_HOME") or os.path.join("~", ".local", "state")
        return Secret(f"{_FILE}{os.path.expanduser(os.path.join(state, 'srm-bot', 'srm.db'))}")
    if not _URL.fullmatch(url):
        faults.append(f"{NAME} will not do. {_FORMS}, or unset it for a file of your own.")
    elif url.startswith(_FILE) and not url.startswith(f"{_FILE}/"):
        faults.append(
            f"{NAME}: {url} names a file beside wherever the program is started. Write four "
            "slashes and the whole path, such as sqlite:////folder/srm.db."
        )
    elif url.startswith("postgres"):
        faults.extend(f"{NAME}: {one}" for one in _wrong(url, environ))
    return Secret(_URL.sub(r"postgresql\2", url) if url.startswith("postgres:") else url)


def made_address(environ: Mapping[str, str]) -> Secret | None:
    """The database to read from, for commands: None where nobody named one and the bot has made
    none, for to ask is not to make. Raises `SettingsError`.
    """
    faults: list[str] = []
    database = read_address(environ, faults)
    if faults:
        raise SettingsError(faults)
    file = database.reveal().removeprefix(_FILE)
    return database if is_named(environ) or os.path.exists(file) else None


def place_of(address: str) -> str:
    """Where a database is, in words that hold no password: a file, or a host and a name."""
    if address.startswith(_FILE):
        return f"the SQLite file {address.removeprefix(_FILE)}"
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
        return f"PostgreSQL {parts.path.strip('/')} at {parts.hostname or 'its socket'}{port}"
    except ValueError:
        return "a database whose address cannot be read"


def is_named(environ: Mapping[str, str]) -> bool:
    """Whether somebody named a database."""
    return bool(environ.get(NAME, "").strip())


def _wrong(url: str, environ: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the address of a PostgreSQL."""
    if not _has_driver():
        yield "PostgreSQL needs the package asyncpg: pip install asyncpg."
    try:
        parts = urlsplit(url)
        named = bool(parts.path.strip("/")) and (parts.port != 0) and not parts.fragment
    except ValueError:
        # Brackets that do not close, a port that is none.
        named = False
    if not named:
        yield (
            f"it names no database, or no port. {_FORMS}. What is neither letter nor digit in the "
            "password is percent-encoded, such as %40 for @ and %23 for #."
        )
        return
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    if strange := sorted(set(given) - {*_PARAMETERS}):
        shown = ", ".join(repr(one[:40]) for one in strange)
        yield f"{shown} is not known. After the ? may stand {', '.join(_PARAMETERS)}."
    yield from _untrusted(given, environ)


def _untrusted(given: Mapping[str, str], environ: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with how the server is to be trusted."""
    mode = given.get("sslmode", "")
    if "sslmode" in given and mode not in _MODES:
        yield f"sslmode {mode[:20]!r} is none of {', '.join(_MODES)}."
    for name in _FILES:
        path = given.get(name, "")
        if name in given and not (name == "sslrootcert" and path == SYSTEM) and not _is_read(path):
            yield f"{name} names a file that cannot be read."
    if mode in ("verify-ca", "verify-full") and not _has_root(given, environ):
        yield (
            f"sslmode={mode} needs to be told whom to trust. Add &sslrootcert=/the/authority.pem "
            "(of RDS: its global-bundle.pem), or &sslrootcert=system where the server's "
            "certificate is by a public authority."
        )


def _has_root(given: Mapping[str, str], environ: Mapping[str, str]) -> bool:
    """Whether the authority is named here or where PostgreSQL's own tools look for it."""
    usual = os.path.join(os.path.expanduser("~"), ".postgresql", "root.crt")
    return bool(given.get("sslrootcert") or environ.get("PGSSLROOTCERT")) or _is_read(usual)


def _is_read(path: str) -> bool:
    return Path(path).is_file() and os.access(path, os.R_OK)


def _has_driver() -> bool:
    from importlib.util import find_spec  # noqa: PLC0415 - not on the path of `srm ask`

    return find_spec("asyncpg") is not None
