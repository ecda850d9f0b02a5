"""Turns of phrase hold for every service, not only for those that they were first heard of.

`frames.yaml` holds them; each is put to services drawn by a seed, or to every case there is.
"""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.catalogue.names import short

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue, Service

FRAMES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("frames.yaml").read_text("utf-8"))
WORDS, NOUNS = FRAMES["words"], FRAMES["nouns"]
_SEED, _EACH = 20261126, 8


@pytest.mark.parametrize("frame", FRAMES["verdicts"], ids=lambda frame: frame["ask"])
def test_a_yes_or_no_never_turns_the_wrong_way(desk: Desk, frame: dict[str, Any]) -> None:
    """Whatever the duty and its owner, a verdict is the right one, and mostly there is one."""
    said, wrong = 0, []
    for service, topic in _drawn(desk.catalogue, frame["ask"], WORDS):
        text = frame["ask"].format(service=short(service.name), **WORDS[topic])
        answer = desk.ask(text)
        if not _hears(answer, service, topic) or any(one.case for one in answer.rulings):
            continue
        said += answer.verdict is not None
        if answer.verdict not in (None, _verdict(answer, frame)):
            wrong.append((text, answer.verdict))
    assert not wrong
    assert said >= (1 if frame.get("seldom") else _EACH // 2)


@pytest.mark.parametrize("frame", FRAMES["duties"])
def test_who_does_it_is_heard_in_every_story(desk: Desk, frame: str) -> None:
    """The service and the topic are heard, and nothing beside them."""
    missed = []
    for service, topic in _drawn(desk.catalogue, frame, WORDS):
        text = frame.format(service=short(service.name), **WORDS[topic])
        answer = desk.ask(text)
        if not (_hears(answer, service, topic) and answer.topics == (topic,)):
            missed.append((text, answer.kind, answer.topics))
    assert not missed


@pytest.mark.parametrize("frame", FRAMES["conditions"])
def test_the_condition_of_a_case_is_heard_as_one(desk: Desk, frame: str) -> None:
    """Of all cases of the catalogue, at least nine in ten are heard, with the service and topic
    that were asked.
    """
    asked, heard = 0, 0
    for service, topic, when in _cases(desk.catalogue):
        text = frame.format(service=short(service.name), when=when, topic=NOUNS[topic])
        answer = desk.ask(text)
        asked += 1
        heard += _hears(answer, service, topic) and any(
            one.topic == topic and one.case is not None and one.case.when == when
            for one in answer.rulings
        )
    assert heard >= 0.9 * asked, (heard, asked)


@pytest.mark.parametrize("topic", FRAMES["topics"])
def test_what_people_say_for_a_topic_means_it_for_every_service(desk: Desk, topic: str) -> None:
    """Each of its turns of phrase is heard as that topic, but for a service in twenty or so."""
    asked, missed = 0, []
    for frame in FRAMES["topics"][topic]:
        for service, _ in _drawn(desk.catalogue, frame, (topic,)):
            answer = desk.ask(frame.format(service=short(service.name)))
            asked += 1
            if answer.topics != (topic,):
                missed.append((answer.question, answer.topics))
    assert len(missed) <= asked * 0.06, missed


@pytest.mark.parametrize("kind", ["compare", "shift"])
def test_two_services_are_held_against_each_other(desk: Desk, kind: str) -> None:
    """A comparison or a move is heard, with both services and the way of the move."""
    random, missed = Random(_SEED), []
    plain = [one for one in _plain(desk.catalogue) if one.id not in desk.catalogue.tools]
    for frame in FRAMES[kind]:
        for _ in range(_EACH):
            one, two = random.sample(plain, 2)
            topic = random.choice(sorted(WORDS))
            text = frame.format(service=short(one.name), other=short(two.name), topic=NOUNS[topic])
            answer = desk.ask(text)
            ids = [heard.mention.service for heard in answer.services]
            wanted = [one.id, two.id] if kind == "shift" else sorted([one.id, two.id])
            if answer.kind != kind or (ids if kind == "shift" else sorted(ids)) != wanted:
                missed.append((text, answer.kind, ids))
    assert not missed


def _drawn(catalogue: Catalogue, frame: str, topics: Any) -> Iterator[tuple[Service, str]]:
    """Some duties of services whose names are no plain English."""
    duties = [
        (one, topic)
        for one in _plain(catalogue)
        for topic in topics
        if topic in one.duties and one.duties[topic].says.owner != "none"
    ]
    return iter(Random(f"{_SEED} {frame}").sample(duties, min(_EACH, len(duties))))


def _plain(catalogue: Catalogue) -> list[Service]:
    parents = {one.variant_of for one in catalogue.services.values()}
    return [
        one
        for one in catalogue.services.values()
        if not one.common_words
        and not one.variant_of
        and one.id not in parents
        and one.id not in catalogue.tools
        and one.state.is_ == "active"
    ]


def _cases(catalogue: Catalogue) -> Iterator[tuple[Service, str, str]]:
    for service in catalogue.services.values():
        for topic, duty in service.duties.items():
            for case in duty.cases:
                yield service, topic, case.when


def _hears(answer: Answer, service: Service, topic: str) -> bool:
    ids = [heard.mention.service for heard in answer.services]
    return answer.kind == "duty" and ids == [service.id] and topic in answer.topics


def _verdict(answer: Answer, frame: dict[str, Any]) -> str:
    if answer.owner == "shared":
        return "partly"
    return "yes" if (answer.owner == frame["party"]) != frame.get("negated", False) else "no"
