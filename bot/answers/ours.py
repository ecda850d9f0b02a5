"""The organisation's own half of an answer: whose each duty is here; lists over its stack."""

from __future__ import annotations

from bot.answers.across import list_answer
from bot.answers.model import Here, OurSide
from bot.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answers.asked import Asked
    from bot.answers.model import Answer, Ruling
    from bot.answers.rulings import Rulings
    from bot.catalogue.model import Catalogue, Service, Source
    from bot.understand.question import Question

_TEAMS = ("customer", "shared")


def with_ours(answer: Answer, asked: Asked, catalogue: Catalogue) -> Answer:
    """`answer` with whose job each of the team's duties is, and what of ours it rests on."""
    rows = tuple(
        replace(row, rulings=tuple(_here(one, asked) for one in row.rulings)) for row in answer.rows
    )
    if asked.said.team and answer.kind == "shift":
        rows = tuple(
            row for row in rows if any(_is_of(one, asked.said.team) for one in row.rulings)
        )
    if answer.rows:
        rulings = tuple(one for row in rows for one in row.rulings)
    elif answer.kind == "overview":
        # Over every service that there is, only those that are ours are worth a word.
        stack = asked.ours.stack(asked.spot)
        rulings = tuple(
            _here(one, asked) if one.service and one.service.id in stack else one
            for one in answer.rulings
        )
    else:
        rulings = tuple(_here(one, asked) for one in answer.rulings)
    side = _our_side(answer, asked, catalogue)
    if answer.kind == "duty" and _another_s(rulings, asked.said.team):
        # "Does Payments back it up?": neither yes nor no of AWS and us would be true of them.
        answer, side = replace(answer, verdict=None), replace(side, not_theirs=True)
    return replace(answer, rulings=rulings, rows=rows, ours=side)


def _another_s(rulings: Sequence[Ruling], team: str | None) -> bool:
    """Whether the team that was named holds nothing of what was asked."""
    every = [one for ruling in rulings for one in (ruling, *ruling.inside)]
    held = any(one.here and one.here.held for one in every)
    return team is not None and held and not any(_is_of(one, team) for one in every)


def _our_side(answer: Answer, asked: Asked, catalogue: Catalogue) -> OurSide:
    said, ours = asked.said, asked.ours
    runs_on = catalogue.services.get(said.runs_on)
    return OurSide(
        organisation=ours.organisation,
        place=ours.title(asked.spot) if asked.spot else "",
        place_said=said.spot_said,
        team=ours.organisation.teams.get(said.team or ""),
        over_stack=answer.kind == "list" and over_stack(asked),
        workload=said.workload,
        runs_on=runs_on.name if runs_on else "",
        spot=asked.spot,
        whole=said.whole,
    )


def over_stack(asked: Asked) -> bool:
    """Whether a list runs over the stack: there is one, and the catalogue was not asked for."""
    return bool(asked.ours.stack()) and not asked.said.whole


def stack_answer(
    question: Question, base: Answer, rulings: Rulings, catalogue: Catalogue, asked: Asked
) -> Answer:
    """A list over our stack, or of what one team owns on it."""
    stack = asked.ours.stack(asked.spot) if over_stack(asked) else None
    if question.filter is not None and question.filter.team is not None:
        return _team_answer(question.filter.team, base, rulings, catalogue, asked)
    return list_answer(question, base, rulings, catalogue, stack)


def _team_answer(
    team: str, base: Answer, rulings: Rulings, catalogue: Catalogue, asked: Asked
) -> Answer:
    """Every duty that a team holds, in the order of the catalogue's classes."""
    topic = base.filter.topic if base.filter else None
    found = [
        ruling
        for service in _services(catalogue, asked)
        for ruling in _stated(service, topic, rulings, catalogue)
        if _is_of(_here(ruling, asked), team)
    ]
    members = {one.service.id: one.service for one in found if one.service}
    sources: dict[Source, None] = dict.fromkeys(page for one in found for page in one.sources)
    return replace(
        base, rulings=tuple(found), members=tuple(members.values()), sources=tuple(sources)
    )


def _services(catalogue: Catalogue, asked: Asked) -> list[Service]:
    """The services of our stack at the place asked about; without a stack, all."""
    stack = asked.ours.stack(asked.spot) if over_stack(asked) else set(catalogue.services)
    order = list(catalogue.classes)
    found = [one for one in catalogue.services.values() if one.id in stack]
    return sorted(found, key=lambda one: (order.index(one.class_), one.name.lower()))


def _stated(
    service: Service, topic: str | None, rulings: Rulings, catalogue: Catalogue
) -> Iterator[Ruling]:
    for one in (topic,) if topic else catalogue.topics:
        ruling = rulings.stated(service, one)
        if ruling is not None and ruling.owner in _TEAMS:
            yield ruling


def _is_of(ruling: Ruling, team: str) -> bool:
    """Whether a team holds a duty, at one place at least."""
    held = ruling.here.held if ruling.here else ()
    return any(one.holder and one.holder.team and one.holder.team.id == team for one in held)


def _here(ruling: Ruling, asked: Asked) -> Ruling:
    """A ruling with whose job it is here; only where the team has a part in it."""
    inside = tuple(_here(one, asked) for one in ruling.inside) if ruling.inside else ()
    here = _found(ruling, asked)
    return replace(ruling, here=here, inside=inside) if here or inside else ruling


def _found(ruling: Ruling, asked: Asked) -> Here | None:
    service, ours = ruling.service, asked.ours
    if service is None:
        return None
    notes = ours.locals_of(service, ruling.topic)
    if asked.spot is not None:
        notes = tuple(one for one in notes if ours.applies(one, asked.spot))
    used = not ours.stack() or _used(ruling, asked)
    held = ours.held(service, ruling.topic, asked.spot) if ruling.owner in _TEAMS else ()
    if not used and all(one.holder is None for one in held):
        held = ()
    if not held and not notes:
        return None
    differs = ours.differences(service, ruling.topic, asked.spot) if held else ()
    return Here(held=held, notes=notes, used=used, differs=differs)


def _used(ruling: Ruling, asked: Asked) -> bool:
    """Whether a service, or a way of running it, is on our stack at the place asked about."""
    named: Sequence[str] = [one.service.id for one in ruling.inside if one.service]
    stack = asked.ours.stack(asked.spot)
    service = ruling.service
    own = service.id in stack or service.variant_of in stack if service else False
    return own or any(name in stack for name in named)
