"""What the runs share with the tests of Slack's room."""

from __future__ import annotations

from tests.slack.conftest import slack, toy_desk

__all__ = ["slack", "toy_desk"]
