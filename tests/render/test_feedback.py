"""What the feedback buttons carry, and where the links for a fix lead."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.models.views import View

from bot.render.feedback import About, about_of, feedback_block, read_value, value_of, wrong_modal
from bot.render.issue import fix_lines, issue_link

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue

GITHUB = "https://github.com/you/srm-bot/blob/main/data"
GITLAB = "https://gitlab.example.com/group/sub/srm-bot/-/blob/main/data"
ONE = About(entries=("fargate",), topics=("operating-system",), edition="2026-11-25 32e38fa")


@pytest.mark.parametrize(
    "text",
    [
        "who patches Fargate?",
        "rds",
        "compare EC2 and Lambda",
        "what changes if we move from EC2 to Fargate?",
        "which services do we have to patch?",
        "who is responsible for encryption?",
        "what do we secure with serverless?",
        "who patches the nodes in EKS?",
    ],
)
def test_every_kind_of_factual_answer_carries_what_it_rests_on_and_reads_it_back(
    desk: Desk, catalogue: Catalogue, text: str
) -> None:
    about = about_of(desk.ask(text))
    assert about is not None
    assert about.entries
    assert read_value(value_of(about, "wrong"), catalogue) == ("wrong", about)
    View(**wrong_modal(about, catalogue)).validate_json()


@pytest.mark.parametrize("text", ["help", "who patches CF?", "who patches FooBase?", "lunch?", ""])
def test_what_is_no_fact_is_not_judged(desk: Desk, text: str) -> None:
    assert feedback_block(desk.ask(text)) is None


def test_a_button_carries_no_word_of_the_question(desk: Desk) -> None:
    block = feedback_block(desk.ask("who patches Fargate for our secret project zebra?"))
    assert block is not None
    assert "zebra" not in str(block)


def test_an_answer_that_rests_on_a_parent_leads_to_the_parent_s_file(
    desk: Desk, catalogue: Catalogue
) -> None:
    variant, topic = next(
        (service, topic)
        for service in catalogue.services.values()
        if service.variant_of
        for topic in catalogue.services[service.variant_of].duties
        if topic not in service.duties
    )
    said = catalogue.topics[topic].said_as[0]
    answer = desk.ask(f"who is responsible for {said} on {variant.name}?")
    about = about_of(answer)
    assert answer.basis == "parent"
    assert about is not None
    assert about.entries == (variant.variant_of,)


def test_the_place_of_one_topic_is_the_line_of_its_duty(catalogue: Catalogue) -> None:
    at = catalogue.services["fargate"].duties["operating-system"].at
    (place, _) = fix_lines(ONE, catalogue, GITHUB)
    assert place == (
        f"• <{GITHUB}/services/fargate.yaml#L{at.line}|data/services/fargate.yaml, line {at.line}>"
    )


@pytest.mark.parametrize(
    ("facts_url", "start", "title"),
    [
        (GITHUB, "https://github.com/you/srm-bot/issues/new?", "title"),
        (GITLAB, "https://gitlab.example.com/group/sub/srm-bot/-/issues/new?", "issue[title]"),
    ],
)
def test_an_issue_is_filled_in_where_the_repository_can_be_told(
    catalogue: Catalogue, facts_url: str, start: str, title: str
) -> None:
    link = issue_link(ONE, catalogue, facts_url, "a|b>c", "https://docs.aws.amazon.com/x")
    assert link.startswith(start)
    assert not set("<>| \n") & set(link)
    filled = parse_qs(urlsplit(link).query)
    assert filled[title] == ["fix: fargate operating-system"]
    assert "a|b>c" in next(value for name, value in filled.items() if name != title)[0]


@pytest.mark.parametrize("facts_url", ["", "https://example.com/data"])
def test_there_is_no_issue_where_it_cannot(catalogue: Catalogue, facts_url: str) -> None:
    assert issue_link(ONE, catalogue, facts_url) == ""


def test_long_words_are_cut_before_the_link_is_too_long_for_slack(catalogue: Catalogue) -> None:
    many = About(entries=tuple(catalogue.services)[:20], topics=(), edition="e")
    lines = fix_lines(many, catalogue, GITHUB, "☂" * 1000, "https://example.com/" + "x" * 480)
    assert len("\n".join(lines)) <= 3000
    assert len(lines) == 6
