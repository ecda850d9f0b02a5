"""A condition said once in a thread holds for the turns after it, until another is said."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from bot.catalogue.names import short
from bot.understand.lines import context_line, read_context

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answers.model import Answer
    from bot.ask import Desk

RUNTIME = ("who patches the runtime on lambda?", "we deploy them as container images")
# So many first turns, each of another service.
_EACH = 40


def _begun(desk: Desk, seed: str) -> Iterator[tuple[str, Answer]]:
    """First turns that say a case of a service, and what that case says."""
    cases = [
        (service, topic, case)
        for service in desk.catalogue.services.values()
        for topic, duty in service.duties.items()
        for case in duty.cases
    ]
    known: set[str] = set()
    for service, topic, case in random.Random(seed).sample(cases, len(cases)):
        title = desk.catalogue.topics[topic].title
        said = case.said_as[0].lstrip("=")
        answer = desk.ask(f"who does {title} on {short(service.name)}: {said}")
        stated = answer.case is not None and answer.case.when == case.when
        if stated and service.id not in known and len(known) < _EACH:
            known.add(service.id)
            yield case.when, answer


@pytest.mark.parametrize("turn", ["is that on us?", "are you sure?", "so AWS then?"])
def test_a_turn_that_asks_on_keeps_the_condition(desk: Desk, turn: str) -> None:
    begun = [*_begun(desk, turn)]
    assert len(begun) == _EACH
    kept = [(when, desk.ask(turn, first.context).case) for when, first in begun]
    assert [when for when, case in kept if case is None or case.when != when] == []


@pytest.mark.parametrize("turn", ["and by default?", "and normally, who does it?"])
def test_what_holds_by_default_is_asked_without_the_condition(desk: Desk, turn: str) -> None:
    assert [
        first.services for _, first in _begun(desk, turn) if desk.ask(turn, first.context).case
    ] == []


def test_a_condition_holds_for_each_topic_that_it_changes(desk: Desk) -> None:
    before = None
    for text in ("who patches EKS managed node groups with a custom AMI?", "and backups?"):
        before = desk.ask(text, before).context
    again = desk.ask("and who patches them?", before)
    assert again.case is not None
    assert "custom AMI" in again.case.when


def test_another_service_is_asked_without_the_condition(desk: Desk) -> None:
    before = None
    for text in RUNTIME:
        before = desk.ask(text, before).context
    assert desk.ask("and on beanstalk?", before).case is None


@pytest.mark.parametrize("turn", ["{}?", "and {}?", "{} too?", "and what about {}?"])
def test_a_yes_or_no_is_given_of_the_next_service_too(desk: Desk, turn: str) -> None:
    first = desk.ask("does AWS patch EC2 for us?")
    assert first.verdict == "no"
    wanted = {"RDS": "partly", "Lambda": "yes", "Lightsail": "no", "DynamoDB": "yes"}
    found = {name: desk.ask(turn.format(name), first.context).verdict for name in wanted}
    assert found == wanted


@pytest.mark.parametrize("turn", ["who patches Lambda?", "what must we secure on Lambda?"])
def test_a_turn_that_asks_who_gets_no_yes_or_no(desk: Desk, turn: str) -> None:
    assert desk.ask(turn, desk.ask("does AWS patch EC2 for us?").context).verdict is None


def test_a_condition_outlives_a_restart_as_a_line_of_ids(desk: Desk) -> None:
    before = None
    for text in (*RUNTIME, "so that's on us?"):
        before = desk.ask(text, before).context
    assert before is not None
    assert before.stance is not None
    line = context_line(before, desk.catalogue)
    assert "image" not in line
    assert read_context(line, desk.catalogue) == before
    # One that the catalogue of today knows no more is forgotten, the rest is not.
    gone = read_context(line.replace('"platform",', '"platform",1'), desk.catalogue)
    assert gone is not None
    assert (gone.services, gone.cases) == (before.services, ())
    odd = read_context(line.replace('"customer"', '"nobody"'), desk.catalogue)
    assert odd is not None
    assert (odd.services, odd.stance) == (before.services, None)
