"""Files shaped as the tools write them, with secrets where the tools put secrets."""

from __future__ import annotations

import json
from itertools import cycle, islice
from typing import Any

SECRET = "hunter2-Zebra-0451"
ACCOUNTS, REGIONS = ("111122223333", "444455556666"), ("eu-west-1", "us-east-1")
# Terraform's type, CloudFormation's, Resource Explorer's, and the entry all three are.
KINDS = (
    ("aws_db_instance", "AWS::RDS::DBInstance", "rds:db", "rds"),
    ("aws_instance", "AWS::EC2::Instance", "ec2:instance", "ec2"),
    ("aws_s3_bucket", "AWS::S3::Bucket", "s3:bucket", "s3"),
    ("aws_lambda_function", "AWS::Lambda::Function", "lambda:function", "lambda"),
    ("aws_sqs_queue", "AWS::SQS::Queue", "sqs:queue", "sqs"),
    ("aws_dynamodb_table", "AWS::DynamoDB::Table", "dynamodb:table", "dynamodb"),
    ("aws_iam_role", "AWS::IAM::Role", "iam:role", "iam"),
    ("aws_kms_key", "AWS::KMS::Key", "kms:key", "kms"),
    ("aws_secretsmanager_secret_version", "AWS::SecretsManager::Secret", "secretsmanager:secret",
     "secrets-manager"),
    ("aws_security_group", "AWS::EC2::SecurityGroup", "ec2:security-group", "vpc"),
)  # fmt: skip
SERVICES = {kind[3] for kind in KINDS}
STRANGE = ("random_password", "tls_private_key", "aws_madeup_thing")
MADE_UP = ("AWS::MadeUp::Thing", "madeup:thing")


def arn(number: int) -> str:
    service = KINDS[number % len(KINDS)][2].partition(":")[0]
    return f"arn:aws:{service}:{REGIONS[number % 2]}:{ACCOUNTS[number % 2]}:x/{SECRET}-{number}"


def attributes(number: int) -> dict[str, Any]:
    """What a state keeps of one resource, secrets among it."""
    return {
        "arn": arn(number),
        "id": f"{SECRET}-id",
        "name": SECRET,
        "password": SECRET,
        "secret_string": json.dumps({"type": SECRET, "arn": SECRET, "region": SECRET}),
        "user_data": f"#!/bin/sh\nexport TOKEN={SECRET}\n",
        "tags": {"type": SECRET, "arn": SECRET, "mode": SECRET, "values": [SECRET]},
        "environment": [{"variables": {"region": SECRET, "resources": SECRET}}],
        "region": REGIONS[number % 2],
        "values": [SECRET],
    }


def terraform_state(count: int) -> dict[str, Any]:
    """A state of version 4, as it lies in a bucket."""
    kinds = islice(cycle([*(kind[0] for kind in KINDS), *STRANGE]), count)
    resources: list[dict[str, Any]] = [
        {
            "module": f"module.app{number % 7}",
            "mode": "managed",
            "type": kind,
            "name": f"this_{number}",
            "provider": 'provider["registry.terraform.io/hashicorp/aws"]',
            "instances": [
                {
                    "schema_version": 1,
                    # Strangers come with an ARN that is no ARN.
                    "attributes": attributes(number // 13 * 10 + number % 13),
                    "sensitive_attributes": [[{"type": "get_attr", "value": "password"}]],
                    "private": SECRET,
                }
            ],
        }
        for number, kind in enumerate(kinds)
    ]
    data = {"mode": "data", "type": "aws_caller_identity", "name": "me", "instances": [{}]}
    return {
        "version": 4,
        "terraform_version": "1.13.4",
        "serial": 90,
        "lineage": "0b6f1a8e",
        "outputs": {"password": {"value": SECRET, "type": "string", "sensitive": True}},
        "resources": [*resources, data],
        "check_results": None,
    }


def terraform_plan(count: int) -> dict[str, Any]:
    """What `terraform show -json` prints of a plan: nested modules, known values, changes."""
    kinds = islice(cycle(kind[0] for kind in KINDS), count)
    resources = [
        {
            "address": f"{kind}.this[{number}]",
            "mode": "managed",
            "type": kind,
            "name": "this",
            "index": number,
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "values": attributes(number),
            "sensitive_values": {"password": True},
        }
        for number, kind in enumerate(kinds)
    ]
    half = len(resources) // 2
    child = {"address": "module.a.module.b", "resources": resources[half:]}
    root = {
        "resources": resources[:half],
        "child_modules": [{"address": "module.a", "child_modules": [child]}],
    }
    changes = [
        {"address": one["address"], "type": one["type"], "change": {"after": one["values"]}}
        for one in resources
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.13.4",
        "variables": {"db_password": {"value": SECRET}},
        "planned_values": {"outputs": {"p": {"value": SECRET}}, "root_module": root},
        "resource_changes": changes,
        "prior_state": {"format_version": "1.0", "values": {"root_module": root}},
        "configuration": {"provider_config": {"aws": {"expressions": {"token": SECRET}}}},
    }


def config_snapshot(count: int) -> dict[str, Any]:
    """A configuration snapshot that AWS Config delivers."""
    return {"fileVersion": "1.0", "configSnapshotId": "x", "configurationItems": items(count)}


def items(count: int) -> list[dict[str, Any]]:
    """Configuration items."""
    kinds = islice(cycle([*(kind[1] for kind in KINDS), MADE_UP[0]]), count)
    return [
        {
            "configurationItemVersion": "1.3",
            "configurationItemStatus": "ResourceDiscovered",
            "resourceType": kind,
            "resourceId": f"i-{number}",
            "awsAccountId": ACCOUNTS[number % 2],
            "awsRegion": REGIONS[number % 2],
            "configuration": {"password": SECRET, "resourceType": "AWS::S3::Bucket"},
            "supplementaryConfiguration": {"Policy": SECRET},
            "tags": {"owner": SECRET},
        }
        for number, kind in enumerate(kinds)
    ]


def config_query(count: int) -> dict[str, Any]:
    """What `aws configservice select-aggregate-resource-config` prints."""
    found = [
        json.dumps({name: one[name] for name in ("resourceType", "resourceId", "awsRegion")}
                   | {"accountId": one["awsAccountId"], "configuration": one["configuration"]})
        for one in items(count)
    ]  # fmt: skip
    return {"Results": found, "QueryInfo": {"SelectFields": [{"Name": "resourceType"}]}}


def config_discovered(count: int) -> dict[str, Any]:
    """What `aws configservice list-aggregate-discovered-resources` prints."""
    return {
        "ResourceIdentifiers": [
            {
                "SourceAccountId": one["awsAccountId"],
                "SourceRegion": one["awsRegion"],
                "ResourceId": one["resourceId"],
                "ResourceType": one["resourceType"],
            }
            for one in items(count)
        ]
    }


def explorer(count: int) -> dict[str, Any]:
    """What `aws resource-explorer-2 search` prints."""
    kinds = islice(cycle([*(kind[2] for kind in KINDS), MADE_UP[1]]), count)
    return {
        "Count": {"Complete": True, "TotalResources": count},
        "Resources": [
            {
                "Arn": f"arn:aws:{kind.partition(':')[0]}:{REGIONS[n % 2]}:{ACCOUNTS[n % 2]}:x/{n}",
                "LastReportedAt": "2026-11-20T10:00:00+00:00",
                "OwningAccountId": ACCOUNTS[n % 2],
                "Properties": [{"Name": "tags", "Data": [{"Key": "token", "Value": SECRET}]}],
                "Region": REGIONS[n % 2],
                "ResourceType": kind,
                "Service": kind.partition(":")[0],
            }
            for n, kind in enumerate(kinds)
        ],
        "ViewArn": f"arn:aws:resource-explorer-2:eu-west-1:{ACCOUNTS[0]}:view/all/1",
    }


def explorer_csv(count: int) -> str:
    """What the console of Resource Explorer saves."""
    lines = ['"Identifier","Resource type","Region","AWS Account","Application","Tags"']
    for one in explorer(count)["Resources"]:
        cells = (one["Arn"], one["ResourceType"], one["Region"], one["OwningAccountId"], "-")
        lines.append(",".join(f'"{cell}"' for cell in (*cells, f"token={SECRET}")))
    return "\ufeff" + "\r\n".join(lines) + "\r\n"


GROUP = """\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {{name: team-{n}}}
spec:
  type: team
  profile: {{displayName: Team Number {n}, email: t{n}@example.com}}
  children: []
"""
COMPONENT = """\
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: service-{n}
  annotations:
    github.com/project-slug: example/service-{n}
    example.com/arn: arn:aws:lambda:eu-west-1:111122223333:function:service-{n}
  links: [{{url: "https://example.com/{n}", title: Dashboard}}]
spec: {{type: service, lifecycle: production, owner: "group:default/team-{m}", system: shop}}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {{name: store-{n}}}
spec: {{type: {kind}, owner: team-{m}, system: shop}}
"""
TYPES = ("s3-bucket", "dynamodb-table", "rds", "AWS::SQS::Queue", "mainframe-dataset")


def backstage(count: int) -> dict[str, str]:
    """A folder of catalog-info.yaml files: `count` components, each with a resource."""
    files = {"groups/catalog-info.yaml": "---\n".join(GROUP.format(n=n) for n in range(6))}
    for n in range(count):
        kind = TYPES[n % len(TYPES)]
        text = COMPONENT.format(n=n, m=n % len(TYPES), kind=kind)
        files[f"services/service-{n}/catalog-info.yaml"] = text
    return files
