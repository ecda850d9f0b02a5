"""The environment into frozen settings; everything missing or wrong is named at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from bot.errors import SettingsError
from bot.record import record
from bot.secret import Secret
from bot.settings_database import read_address
from bot.settings_oauth import OAuthSettings, read_keys, read_oauth, wants_oauth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")

# Any of these says that Slack is meant; those that are missing are then named.
SLACK_NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
)
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
_TOKEN = re.compile(r"[A-Za-z0-9.-]+")
_FACTS_URL = re.compile(r"https://[A-Za-z0-9.-]+(?::\d{1,5})?(?:/[A-Za-z0-9._~/%+-]*)?")
_ADMIN = re.compile(r"(?:[TE][A-Z0-9]{1,30}/)?[UW][A-Z0-9]{1,30}")
_API_URL = "https://slack.com/api/"
_LONGEST_SUPPORT = 200
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WHERE = {
    "SLACK_BOT_TOKEN": "the app's page at api.slack.com/apps, Install App, Bot User OAuth Token",
    "SLACK_APP_TOKEN": "the app's page at api.slack.com/apps, Basic Information, App-Level Tokens",
    "SLACK_SIGNING_SECRET": "the app's page at api.slack.com/apps, Basic Information, "
    "App Credentials",
}


@record
class SlackSettings:
    """What serving Slack needs. `app_token` present: Socket Mode; else HTTP, signed.

    `oauth` present: many workspaces, each with a token of its own; else one, with `bot_token`.
    """

    bot_token: Secret
    app_token: Secret | None
    signing_secret: Secret | None
    api_url: str
    host: str
    port: int
    port_given: bool
    log_level: str
    facts_url: str
    database: Secret
    support: str = ""
    tables: bool = True
    oauth: OAuthSettings | None = None
    admins: frozenset[str] = frozenset()


def wants_slack(environ: Mapping[str, str]) -> bool:
    """Whether any of Slack's settings is there, so that Slack is meant."""
    return any(environ.get(name) for name in SLACK_NAMES)


def read_slack_settings(environ: Mapping[str, str], over: str = "") -> SlackSettings:
    """The settings for Slack; raises `SettingsError` with every fault.

    `over` is the only door that will do, `http` or `socket`; empty where the settings choose.
    """
    faults: list[str] = []
    _door(environ, over, faults)
    many = wants_oauth(environ)
    oauth = read_oauth(environ, faults) if many else None
    bot_token = None if many else _bot_token(environ, faults)
    app_token = None if many else _app_token(environ, faults)
    signing_secret = environ.get("SLACK_SIGNING_SECRET", "").strip() or None
    if not many and not environ.get("SLACK_APP_TOKEN") and signing_secret is None:
        faults.extend(_no_door(over))
    settings = SlackSettings(
        bot_token=Secret(bot_token or ""),
        app_token=Secret(app_token) if app_token else None,
        signing_secret=Secret(signing_secret) if signing_secret else None,
        api_url=_api_url(environ, faults),
        host=environ.get("HOST") or "127.0.0.1",
        port=_port(environ, faults),
        port_given=bool(environ.get("PORT")),
        log_level=_level(environ, faults),
        facts_url=_facts_url(environ, faults),
        database=read_address(environ, faults),
        support=_support(environ, faults),
        tables=_tables(environ, faults),
        oauth=oauth,
        admins=_admins(environ, faults),
    )
    if faults:
        raise SettingsError(faults)
    return settings


def _door(environ: Mapping[str, str], over: str, faults: list[str]) -> None:
    """Whether the settings choose the door that was asked for."""
    has_token = bool(environ.get("SLACK_APP_TOKEN", "").strip())
    if over == "http" and has_token:
        faults.append(
            "SLACK_APP_TOKEN is set, which means Socket Mode; this process is to serve HTTP. "
            "Unset it, or start `srm serve --socket` (the Procfile's worker) instead."
        )
    if over == "socket" and not has_token:
        faults.append(
            "SLACK_APP_TOKEN is missing, and this process is to serve Socket Mode: "
            f"{_WHERE['SLACK_APP_TOKEN']}. For HTTP start `srm serve --http` instead."
        )


def _no_door(over: str) -> list[str]:
    """What is missing where nothing says how Slack reaches us."""
    if over == "socket":
        # Said already.
        return []
    second = f"{_WHERE['SLACK_SIGNING_SECRET']}."
    if over == "http":
        return [f"SLACK_SIGNING_SECRET is missing: {second}"]
    return [
        "SLACK_APP_TOKEN (for Socket Mode) or SLACK_SIGNING_SECRET (for HTTP) is missing. "
        f"The first: {_WHERE['SLACK_APP_TOKEN']}, with the scope connections:write. "
        f"The second: {second}"
    ]


def read_database(environ: Mapping[str, str]) -> Secret:
    """The address of the database, which may hold a password; raises `SettingsError`."""
    return _sound(read_address, environ)


def read_sealing(environ: Mapping[str, str]) -> tuple[Secret, ...]:
    """The keys that tokens are sealed by; raises `SettingsError`."""
    return _sound(read_keys, environ)


def read_facts_url(environ: Mapping[str, str]) -> str:
    """Where people read the catalogue's files, empty if nowhere; raises `SettingsError`."""
    return _sound(_facts_url, environ)


def _sound(read: Callable[[Mapping[str, str], list[str]], T], environ: Mapping[str, str]) -> T:
    """One setting by itself; raises `SettingsError` with all that is wrong with it."""
    faults: list[str] = []
    value = read(environ, faults)
    if faults:
        raise SettingsError(faults)
    return value


def _facts_url(environ: Mapping[str, str], faults: list[str]) -> str:
    url = environ.get("SRM_FACTS_URL", "").strip()
    if url and not _FACTS_URL.fullmatch(url):
        faults.append(
            f"SRM_FACTS_URL {url[:80]!r} will not do. Write the https address of the data folder "
            "as people read it, such as https://github.com/you/srm-bot/blob/main/data, or unset it."
        )
    return url


def _token(
    environ: Mapping[str, str], name: str, start: str, faults: list[str], *, required: bool
) -> str | None:
    value = environ.get(name, "").strip()
    if not value:
        if required:
            faults.append(f"{name} is missing. It begins with {start}: {_WHERE[name]}.")
        return None
    if not value.startswith(start) or not _TOKEN.fullmatch(value):
        faults.append(f"{name} does not look right: it begins with {start}. See {_WHERE[name]}.")
    return value


def _bot_token(environ: Mapping[str, str], faults: list[str]) -> str | None:
    name = "SLACK_BOT_TOKEN"
    if environ.get(name, "").strip().startswith("xoxe."):
        faults.append(
            f"{name} is a rotating token, which lives for 12 hours. Rotating tokens are renewed "
            "where the app is installed from its page: set SLACK_CLIENT_ID and "
            "SLACK_CLIENT_SECRET instead, or use an app whose token rotation is off."
        )
        return None
    return _token(environ, name, "xoxb-", faults, required=True)


def _app_token(environ: Mapping[str, str], faults: list[str]) -> str | None:
    name = "SLACK_APP_TOKEN"
    if environ.get(name, "").strip().startswith("xoxe.xapp-"):
        # Neither Bolt nor the SDK refreshes such a token: the bot would go deaf in hours.
        faults.append(
            f"{name} is a rotating token, which cannot be refreshed here. Switch token rotation "
            f"off for app-level tokens and make a new one: {_WHERE[name]}."
        )
        return None
    return _token(environ, name, "xapp-", faults, required=False)


def _api_url(environ: Mapping[str, str], faults: list[str]) -> str:
    url = environ.get("SLACK_API_URL") or _API_URL
    if not _usable(url):
        # Not shown: it may hold a password.
        faults.append(
            "SLACK_API_URL will not do. Write https://…/api/ (plain http only on this machine; "
            "no user, password or query), or unset it for Slack's own."
        )
    return url.rstrip("/") + "/"


def _usable(url: str) -> bool:
    try:
        parts = urlsplit(url)
        bare = parts.port != 0 and not (parts.username or parts.query or parts.fragment)
    except ValueError:
        # Brackets that do not close, a port that is none.
        return False
    near = parts.scheme == "http" and parts.hostname in _LOOPBACK
    return bare and bool(parts.hostname) and (near or parts.scheme == "https")


def _support(environ: Mapping[str, str], faults: list[str]) -> str:
    """Whom people may ask: shown to them as it is, so one short line."""
    whom = environ.get("SRM_SUPPORT", "").strip()
    if len(whom) > _LONGEST_SUPPORT or not whom.isprintable():
        faults.append(
            f"SRM_SUPPORT is over {_LONGEST_SUPPORT} letters or no single line. Name a channel, "
            "an address or a page, such as #cloud-security."
        )
        return ""
    return whom


def _admins(environ: Mapping[str, str], faults: list[str]) -> frozenset[str]:
    """Who may set owners: user ids, or workspace and user id with a stroke between."""
    named = environ.get("SRM_ADMINS", "").replace(",", " ").split()
    wrong = [one[:40] for one in named if not _ADMIN.fullmatch(one)]
    if wrong:
        faults.append(
            f"SRM_ADMINS {', '.join(map(repr, wrong))} is no user id. Write ids with commas "
            "between, such as U0123ABCD, or T0123ABCD/U0123ABCD for one workspace alone; Slack "
            "shows yours under Profile, Copy member ID."
        )
    return frozenset(named)


def _tables(environ: Mapping[str, str], faults: list[str]) -> bool:
    """Whether replies may be drawn with Slack's table block."""
    said = environ.get("SRM_TABLES", "").strip().lower() or "on"
    if said not in ("on", "off"):
        faults.append(f"SRM_TABLES {said[:20]!r} is neither on nor off.")
    return said != "off"


def _port(environ: Mapping[str, str], faults: list[str]) -> int:
    text = environ.get("PORT") or "3000"
    if text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= 65535:
        return int(text)
    faults.append(f"PORT {text[:20]!r} is no port. Write a number from 0 to 65535.")
    return 0


def _level(environ: Mapping[str, str], faults: list[str]) -> str:
    level = (environ.get("LOG_LEVEL") or "INFO").upper()
    if level not in _LEVELS:
        faults.append(f"LOG_LEVEL {level[:20]!r} is none of {', '.join(_LEVELS)}.")
    return level
