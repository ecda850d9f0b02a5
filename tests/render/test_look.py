"""What an installation adds to a reply: links to the facts, and a word on old sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.render.blocks import reply
from bot.render.export import answer_object
from bot.render.parts import Look
from bot.render.plain import text_of
from bot.render.sheet import sheet_of

if TYPE_CHECKING:
    from bot.ask import Desk

_BASE = "https://example.com/srm/data"


def test_a_reply_links_the_file_and_line_of_each_fact_when_told_where_they_are(desk: Desk) -> None:
    answer = desk.ask("who backs up RDS?")
    place = desk.catalogue.services["rds"].duties["backup"].at
    link = f"{_BASE}/{place.file}#L{place.line}"
    look = Look(facts_url=f"{_BASE}/")
    assert f"Fix this fact: {link}" in text_of(sheet_of(answer, desk.catalogue, look))
    made = reply(answer, desk.catalogue, look)
    assert f"<{link}|Fix this fact>" in str(made.blocks)
    assert link in made.text


def test_no_reply_links_its_facts_when_nobody_said_where_they_are(desk: Desk) -> None:
    assert "Fix this fact" not in reply(desk.ask("who backs up RDS?"), desk.catalogue).text


def test_the_machine_interface_names_the_file_and_line_of_each_duty(desk: Desk) -> None:
    made = answer_object(desk.ask("who backs up RDS?"), desk.catalogue)
    place = desk.catalogue.services["rds"].duties["backup"].at
    assert made["duties"][0]["at"] == f"{place.file}:{place.line}"


@pytest.mark.parametrize(("today", "told"), [("2026-11-25", False), ("2030-01-01", True)])
def test_a_page_read_over_a_year_ago_is_told(desk: Desk, today: str, *, told: bool) -> None:
    answer = desk.ask("who backs up RDS?")
    text = text_of(sheet_of(answer, desk.catalogue, Look(today=today)))
    assert ("read over 12 months ago" in text) is told


def test_the_same_question_gets_the_same_answer_on_any_day_that_is_not_told(desk: Desk) -> None:
    answer = desk.ask("what must we secure on RDS?")
    assert sheet_of(answer, desk.catalogue) == sheet_of(answer, desk.catalogue, Look())
