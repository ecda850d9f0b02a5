"""Every machine name that an entry claims leads to that entry, in every form that people paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.catalogue.load import load_catalogue
from bot.understand.english import English
from bot.understand.ids import IdIndex
from bot.understand.names import NameIndex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.catalogue.model import Service

CATALOGUE = load_catalogue()


def _pasted(service: Service) -> Iterator[str]:
    """The forms of each claim, as they stand in consoles, templates, policies and pages."""
    for name in service.ids.sdk:
        yield f"boto3.client('{name}')"
        yield f"aws {name} describe-things"
        yield f"https://eu-west-1.console.aws.amazon.com/{name}/home?region=eu-west-1"
        yield f"https://docs.aws.amazon.com/{name}/latest/userguide/what-is.html"
        yield f"https://{name}.eu-west-1.amazonaws.com/"
    for name in service.ids.cloudformation:
        whole = name.count("::") > 1 and not name.endswith("::")
        yield name if whole else f"{name.removesuffix('::')}::Thing"
    for name in service.ids.terraform:
        yield f"{name}.main"
        yield f"data.{name}.main"
    for name in service.ids.iam:
        prefix, colon, action = name.partition(":")
        yield f"{prefix}:{action.capitalize()}" if colon else f"{prefix}:DescribeThings"
    for name in service.ids.arn:
        prefix, colon, kind = name.partition(":")
        rest = f"{kind}/x-1" if colon else "thing/x-1"
        yield f"arn:aws:{prefix}:eu-west-1:123456789012:{rest}"
        yield f"arn:aws-cn:{prefix}:cn-north-1:123456789012:{rest}"


@pytest.fixture(scope="module")
def index() -> IdIndex:
    words = CATALOGUE.vocabulary
    names = NameIndex(
        CATALOGUE.services, words.not_aws, English(words.english), words.signals["doubtful"]
    )
    return IdIndex(CATALOGUE.services, names.by_name)


@pytest.mark.parametrize("service", list(CATALOGUE.services.values()), ids=lambda one: one.id)
def test_every_id_of_an_entry_leads_to_it(service: Service, index: IdIndex) -> None:
    found = {text: [one.service for one in index.find(text)] for text in _pasted(service)}
    assert {text: ids for text, ids in found.items() if ids != [service.id]} == {}
