"""The step's outputs say the same as the answer, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.render.step import error_of, outputs_of, question_of

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue


def outputs(desk: Desk, service: str, topic: str) -> dict[str, str]:
    made = outputs_of(desk.ask(question_of(service, topic)), desk.catalogue)
    assert made is not None
    return made


def test_every_topic_of_every_service_has_outputs(desk: Desk, catalogue: Catalogue) -> None:
    for service in catalogue.services.values():
        for topic in service.duties:
            said_as = catalogue.topics[topic].said_as[0]
            made = outputs(desk, service.name, said_as)
            assert made["owner"], (service.id, topic)
            assert made["source"].startswith("https://")


def test_the_owner_and_the_parts_are_those_of_the_duty(desk: Desk, catalogue: Catalogue) -> None:
    says = catalogue.services["rds"].duties["backup"].says
    made = outputs(desk, "RDS", "backup")
    assert (made["aws"], made["team"]) == (says.aws or "", says.team or "")


def test_where_it_depends_on_the_way_of_running_each_way_is_named(desk: Desk) -> None:
    made = outputs(desk, "EKS", "patching the nodes")
    assert made["owner"] == "Shared"
    assert "Amazon EKS self-managed nodes: " in made["team"]
    assert "Amazon EKS Auto Mode: " in made["aws"]


@pytest.mark.parametrize("service", ["FooBase", "Azure Functions", "EC2 and Lambda", ""])
def test_what_is_not_one_service_has_no_outputs_but_a_reason(desk: Desk, service: str) -> None:
    answer = desk.ask(question_of(service, "backup"))
    assert outputs_of(answer, desk.catalogue) is None
    assert error_of(answer, desk.catalogue)
