"""Who does what: case before entry before parent before class, and what variants add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answers.rulings import Rulings, common_owner
from bot.catalogue.model import (
    Case,
    Catalogue,
    Duty,
    Ids,
    Place,
    Says,
    Service,
    ServiceClass,
    Source,
    State,
    Topic,
    Vocabulary,
    ways_of,
)

if TYPE_CHECKING:
    from bot.catalogue.model import Category

SOURCE = Source(id="page", title="Page", url="https://aws.amazon.com/x", read_on="2026-11-20")
AT = Place(file="services/x.yaml", line=1)
TOPICS = ("physical", "operating-system", "backup")


def says(aws: str | None = None, team: str | None = None, none: str | None = None) -> Says:
    return Says(aws=aws, team=team, none=none)


def duty(topic: str, cases: tuple[Case, ...] = (), **said: str) -> Duty:
    return Duty(topic=topic, says=says(**said), cases=cases, sources=(SOURCE,), at=AT)


def service(name: str, *duties: Duty, variant_of: str | None = None) -> Service:
    return Service(
        id=name,
        name=name.title(),
        aliases=(),
        common_words=(),
        class_="managed",
        category="other",
        variant_of=variant_of,
        state=State(),
        ids=Ids(),
        summary="It is.",
        duties={one.topic: one for one in duties},
        at=AT,
    )


def catalogue(*services: Service) -> Catalogue:
    fallback = {topic: duty(topic, aws="Does it.", team="Does too.") for topic in TOPICS}
    kind = ServiceClass(id="managed", title="Managed", summary="", said_as=(), duties=fallback)
    no_categories: dict[str, Category] = {}
    return Catalogue(
        tools={},
        services={one.id: one for one in services},
        topics={one: Topic(id=one, title=one, covers="", said_as=()) for one in TOPICS},
        classes={"managed": kind},
        categories=no_categories,
        vocabulary=Vocabulary(signals={}, not_aws={}, ambiguous=(), english=""),
        edition="2026-11-20 abcdef0",
        ways=ways_of({one.id: one for one in services}),
    )


PARENT = service("farm", duty("physical", aws="Guards the site."))
OURS = service("own", duty("operating-system", team="Patch it."), variant_of="farm")
THEIRS = service("auto", duty("operating-system", aws="Patches it."), variant_of="farm")


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ({"aws": "Does."}, "aws"),
        ({"team": "Do."}, "customer"),
        ({"aws": "Does.", "team": "Do."}, "shared"),
        ({"none": "No such thing."}, "none"),
    ],
)
def test_the_owner_follows_from_the_sentences(said: dict[str, str], owner: str) -> None:
    assert says(**said).owner == owner


def test_an_entry_answers_before_its_class() -> None:
    known = catalogue(PARENT)
    ruling = Rulings(known).of(PARENT, "physical")
    assert (ruling.owner, ruling.basis) == ("aws", "service")


def test_a_silent_entry_is_answered_by_its_class_and_the_ruling_says_so() -> None:
    ruling = Rulings(catalogue(PARENT)).of(PARENT, "backup")
    assert (ruling.owner, ruling.basis) == ("shared", "class")


def test_a_silent_variant_takes_its_parent_s_duty() -> None:
    known = catalogue(PARENT, OURS)
    ruling = Rulings(known).of(OURS, "physical")
    assert (ruling.owner, ruling.basis) == ("aws", "parent")


def test_a_parent_whose_variants_differ_is_shared_with_no_sentence_of_its_own() -> None:
    ruling = Rulings(catalogue(PARENT, OURS, THEIRS)).of(PARENT, "operating-system")
    assert (ruling.owner, ruling.basis) == ("shared", "variants")
    assert (ruling.says.aws, ruling.says.team) == (None, None)
    assert [(one.name, one.owner) for one in ruling.inside] == [
        ("Own", "customer"),
        ("Auto", "aws"),
    ]


def test_a_parent_whose_variants_agree_has_their_owner() -> None:
    twin = service("twin", duty("operating-system", team="Patch it."), variant_of="farm")
    ruling = Rulings(catalogue(PARENT, OURS, twin)).of(PARENT, "operating-system")
    assert (ruling.owner, ruling.basis, ruling.says.team) == ("customer", "variants", "Patch it.")


def test_variants_do_not_agree_while_one_is_silent() -> None:
    silent = service("silent", variant_of="farm")
    ruling = Rulings(catalogue(PARENT, OURS, silent)).of(PARENT, "operating-system")
    assert ruling.owner == "shared"


def test_a_case_that_was_said_answers_before_the_entry() -> None:
    case = Case(when="asleep", said_as=("asleep",), says=Says(team="Wake it."), sources=(SOURCE,))
    one = service("farm", duty("backup", (case,), aws="Backs it up."))
    known = catalogue(one)
    assert Rulings(known).of(one, "backup").owner == "aws"
    said = Rulings(known, {("farm", "backup"): 0}).of(one, "backup")
    assert (said.owner, said.says.team, said.case) == ("customer", "Wake it.", case)


def test_owners_of_several_layers_are_common_or_shared() -> None:
    known = catalogue(PARENT, OURS, THEIRS)
    rulings = Rulings(known)
    ours, theirs = rulings.of(OURS, "operating-system"), rulings.of(THEIRS, "operating-system")
    assert common_owner([ours, ours]) == "customer"
    assert common_owner([ours, theirs]) == "shared"
