"""Settings come from the environment; every fault is named at once, with where to mend it."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.secret import Secret
from bot.settings import read_slack_settings, wants_slack

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
KEY = "a" * 42 + "A="
MANY = {
    "SLACK_CLIENT_ID": "123.456",
    "SLACK_CLIENT_SECRET": "c" * 32,
    "SLACK_SIGNING_SECRET": "s",
    "SRM_ENCRYPTION_KEYS": f"{KEY}, {'b' * 42}A=",
}


def faults(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read_slack_settings(environ)
    return list(refused.value.faults)


def test_an_app_token_means_socket_mode_and_a_secret_http() -> None:
    assert read_slack_settings(SOCKET).app_token is not None
    settings = read_slack_settings(HTTP)
    assert settings.app_token is None
    assert (settings.host, settings.port, settings.log_level) == ("127.0.0.1", 3000, "INFO")
    assert settings.api_url == "https://slack.com/api/"


def test_everything_missing_is_named_with_where_to_find_it() -> None:
    found = faults({})
    assert len(found) == 2
    assert "Bot User OAuth Token" in found[0]
    assert "App-Level Tokens" in found[1]
    assert "App Credentials" in found[1]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1", "begins with xoxb-"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1", "rotating"),
        ("SLACK_APP_TOKEN", "xoxb-1", "begins with xapp-"),
        ("SLACK_APP_TOKEN", "xoxe.xapp-1", "rotating"),
        ("SLACK_API_URL", "http://slack.example/api/", "https"),
        ("SLACK_API_URL", "slack.com", "https"),
        ("PORT", "99999", "PORT"),
        ("PORT", "-1", "PORT"),
        ("PORT", "\u0663", "PORT"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL"),
        ("SRM_FACTS_URL", "http://example.com/data", "https"),
        ("SRM_SUPPORT", "a\nb", "SRM_SUPPORT"),
        ("SRM_SUPPORT", "a" * 201, "SRM_SUPPORT"),
        ("SRM_TABLES", "maybe", "neither on nor off"),
        ("SRM_ADMINS", "U1, ada", "'ada' is no user id"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, words: str) -> None:
    (fault,) = faults({**SOCKET, name: value})
    assert words in fault


def test_plain_http_is_allowed_on_this_machine_only() -> None:
    settings = read_slack_settings({**HTTP, "SLACK_API_URL": "http://127.0.0.1:80/api"})
    assert settings.api_url == "http://127.0.0.1:80/api/"


def test_a_secret_shows_in_no_representation() -> None:
    settings = read_slack_settings(HTTP)
    assert "xoxb" not in repr(settings)
    assert "xoxb" not in f"{Secret('xoxb-1')}"
    assert settings.bot_token.reveal() == "xoxb-1"


def test_slack_is_meant_when_any_of_its_settings_is_there() -> None:
    assert wants_slack({"SLACK_APP_TOKEN": "x"})
    assert not wants_slack({"SLACK_BOT_TOKEN": "", "HOME": "/"})


def test_the_database_is_a_file_in_the_user_s_state_folder_unless_another_is_named() -> None:
    named = {**SOCKET, "XDG_STATE_HOME": "/home/ada/state"}
    database = read_slack_settings(named).database.reveal()
    assert database == "sqlite:////home/ada/state/srm-bot/srm.db"
    assert "/.local/state/srm-bot/srm.db" in read_slack_settings(SOCKET).database.reveal()
    named["SRM_DATABASE_URL"] = "postgres://u:p@db/srm?sslmode=require"
    database = read_slack_settings(named).database.reveal()
    assert database == "postgresql://u:p@db/srm?sslmode=require"


def test_a_database_of_no_known_kind_is_refused_without_being_shown() -> None:
    (fault,) = faults({**SOCKET, "SRM_DATABASE_URL": "mysql://root:word@db/srm"})
    assert "postgresql://" in fault
    assert "root:" not in fault


def test_a_client_id_means_many_workspaces_with_keys_of_which_the_first_seals() -> None:
    settings = read_slack_settings(MANY)
    assert settings.oauth is not None
    assert [key.reveal()[0] for key in settings.oauth.keys] == ["a", "b"]
    assert (settings.app_token, settings.bot_token.reveal()) == (None, "")
    assert read_slack_settings(HTTP).oauth is None


@pytest.mark.parametrize("name", ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"])
def test_all_that_many_workspaces_lack_is_named_at_once_with_the_cure(name: str) -> None:
    found = "\n".join(faults({name: MANY[name], "PORT": "high"}))
    lacking = {*MANY} - {name}
    assert all(f"{one} is missing" in found for one in lacking)
    assert "PORT" in found
    assert "App Credentials" in found
    assert "openssl rand -base64 32" in found
    assert "SLACK_BOT_TOKEN" not in found, "that is for one workspace"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SLACK_APP_TOKEN", "xapp-1", "Unset SLACK_APP_TOKEN"),
        ("SLACK_BOT_TOKEN", "xoxb-1", "Unset SLACK_BOT_TOKEN"),
        ("SLACK_CLIENT_ID", "my app", "SLACK_CLIENT_ID does not look right"),
        ("SLACK_CLIENT_SECRET", "a b", "SLACK_CLIENT_SECRET does not look right"),
        ("SRM_ENCRYPTION_KEYS", f"{KEY},short", "no. 2 of 2 is no key"),
    ],
)
def test_what_does_not_go_with_many_workspaces_is_named(name: str, value: str, words: str) -> None:
    (fault,) = faults({**MANY, name: value})
    assert words in fault


def test_neither_a_client_secret_nor_a_key_is_ever_shown() -> None:
    settings = read_slack_settings(MANY)
    assert KEY not in repr(settings)
    assert "c" * 32 not in repr(settings)
    shown = "\n".join(faults({**MANY, "SRM_ENCRYPTION_KEYS": "notakey", "PORT": "x"}))
    assert "notakey" not in shown


def test_web_refuses_an_app_level_token_and_worker_needs_one() -> None:
    for environ, over, words in (
        (SOCKET, "http", "which means Socket Mode; this process is to serve HTTP"),
        (HTTP, "socket", "SLACK_APP_TOKEN is missing"),
    ):
        with pytest.raises(SettingsError) as refused:
            read_slack_settings(environ, over)
        assert words in "\n".join(refused.value.faults)
    assert read_slack_settings(HTTP, "http").app_token is None
    assert read_slack_settings(SOCKET, "socket").app_token is not None
    assert read_slack_settings(MANY, "http").oauth is not None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("?sslmode=verify-fool", "is none of disable, allow"),
        ("?sslmode=verify-full", "needs to be told whom to trust"),
        ("?sslmode=verify-full&sslrootcert=/nowhere/ca.pem", "cannot be read"),
        ("?channel_binding=require", "'channel_binding' is not known"),
        ("#word", "percent-encoded"),
    ],
)
def test_what_the_driver_would_trip_over_is_named_before_it_does(
    monkeypatch: pytest.MonkeyPatch, more: str, words: str
) -> None:
    monkeypatch.setenv("HOME", "/nowhere")
    (fault,) = faults({**SOCKET, "SRM_DATABASE_URL": f"postgresql://u:word@db/srm{more}"})
    assert words in fault
    assert "u:word" not in fault


@pytest.mark.parametrize("url", ["postgresql://u:word@db", "postgresql://u:p@db:port/srm"])
def test_an_address_without_database_or_port_is_named(url: str) -> None:
    (fault,) = faults({**SOCKET, "SRM_DATABASE_URL": url})
    assert "names no database, or no port" in fault


def test_whom_to_trust_may_be_the_machine_s_own_authorities() -> None:
    url = "postgresql://u:p@db/srm?sslmode=verify-full&sslrootcert=system"
    assert read_slack_settings({**SOCKET, "SRM_DATABASE_URL": url}).database.reveal() == url


@pytest.mark.parametrize(
    ("over", "named"),
    [("http", ["SLACK_SIGNING_SECRET is missing"]), ("socket", ["SLACK_APP_TOKEN is missing"])],
)
def test_a_door_that_was_asked_for_is_named_once_and_alone(over: str, named: list[str]) -> None:
    with pytest.raises(SettingsError) as refused:
        read_slack_settings({"SLACK_BOT_TOKEN": "xoxb-1"}, over)
    assert [fault.split(":")[0].split(",")[0] for fault in refused.value.faults] == named
