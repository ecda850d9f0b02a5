"""R3, R5, R6 and a flood by one person, on time that leaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.leap import leap
from tests.faults.floods import DATABASES, SHAPES, acks, burst, one_channel, one_person

if TYPE_CHECKING:
    from bot.ask import Desk


@pytest.mark.parametrize("how", DATABASES)
def test_every_event_is_acknowledged_in_time_while_slack_is_slow_and_the_database_away(
    toy_desk: Desk, how: str
) -> None:
    measured = leap(acks(toy_desk, how, asked=200))
    assert measured.broken == [], str(measured)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_burst_is_answered_within_a_minute_while_slack_is_slow(
    toy_desk: Desk, shape: str
) -> None:
    measured = leap(burst(toy_desk, shape))
    assert measured.broken == [], str(measured)


def test_a_limited_channel_is_served_at_its_pace_and_slows_no_other(toy_desk: Desk) -> None:
    measured = leap(one_channel(toy_desk))
    assert measured.broken == [], str(measured)


def test_one_person_who_floods_slows_nobody(toy_desk: Desk) -> None:
    measured = leap(one_person(toy_desk, seconds=10))
    assert measured.broken == [], str(measured)
