"""A list is restricted to what was asked for, whatever the topic and whichever the services."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from bot.ask import Desk

LISTS = yaml.safe_load((Path(__file__).parent / "lists.yaml").read_text("utf-8"))


@pytest.mark.parametrize("frame", LISTS["lists"], ids=lambda frame: frame["ask"])
def test_a_list_is_restricted_to_what_was_asked_for(desk: Desk, frame: dict[str, Any]) -> None:
    wrong = []
    for (topic, words), (which, only) in product(
        LISTS["topics"].items(), LISTS["restrictions"].items()
    ):
        answer = desk.ask(frame["ask"].format(which=which, **words))
        found = answer.filter
        wanted = (frame["owner"], only.get("class"), only.get("category"), topic)
        if found is None or wanted != (found.owner, found.class_, found.category, found.topic):
            wrong.append((answer.question, answer.kind, found))
    assert not wrong
