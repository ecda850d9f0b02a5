"""The settings of a bot that many workspaces install by themselves, by OAuth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.record import record
from bot.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

_CREDENTIALS = "the app's page at api.slack.com/apps, Basic Information, App Credentials"
_MAKE_KEY = "openssl rand -base64 32 | tr '+/' '-_'"
_CLIENT_ID = re.compile(r"\d{1,20}\.\d{1,20}")
_CLIENT_SECRET = re.compile(r"[A-Za-z0-9]{8,128}")
# 32 bytes in base64 as URLs have it.
_KEY = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]=")


@record
class OAuthSettings:
    """What installing from a page needs. Of `keys`, the first seals and all of them open."""

    client_id: str
    client_secret: Secret
    keys: tuple[Secret, ...]


def wants_oauth(environ: Mapping[str, str]) -> bool:
    """Whether many workspaces are meant: one half of the pair suffices, the other is asked for."""
    return any(environ.get(name, "").strip() for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"))


def read_oauth(environ: Mapping[str, str], faults: list[str]) -> OAuthSettings:
    """The settings for many workspaces; what is missing or wrong is added to `faults`."""
    client_id = environ.get("SLACK_CLIENT_ID", "").strip()
    secret = environ.get("SLACK_CLIENT_SECRET", "").strip()
    for name, value, form in (
        ("SLACK_CLIENT_ID", client_id, _CLIENT_ID),
        ("SLACK_CLIENT_SECRET", secret, _CLIENT_SECRET),
    ):
        if not value:
            faults.append(f"{name} is missing; many workspaces need it: {_CREDENTIALS}.")
        elif not form.fullmatch(value):
            faults.append(f"{name} does not look right. See {_CREDENTIALS}.")
    if not environ.get("SLACK_SIGNING_SECRET", "").strip():
        faults.append(
            "SLACK_SIGNING_SECRET is missing; many workspaces are served over HTTP, which needs "
            f"it: {_CREDENTIALS}."
        )
    _refuse(environ, faults)
    return OAuthSettings(
        client_id=client_id, client_secret=Secret(secret), keys=read_keys(environ, faults)
    )


def _refuse(environ: Mapping[str, str], faults: list[str]) -> None:
    """Tokens of one workspace beside settings for many: nobody can tell which is meant."""
    if environ.get("SLACK_APP_TOKEN", "").strip():
        faults.append(
            "SLACK_APP_TOKEN is set beside SLACK_CLIENT_ID: Socket Mode is for one workspace, "
            "installing from a page needs HTTP. Unset SLACK_APP_TOKEN, or SLACK_CLIENT_ID and "
            "SLACK_CLIENT_SECRET."
        )
    if environ.get("SLACK_BOT_TOKEN", "").strip():
        faults.append(
            "SLACK_BOT_TOKEN is set beside SLACK_CLIENT_ID: each workspace that installs the app "
            "has a token of its own, which the bot keeps. Unset SLACK_BOT_TOKEN."
        )


def read_keys(environ: Mapping[str, str], faults: list[str]) -> tuple[Secret, ...]:
    """The keys that tokens are sealed by; what is missing or wrong is added to `faults`."""
    name = "SRM_ENCRYPTION_KEYS"
    keys = [key.strip() for key in environ.get(name, "").split(",") if key.strip()]
    if not keys:
        faults.append(
            f"{name} is missing: tokens are kept sealed by it. Make one with {_MAKE_KEY}, and "
            "keep it apart from the database and its backups."
        )
    # Not shown, which of them is enough.
    wrong = [str(number) for number, key in enumerate(keys, 1) if not _KEY.fullmatch(key)]
    if wrong:
        faults.append(
            f"{name}: no. {', '.join(wrong)} of {len(keys)} is no key. Each is 32 random bytes "
            f"in base64, commas between; make one with {_MAKE_KEY}."
        )
    if not _can_seal():
        faults.append(f"{name} needs the package cryptography: pip install cryptography.")
    return tuple(Secret(key) for key in keys)


def _can_seal() -> bool:
    from importlib.util import find_spec  # noqa: PLC0415 - not on the path of `srm ask`

    return find_spec("cryptography") is not None
