"""What Slack is sent with an overlay: links and plain names, never a mention."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answers.gaps import gaps_of
from bot.organisation.owners import OwnerSet, rule_of
from bot.render.blocks import reply
from bot.render.buttons import asked_of_ours
from bot.render.home import home_view, maintainers_part
from bot.render.notify import message_of, notify_done, notify_form
from bot.render.owners import OwnerFor, owner_form
from bot.render.parts import Look
from bot.render.plain import text_of
from bot.render.sheet import sheet_of
from bot.understand import recipe
from tests.limits import texts_of
from tests.organisation.conftest import SMALL, ours_of, with_rules, write
from tests.render.test_blocks import problems

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours
    from bot.render.parts import Place


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
    marked = [words for kind, words in texts_of(list(made.blocks)) if kind == "mrkdwn"]
    assert "&amp;lt;!channel&amp;gt;" in str(marked)
    for shown in (str(marked), made.text):
        assert "&lt;!channel" not in shown.replace("&amp;lt;", "")
        assert "<!" not in shown


@pytest.mark.parametrize("text", ["what does Payments own?", "which services do we have to patch?"])
def test_below_a_message_that_many_see_a_list_of_ours_has_no_button_that_would_list_everything(
    desk: Desk, ours: Ours, text: str
) -> None:
    """Who presses there is answered by the catalogue alone."""
    mine = desk.ask(text, None, ours)
    assert "'show" not in str(reply(mine, desk.catalogue, Look()).blocks[-1])


@pytest.mark.parametrize("place", ["private", "view", "direct"])
@pytest.mark.parametrize(
    "text",
    [
        "what does Payments own?",
        "which services do we have to patch?",
        "which services in the catalogue do we have to patch?",
        "who backs up RDS in prod?",
        "what would move off platform team if checkout goes to Fargate?",
    ],
)
def test_before_one_person_a_button_gives_the_same_answer_of_ours_again(
    desk: Desk, ours: Ours, text: str, place: Place
) -> None:
    mine = desk.ask(text, None, ours)
    assert mine.asked is not None
    about = asked_of_ours(mine, Look(place=place))
    again = recipe.read(recipe.write(mine.asked, desk.catalogue, "", about), desk.catalogue)
    assert again is not None
    shown = desk.answer(again.question, ours, again.ours)
    assert shown is not None
    assert (shown.rulings, shown.rows, shown.members) == (mine.rulings, mine.rows, mine.members)


def test_a_list_of_ours_asked_again_by_a_stranger_is_none_rather_than_another(
    desk: Desk, ours: Ours
) -> None:
    mine = desk.ask("which services do we have to patch?", None, ours)
    assert mine.asked is not None
    assert desk.answer(mine.asked, None, asked_of_ours(mine, Look(place="private"))) is None


def test_hostile_names_come_out_dead_in_forms_on_the_home_tab_and_in_what_is_sent(
    tmp_path: Path, catalogue: Catalogue, desk: Desk
) -> None:
    name = "'&lt;!channel&gt; &amp;lt;@U1&amp;gt;'"
    hostile = SMALL.replace("name: Databases", f"name: {name}")
    hostile = hostile.replace("name: Shop staging", f"name: {name}")
    files = ours_of(write(tmp_path, hostile + "  - {team: gone, services: [ec2]}\n"), catalogue)
    one = OwnerSet(team="T1", service="rds", topic="", place="", owner="data", person="U1", at=1)
    ours = files.with_owners((rule_of(one),))
    made = reply(desk.ask("who backs up RDS?", None, ours), catalogue, Look(place="shared"))
    team = ours.organisation.teams["data"]
    gaps = gaps_of(ours, catalogue)
    views = [
        owner_form(OwnerFor(service="rds"), catalogue, ours, team.name),
        notify_form(made, team, "U5", "x"),
        notify_done("x", team, "T1", made.text),
        home_view(catalogue, "", maintainers_part(gaps, catalogue, ours.organisation)),
    ]
    blocks = [block for view in views for block in view["blocks"]]
    blocks += [*message_of(made, team, "U5", "<!here> &lt;!here&gt;").blocks]
    marked = [words for kind, words in texts_of(blocks) if kind == "mrkdwn"]
    assert any("&amp;lt;!channel" in one for one in marked)
    for text in marked:
        assert "<!" not in text
        assert "<@U1>" not in text
        assert "&lt;!channel" not in text.replace("&amp;lt;", "")
