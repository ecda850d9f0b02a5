"""What Slack is sent with an overlay: links and plain names, never a mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.render.blocks import reply
from bot.render.parts import Look
from bot.render.plain import text_of
from bot.render.sheet import sheet_of
from tests.organisation.conftest import SMALL, ours_of, with_rules, write
from tests.render.test_blocks import problems

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours


@pytest.fixture
def ours(tmp_path: Path, catalogue: Catalogue) -> Ours:
    rule = "team: payments, services: [rds], environments: [production]"
    return ours_of(write(tmp_path, with_rules(rule)), catalogue)


@pytest.mark.parametrize(
    "text",
    [
        "who backs up prod RDS?",
        "rds",
        "which services do we have to patch?",
        "what does Payments own?",
        "compare EC2 and RDS",
        "who is responsible for encryption?",
        "what changes if we move from EC2 to Fargate?",
    ],
)
def test_slack_s_reply_holds_links_and_never_a_mention(desk: Desk, ours: Ours, text: str) -> None:
    made = reply(desk.ask(text, None, ours), desk.catalogue)
    found = [one for one in problems(made) if "example.com" not in one]
    assert found == []
    for mark in ("<@", "<!", "<#"):
        assert mark not in str(made.blocks)
        assert mark not in made.text


def test_slack_s_reply_links_on_call_and_runbook(desk: Desk, ours: Ours) -> None:
    made = reply(desk.ask("who backs up prod RDS?", None, ours), desk.catalogue)
    assert "<https://wiki.example.com/payments|runbook>" in str(made.blocks)
    assert "#payments" in str(made.blocks)


def test_the_text_alone_tells_whose_job_it_is(desk: Desk, ours: Ours) -> None:
    answer = desk.ask("who backs up prod RDS?", None, ours)
    assert "Payments · #payments" in text_of(sheet_of(answer, desk.catalogue))


def test_words_of_an_overlay_that_are_escapes_come_out_dead(
    tmp_path: Path, desk: Desk, catalogue: Catalogue
) -> None:
    hostile = SMALL.replace("name: Databases", "name: '&lt;!channel&gt; &amp;lt;!here&amp;gt;'")
    ours = ours_of(write(tmp_path, hostile), catalogue)
    made = reply(desk.ask("who backs up RDS?", None, ours), catalogue)
    assert "&amp;lt;!channel&amp;gt;" in str(made.blocks)
    for shown in (str(made.blocks), made.text):
        assert "&lt;!channel" not in shown.replace("&amp;lt;", "")
        assert "<!" not in shown


@pytest.mark.parametrize("text", ["what does Payments own?", "which services do we have to patch?"])
def test_a_list_of_ours_has_no_button_that_would_list_the_whole_catalogue(
    desk: Desk, ours: Ours, text: str
) -> None:
    mine, all_of_it = desk.ask(text, None, ours), desk.ask("which services do we have to patch?")
    private = Look(place="private")
    assert "'share'" not in str(reply(mine, desk.catalogue, private).blocks[-1])
    assert "'share'" in str(reply(all_of_it, desk.catalogue, private).blocks[-1])
