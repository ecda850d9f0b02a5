"""Answers over the whole catalogue: lists, a topic across classes, the picture of a class."""

from __future__ import annotations

from bot.answers.model import Ruling
from bot.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.model import Answer
    from bot.answers.rulings import Rulings
    from bot.catalogue.model import Catalogue, Service, Source
    from bot.understand.question import Filter, Question


_TEAMS = ("customer", "shared")


def list_answer(
    question: Question,
    base: Answer,
    rulings: Rulings,
    catalogue: Catalogue,
    stack: frozenset[str] | None = None,
) -> Answer:
    """Which services fit the filter, by class; only what entries themselves state counts.

    With `stack`, only those of an organisation's, each for itself: there a way of running
    stands for its parent, and not beside it.
    """
    wanted = question.filter
    if wanted is None:
        return base
    members = tuple(one for one in _members(catalogue, stack) if _in(one, wanted, catalogue))
    if wanted.topic is None:
        found, silent = members, 0
        if wanted.owner is not None:
            alone = stack is not None
            found = tuple(one for one in members if _any_duty(one, wanted, rulings, alone=alone))
        return replace(base, members=found, silent=silent)
    shown: list[Ruling] = []
    silent = 0
    # "Which services do we patch?" asks for both layers that the word covers.
    for topic in (wanted.topic, *question.beside):
        stated = [(service, tuple(rulings.anywhere(service, topic))) for service in members]
        missing = [one for one, found in stated if not found and (one.variant_of is None or stack)]
        silent = silent or len(missing)
        fitting = [_fitting(found, wanted, alone=stack is not None) for _, found in stated]
        shown += sorted((one for one in fitting if one), key=lambda one: one.owner == "shared")
    listed = {one.service.id: one.service for one in shown if one.service}
    return replace(
        base,
        rulings=tuple(shown),
        members=tuple(listed.values()),
        silent=silent,
        sources=_sources(shown),
    )


def _fitting(found: Sequence[Ruling], wanted: Filter, *, alone: bool) -> Ruling | None:
    """The first ruling of a service that belongs in the list; `alone`: each for itself."""
    return next((one for one in found if (alone or _listed(one)) and _fits(one, wanted)), None)


def _members(catalogue: Catalogue, stack: frozenset[str] | None) -> list[Service]:
    everything = _by_class(catalogue)
    if stack is None:
        return everything
    parents = {one.variant_of for one in everything if one.id in stack}
    return [one for one in everything if one.id in stack and one.id not in parents]


def _by_class(catalogue: Catalogue) -> list[Service]:
    order = list(catalogue.classes)
    active = [one for one in catalogue.services.values() if one.state.is_ != "ended"]
    return sorted(active, key=lambda one: (order.index(one.class_), one.name.lower()))


def _in(service: Service, wanted: Filter, catalogue: Catalogue) -> bool:
    del catalogue
    return wanted.class_ in (None, service.class_) and wanted.category in (None, service.category)


def _listed(ruling: Ruling) -> bool:
    """A parent whose ways differ is listed by its ways; a way that only inherits is not."""
    return ruling.basis == "service" or (ruling.basis == "variants" and ruling.says.owner != "none")


def _fits(ruling: Ruling, wanted: Filter) -> bool:
    if ruling.owner == "none":
        return False
    if wanted.owner is None:
        return True
    if wanted.owner == "customer":
        return ruling.owner in ("customer", "shared")
    return ruling.owner == wanted.owner


def _any_duty(service: Service, wanted: Filter, rulings: Rulings, *, alone: bool) -> bool:
    if service.variant_of is not None and not alone:
        return False
    owners = {ruling.owner for ruling in rulings.all(service) if ruling.basis != "class"}
    if wanted.owner == "customer":
        return bool(owners & {"customer", "shared"})
    return wanted.owner in owners


def overview_answer(
    question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue
) -> Answer:
    """The topics asked, across the classes, with how the catalogue's services stand."""
    by_class: list[Ruling] = []
    by_service: list[Ruling] = []
    for topic in (*question.topics, *question.beside):
        of_classes = [_class_ruling(catalogue, class_id, topic) for class_id in catalogue.classes]
        by_class += [one for one in of_classes if one is not None]
        stated = [rulings.stated(service, topic) for service in _by_class(catalogue)]
        by_service += [one for one in stated if one is not None and _listed(one)]
    # The classes' own pages are the sources; a service's stand in its own answer.
    return replace(base, rulings=(*by_class, *by_service), sources=_sources(by_class))


def class_answer(
    question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue
) -> Answer:
    """A class: its topics and its services; of one category, with what each leaves the team."""
    class_id = question.class_ or ""
    topics = (*question.topics, *question.beside) or tuple(catalogue.topics)
    found = [_class_ruling(catalogue, class_id, topic) for topic in topics]
    shown = tuple(ruling for ruling in found if ruling is not None)
    members = tuple(
        one
        for one in _by_class(catalogue)
        if one.class_ == class_id and question.category in (None, one.category)
    )
    of_members: list[Ruling] = []
    for member in members if question.category else ():
        stated = [rulings.stated(member, topic) for topic in topics]
        of_members += [one for one in stated if one is not None and one.owner in _TEAMS]
    return replace(base, rulings=(*shown, *of_members), members=members, sources=_sources(shown))


def _class_ruling(catalogue: Catalogue, class_id: str, topic: str) -> Ruling | None:
    """A class's own duty."""
    one = catalogue.classes[class_id]
    duty = one.duties.get(topic)
    if duty is None:
        return None
    return Ruling(
        topic=topic,
        owner=duty.says.owner,
        says=duty.says,
        basis="class",
        of_class=one,
        sources=duty.sources,
        at=duty.at,
    )


def _sources(rulings: Sequence[Ruling]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for ruling in rulings for source in ruling.sources))
