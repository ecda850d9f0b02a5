"""What of ours a question says: places, teams, workloads; and what no overlay may take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.organisation.holders import Spot
from tests.organisation.conftest import SMALL, ours_of, write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours

PROD = Spot(environment="production")


@pytest.mark.parametrize(
    ("text", "spot", "said"),
    [
        ("who owns backups for prod RDS?", PROD, "prod"),
        ("who owns backups for RDS in the Live environment?", PROD, "Live environment"),
        ("who backs up RDS in staging?", Spot(environment="staging"), "staging"),
        ("who backs up RDS in ledger?", Spot(account="ledger"), "ledger"),
        ("who backs up RDS in 444455556666?", Spot(account="ledger"), "444455556666"),
        ("who backs up RDS in shop production?", Spot(account="shop-prod"), "shop production"),
        ("who backs up RDS?", None, ""),
        ("who logs media live?", None, ""),
    ],
)
def test_a_place_is_heard_by_the_names_people_type(
    small: Ours, text: str, spot: Spot | None, said: str
) -> None:
    heard = small.hear(text)
    assert (heard.spot, heard.spot_said) == (spot, said)


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("what does team Payments own?", "payments"),
        ("what does payments own?", "payments"),
        ("what would move off platform team?", "platform"),
        ("who patches the platform of RDS?", None),
        ("who owns backups on RDS?", None),
        ("what does the backup crew own?", "backups"),
    ],
)
def test_a_team_is_heard_and_never_where_the_catalogue_s_own_word_stands(
    small: Ours, text: str, team: str | None
) -> None:
    assert small.hear(text).team == team


def test_a_workload_is_read_as_what_it_runs_on(small: Ours) -> None:
    heard = small.hear("what changes if checkout goes to Fargate?")
    assert heard.text == "what changes if Amazon EC2 goes to Fargate?"
    assert (heard.workload, heard.runs_on) == ("checkout", "ec2")


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("who backs up arn:aws:rds:eu-west-1:444455556666:db:orders-prod?", Spot(account="ledger")),
        ("who backs up arn:aws:rds:eu-west-1:999999999999:db:orders-prod?", None),
        ("who backs up https://rds.console.aws.amazon.com/live?", None),
        ("who patches aws_db_instance.prod?", None),
    ],
)
def test_of_a_machine_name_only_the_account_s_number_is_heard(
    small: Ours, text: str, spot: Spot | None
) -> None:
    heard = small.hear(text)
    assert (heard.spot, heard.text) == (spot, text)


@pytest.mark.parametrize("word", ["RDS", "backup", "who", "patch", "Fargate", "Azure"])
def test_no_overlay_takes_a_service_or_a_topic_out_of_a_question(
    tmp_path: Path, catalogue: Catalogue, word: str
) -> None:
    hostile = SMALL.replace("said_as: [stage]", f"said_as: [{word}]")
    hostile = hostile.replace("workloads: [checkout]", f"workloads: [{word}]")
    hostile = hostile.replace("name: Databases,", f"name: Databases, said_as: [{word}],")
    ours = ours_of(write(tmp_path, hostile), catalogue)
    for asked in ("who patches RDS?", "who backs up Fargate?", "who patches Azure?"):
        assert ours.hear(asked).text == asked
