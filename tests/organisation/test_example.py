"""The example organisation answers the questions that the README asks of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.render.export import answer_object
from tests.organisation.conftest import ours_of
from tests.organisation.test_gaps import EXAMPLE

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours


@pytest.fixture(scope="module")
def example(catalogue: Catalogue) -> Ours:
    return ours_of(EXAMPLE, catalogue)


def test_it_has_six_teams_three_accounts_and_thirty_services(example: Ours) -> None:
    of = example.organisation
    assert (len(of.teams), len(of.accounts), len(of.stack)) == (6, 3, 30)


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("which services do we have to patch?", "list", "on your stack"),
        ("which services do we have to patch?", "list", "Amazon EC2 (Platform"),
        ("what do we still patch?", "list", "our exception"),
        ("who owns backups for prod RDS?", "duty", "Whose job here: Payments · #payments"),
        ("who owns backups for prod RDS?", "duty", "https://wiki.example.com/payments/restore"),
        ("who owns backups for prod RDS?", "duty", "Snapshots are copied"),
        ("who owns backups for RDS?", "duty", "Whose job here, Staging: Databases"),
        ("what does team Payments own?", "list", "Amazon RDS: backup in Production"),
        ("what does the security team own?", "list", "AWS KMS"),
        (
            "what would move off platform team if checkout goes to Fargate?",
            "shift",
            "Leaves your team",
        ),
        ("who patches prod EC2?", "duty", "Nightwatch Managed Services: Installs"),
        ("who patches EC2 in staging?", "duty", "Whose job here: Platform · #platform"),
        ("who patches the nodes of our EKS managed node groups?", "duty", "every Tuesday"),
        ("who watches the logs of SQS?", "duty", "nobody: no rule of ours names an owner"),
        ("what must we secure on RDS?", "service", "[here: Payments in Production;"),
        ("who is responsible for backups?", "overview", "Whose job it is here"),
    ],
)
def test_a_question_of_the_readme_is_answered_over_it(
    desk: Desk, example: Ours, text: str, kind: str, said: str
) -> None:
    answer = answer_object(desk.ask(text, None, example), desk.catalogue)
    assert answer["kind"] == kind
    assert said in answer["text"]
