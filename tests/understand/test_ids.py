"""Machine names that people paste lead to the entry that claims the longest prefix."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.ask import Desk


@pytest.mark.parametrize(
    ("pasted", "service"),
    [
        ("arn:aws:rds:eu-west-1:123456789012:db:prod", "rds"),
        ("arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/orders", "dynamodb"),
        ("AWS::RDS::DBInstance", "rds"),
        ("aws_db_instance.main", "rds"),
        ("aws_dynamodb_table", "dynamodb"),
        ("rds:CreateDBInstance", "rds"),
        ("dynamodb:*", "dynamodb"),
        ("aws rds describe-db-instances", "rds"),
        ("boto3.client('dynamodb')", "dynamodb"),
        ("https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Welcome.html", "rds"),
        ("https://eu-west-1.console.aws.amazon.com/rds/home?region=eu-west-1", "rds"),
        ("dynamodb.eu-west-1.amazonaws.com", "dynamodb"),
        ("our m5.large", "ec2"),
        ("the t3 boxes", "ec2"),
        ("kafka.m5.large", "msk"),
        ("cache.r6g.xlarge", "elasticache"),
        ("ml.g5.xlarge", "sagemaker-ai"),
        ("ra3.4xlarge", "redshift"),
        ("r6g.large.search", "opensearch-service"),
    ],
)
def test_an_id_is_its_service(desk: Desk, pasted: str, service: str) -> None:
    answer = desk.ask(f"who encrypts {pasted}?")
    assert [one.mention.service for one in answer.services] == [service]
    assert answer.services[0].mention.how == "id"


def test_an_id_that_nobody_claims_is_no_service(desk: Desk) -> None:
    assert desk.ask("who encrypts arn:aws:nosuch:eu-west-1:1:thing/x?").services == ()


def test_a_machine_type_that_several_services_have_is_no_service(desk: Desk) -> None:
    assert desk.ask("who encrypts db.r5.large?").services == ()
