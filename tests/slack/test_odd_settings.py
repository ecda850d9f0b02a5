"""A setting however odd is named with its cure; it never ends in a traceback."""

from __future__ import annotations

import pytest

from bot.errors import SettingsError
from bot.settings import read_slack_settings

FINE = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
ODD = [
    ("SLACK_API_URL", "https://[::1"),
    ("SLACK_API_URL", "https://slack.com:99999/api/"),
    ("SLACK_API_URL", "https://slack.com:port/api/"),
    ("SLACK_API_URL", "https://user:secret@slack.com/api/"),
    ("SLACK_API_URL", "https://slack.com/api/?x=1"),
    ("PORT", "9" * 5000),
    ("SLACK_BOT_TOKEN", "xoxb-1\nX: 1"),
    ("SLACK_BOT_TOKEN", "xoxb-\u00e9"),
    ("SLACK_APP_TOKEN", " xoxe.xapp-1"),
]


@pytest.mark.parametrize(("name", "value"), ODD)
def test_an_odd_setting_is_named_and_no_secret_is_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_slack_settings({**FINE, name: value})
    (fault,) = refused.value.faults
    assert fault.startswith(name)
    assert "secret" not in fault
