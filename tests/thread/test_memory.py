"""A conversation is remembered as ids, for two hours, ten thousand at most."""

from __future__ import annotations

from bot.thread.memory import LASTING, Threads
from bot.understand.question import Context

RDS = Context(services=("rds",))


def test_a_conversation_is_kept_until_two_hours_after_its_last_turn() -> None:
    now = [0.0]
    threads = Threads(lambda: now[0])
    threads.put(("T", "C", "1"), RDS)
    now[0] = LASTING - 1
    assert threads.get(("T", "C", "1")) == RDS
    threads.put(("T", "C", "1"), RDS)
    now[0] += LASTING - 1
    assert threads.get(("T", "C", "1")) == RDS
    now[0] += 2
    assert threads.get(("T", "C", "1")) is None
    assert len(threads) == 0


def test_the_oldest_conversation_goes_when_there_are_too_many() -> None:
    threads = Threads(lambda: 0.0, most=3)
    for number in range(5):
        threads.put(("T", "C", str(number)), RDS)
    assert len(threads) == 3
    assert threads.get(("T", "C", "0")) is None
    assert threads.get(("T", "C", "4")) == RDS


def test_another_workspace_s_conversation_is_not_this_one() -> None:
    threads = Threads(lambda: 0.0)
    threads.put(("T1", "C", "1"), RDS)
    assert threads.get(("T2", "C", "1")) is None
