"""The picture of a service or a class: layers, the team's above and AWS's below."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.render.blocks import reply
from bot.render.phrases_slack import IN_SHORT, LAYER_MARKS, MOSTLY
from bot.render.stack import stack_of_class, stack_of_service

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue


@pytest.mark.parametrize("class_", ["infrastructure", "serverless", "managed"])
def test_a_stack_stands_on_aws_s_layer_and_names_every_topic_once(
    catalogue: Catalogue, class_: str
) -> None:
    one = catalogue.classes[class_]
    lines = stack_of_class(one, catalogue)
    assert "AWS:" in lines[-1]
    assert lines[-1].endswith("physical security")
    assert sum(line.count(" · ") + 1 for line in lines) == len(one.duties)


def test_a_service_s_layers_are_those_of_its_answer(desk: Desk, catalogue: Catalogue) -> None:
    answer = desk.ask("rds")
    lines = stack_of_service(answer.rulings, catalogue)
    assert [line.split()[1].rstrip(":") for line in lines] == ["Your", "Shared", "AWS"]
    stated = [one for one in answer.rulings if one.basis != "class" and one.owner != "none"]
    assert sum(line.count(" · ") + 1 for line in lines) == len(stated)


def test_the_picture_leads_what_is_drawn_of_a_service_and_of_a_class(
    desk: Desk, catalogue: Catalogue
) -> None:
    assert IN_SHORT in str(reply(desk.ask("rds"), catalogue).blocks)
    made = reply(desk.ask("what do we secure with serverless?"), catalogue)
    assert MOSTLY in str(made.blocks)
    assert MOSTLY in made.text
    assert "- AWS: " in made.text
    assert LAYER_MARKS.isdisjoint(made.text)
