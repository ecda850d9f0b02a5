"""An answer with an organisation: the catalogue's half as it is, ours beside it, told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.render.export import answer_object
from tests.organisation.conftest import SMALL, ours_of, with_rules, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours

BY_PLACE = "team: payments, services: [rds], environments: [production]"
CUSTOM_AMI = "the nodes run a custom AMI"
EXCEPTION = f"""\
notes:
  - {{services: [eks-managed-node-groups], topics: [operating-system], note: We run custom AMIs., case: {CUSTOM_AMI}}}
  - {{services: [rds], topics: [backup], note: Copies go to the vault., environments: [production]}}
"""  # noqa: E501


@pytest.fixture
def ours(tmp_path: Path, catalogue: Catalogue) -> Ours:
    return ours_of(write(tmp_path, with_rules(BY_PLACE) + EXCEPTION), catalogue)


def told(desk: Desk, text: str, ours: Ours | None) -> dict[str, Any]:
    return answer_object(desk.ask(text, None, ours), desk.catalogue)


def test_the_team_s_half_names_team_channel_on_call_runbook_and_rule(
    desk: Desk, ours: Ours
) -> None:
    answer = told(desk, "who owns backups for prod RDS?", ours)
    said = answer["duties"][0]["ours"]
    assert {name: said[name] for name in ("team", "channel", "on_call", "runbook", "rule")} == {
        "team": "Payments",
        "channel": "#payments",
        "on_call": "https://oncall.example.com/payments",
        "runbook": "https://wiki.example.com/payments",
        "rule": "our rule for everything on Amazon RDS in Production, default.yaml:27",
    }
    for words in (
        "AWS: ",
        "Your team: ",
        "Whose job here: Payments · #payments",
        "runbook: https://wiki.example.com/payments",
        "default.yaml:27",
        "I read “prod” as Production of your organisation.",
        "What AWS and your team do is the catalogue's",
    ):
        assert words in answer["text"]


def test_rules_that_differ_are_shown_by_environment_when_none_was_said(
    desk: Desk, ours: Ours
) -> None:
    answer = told(desk, "who owns backups for RDS?", ours)
    said = answer["duties"][0]["ours"]
    assert (said["team"], said["rule"]) == (None, None)
    assert [(one["in"], one["team"]) for one in said["places"]] == [
        (["Production"], "Payments"),
        (["Staging"], "Databases"),
    ]
    assert "Whose job here, Production: Payments" in answer["text"]
    assert "Whose job here, Staging: Databases" in answer["text"]


def test_the_catalogue_s_own_fields_stay_as_they_are(desk: Desk, ours: Ours) -> None:
    for text in ("who patches RDS?", "what must we secure on EC2?", "compare EC2 and Lambda"):
        with_it, without = told(desk, text, ours), told(desk, text, None)
        for answer in (with_it, without):
            answer.pop("text")
            for duty in answer["duties"]:
                duty.pop("ours")
        assert with_it == without


def test_without_an_overlay_every_duty_has_a_place_for_it_that_is_empty(desk: Desk) -> None:
    for text in ("who patches RDS?", "which services do we have to patch?", "rds"):
        answer = told(desk, text, None)
        assert {str(duty["ours"]) for duty in answer["duties"]} == {"None"}
        assert "here" not in answer["text"].lower().replace("where", "").replace("there", "")


def test_what_is_aws_s_alone_is_no_team_s(desk: Desk, ours: Ours) -> None:
    duty = told(desk, "who patches the operating system of RDS?", ours)["duties"][0]
    assert (duty["owner"], duty["ours"]) == ("aws", None)


def test_an_exception_chooses_the_case_and_hides_nothing_of_the_catalogue(
    desk: Desk, ours: Ours
) -> None:
    answer = told(desk, "who patches the operating system of EKS managed node groups?", ours)
    plain = told(desk, "who patches the operating system of EKS managed node groups?", None)
    duty = answer["duties"][0]
    assert (duty["case"], duty["owner"]) == (CUSTOM_AMI, "customer")
    assert duty["ours"]["exception"] == "We run custom AMIs."
    assert duty["ours"]["without"]["aws"] == plain["duties"][0]["aws"]
    for words in ("Our exception: We run custom AMIs.", plain["aws"], plain["team"]):
        assert words in answer["text"]


def test_a_list_marks_what_an_exception_of_ours_put_there(
    tmp_path: Path, desk: Desk, catalogue: Catalogue
) -> None:
    used = SMALL.replace("rules:", "  - {service: eks-managed-node-groups}\nrules:")
    ours = ours_of(write(tmp_path, used + EXCEPTION), catalogue)
    text = told(desk, "which services do we have to patch?", ours)["text"]
    assert "Amazon EKS managed node groups (nobody; our exception)" in text
    assert "Without it the catalogue says: AWS: " in text


def test_a_list_holds_what_an_exception_puts_there_at_one_place_only(
    tmp_path: Path, desk: Desk, catalogue: Catalogue
) -> None:
    note = (
        "notes:\n  - {services: [rds], topics: [operating-system], environments: [staging], "
        "note: Ours wait., case: the operating system update is optional}\n"
    )
    ours = ours_of(write(tmp_path, SMALL + note), catalogue)
    asked = "which services do we have to patch the operating system of?"
    text = told(desk, asked, ours)["text"]
    assert "Amazon RDS (shared; Databases; our exception)" in text
    assert "Our exception on Amazon RDS, operating system in Staging" in text
    prod = told(desk, asked.replace("?", " in prod?"), ours)
    assert "rds" not in {duty["service"] for duty in prod["duties"]}


def test_a_note_for_one_place_is_told_with_its_place(desk: Desk, ours: Ours) -> None:
    assert "Our note, Production: Copies go to" in told(desk, "who backs up RDS?", ours)["text"]
    assert "Copies go to" not in told(desk, "who backs up staging RDS?", ours)["text"]


def test_lists_run_over_our_stack_until_the_catalogue_is_asked_for(desk: Desk, ours: Ours) -> None:
    asked = "which services do we have to patch?"
    mine = {duty["service"] for duty in told(desk, asked, ours)["duties"]}
    everything = told(desk, asked[:-1] + " in the catalogue?", ours)
    assert mine == {"ec2", "rds"}
    assert {duty["service"] for duty in everything["duties"]} > {"ec2", "rds", "lightsail"}
    assert "on your stack" in told(desk, asked, ours)["text"]
    assert "on your stack" not in everything["text"]


def test_a_list_in_one_place_holds_what_is_used_there(desk: Desk, ours: Ours) -> None:
    answer = told(desk, "which services do we have to back up in staging?", ours)
    assert {duty["service"] for duty in answer["duties"]} == {"rds"}


def test_what_a_team_owns_is_listed_with_the_places_where_it_does(desk: Desk, ours: Ours) -> None:
    for text in ("what does team Payments own?", "what does Payments own?"):
        answer = told(desk, text, ours)
        assert (answer["kind"], answer["filter"]["team"]) == ("list", "payments")
        assert {duty["service"] for duty in answer["duties"]} == {"rds"}
        assert "backup in Production (shared)" in answer["text"]
        assert answer["text"].startswith("Payments owns 10 duties on 1 service of your stack")


def test_a_move_of_a_workload_tells_what_leaves_a_team(desk: Desk, ours: Ours) -> None:
    asked = "what would move off platform team if checkout goes to Fargate?"
    answer = told(desk, asked, ours)
    assert answer["kind"] == "shift"
    assert [(one["id"], one["said"]) for one in answer["services"]] == [
        ("ec2", "checkout"),
        ("fargate", "Fargate"),
    ]
    assert "[here: Platform]" in answer["text"]
    assert "checkout runs on Amazon EC2" in answer["text"]
    assert "physical security" not in answer["text"]


def test_a_team_that_does_not_own_it_gets_no_yes(desk: Desk, ours: Ours) -> None:
    answer = told(desk, "does the platform team back up RDS?", ours)
    assert answer["verdict"] is None
    assert "Platform does not own this here." in answer["text"]
    assert told(desk, "does the payments team back up RDS?", ours)["verdict"] == "partly"


def test_a_conversation_stays_in_its_place(desk: Desk, ours: Ours) -> None:
    first = desk.ask("who owns backups for prod RDS?", None, ours)
    second = desk.ask("and encryption?", first.context, ours)
    assert second.ours is not None
    assert second.ours.place == "Production"
    third = desk.ask("and in staging?", second.context, ours)
    assert third.ours is not None
    assert (third.kind, third.topics[0], third.ours.place) == (
        "duty",
        "encryption-at-rest",
        "Staging",
    )


def test_nobody_is_a_word_and_a_team_that_is_gone_is_told(
    tmp_path: Path, desk: Desk, catalogue: Catalogue
) -> None:
    overlay = SMALL.replace("serverless]", "edge]") + "  - {team: moon, services: [ec2]}\n"
    ours = ours_of(write(tmp_path, overlay), catalogue)
    assert "nobody: no rule of ours" in told(desk, "who logs Lambda?", ours)["text"]
    answer = told(desk, "who backs up EC2?", ours)
    assert "“moon”, which is no team any more" in answer["text"]
    assert answer["duties"][0]["ours"]["gone"] == "moon"


def test_a_further_party_stands_beside_the_team(
    tmp_path: Path, desk: Desk, catalogue: Catalogue
) -> None:
    rule = "team: platform, party: acme, services: [ec2], topics: [operating-system]"
    party = "parties:\n  acme: {name: Acme Managed, does: Patches the guests at night.}\n"
    ours = ours_of(write(tmp_path, party + with_rules(rule)), catalogue)
    answer = told(desk, "who patches EC2?", ours)
    assert answer["duties"][0]["ours"]["party"] == {
        "name": "Acme Managed",
        "does": "Patches the guests at night.",
    }
    assert "Acme Managed: Patches the guests at night." in answer["text"]


def test_two_places_or_teams_at_once_are_all_shown(desk: Desk, ours: Ours) -> None:
    answer = told(desk, "compare who backs up RDS in prod and staging", ours)
    assert [one["in"] for one in answer["duties"][0]["ours"]["places"]] == [
        ["Production"],
        ["Staging"],
    ]
    assert "of your organisation." not in answer["text"]
    both = told(desk, "do Payments or the platform team back up RDS?", ours)
    assert "does not own this" not in both["text"]


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("what's on our stack?", {"rds", "ec2", "lambda"}),
        ("what do we run in staging?", {"rds"}),
    ],
)
def test_the_stack_itself_may_be_asked_for(
    desk: Desk, ours: Ours, text: str, services: set[str]
) -> None:
    assert {duty["service"] for duty in told(desk, text, ours)["duties"]} == services


@pytest.mark.parametrize(
    "text",
    [
        "hi",
        "who patches FooBase?",
        "who patches Azure Functions?",
        "can you batch these up for me?",
        "who patches the cache?",
        "",
    ],
)
def test_an_overlay_leaves_what_is_no_question_about_it_as_it_was(
    desk: Desk, ours: Ours, text: str
) -> None:
    assert told(desk, text, ours) == told(desk, text, None)
