"""A thread goes on about the service that was asked of, whichever it is."""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.catalogue.names import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.catalogue.model import Service

THREADS = yaml.safe_load((Path(__file__).parent / "threads.yaml").read_text("utf-8"))
FIRST, TOPIC, EACH = "who encrypts {} in transit?", "encryption-in-transit", 12
# After another service, "and IAM?" asks who may use that one, as the rules of tools have it.
_TOPICS_OF_THEIR_OWN = ("iam",)


@pytest.mark.parametrize("turn", THREADS["turns"], ids=lambda turn: turn["ask"])
def test_a_turn_goes_on_about_what_was_spoken_of(desk: Desk, turn: dict[str, Any]) -> None:
    wrong = []
    for service, first in _begun(desk, turn["ask"]):
        answer = desk.ask(turn["ask"], first.context)
        asked = "topic" not in turn or turn["topic"] in answer.topics
        if _named(answer) != [service.id] or not asked:
            wrong.append((service.id, answer.kind, _named(answer), answer.topics))
    assert not wrong


@pytest.mark.parametrize("ask", THREADS["others"])
def test_a_turn_asks_the_same_of_another_service(desk: Desk, ask: str) -> None:
    wrong = []
    others = iter(_drawn(desk, f"other {ask}"))
    for service, first in _begun(desk, ask):
        other = next(one for one in others if one is not service)
        answer = desk.ask(ask.format(other=short(other.name)), first.context)
        if _named(answer) != [other.id] or TOPIC not in answer.topics:
            wrong.append((service.id, other.id, answer.kind, _named(answer), answer.topics))
    # A name that is everyday English ("Billing and Cost Management") may need more than a word.
    assert len(wrong) <= 1, wrong


def _begun(desk: Desk, seed: str) -> Iterator[tuple[Service, Answer]]:
    """Services drawn by a seed, each with the first answer of a thread about it."""
    begun = 0
    for service in _drawn(desk, seed):
        first = desk.ask(FIRST.format(short(service.name)))
        if _named(first) == [service.id] and begun < EACH:
            begun += 1
            yield service, first


def _drawn(desk: Desk, seed: str) -> list[Service]:
    services = [
        one
        for one in desk.catalogue.services.values()
        if one.variant_of is None and one.id not in _TOPICS_OF_THEIR_OWN
    ]
    return random.Random(seed).sample(services, 4 * EACH)


def _named(answer: Answer) -> list[str]:
    return [one.mention.service for one in answer.services]
