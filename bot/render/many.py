"""Replies about many topics or many services: service, compare, shift, overview, class."""

from __future__ import annotations

from bot.render import phrases
from bot.render.ours import remarks_of, whose, with_whose
from bot.render.parts import Part, Sheet, owned_line, owner_of, sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.model import Answer, Row, Ruling
    from bot.render.parts import Titles

SHOWN = 25
_GROUPS = (
    ("customer", phrases.TEAM_LABEL),
    ("shared", "Shared"),
    ("partner", "Partner"),
    ("aws", phrases.AWS_LABEL),
    ("none", "Does not apply"),
)


def service_sheet(answer: Answer, titles: Titles) -> Sheet:
    """Every topic of one service: the team's first, then shared, then AWS's."""
    name = answer.services[0].name
    stated = [one for one in answer.rulings if one.basis != "class"]
    parts = []
    for owner, label in _GROUPS:
        items = tuple(
            with_whose(f"{titles.topic(one.topic)}: {_said(one)}", one)
            for one in stated
            if one.owner == owner
        )
        if items:
            topics = [titles.topic(one.topic) for one in stated if one.owner == owner]
            brief = " · ".join(map(phrases.lower_first, topics))
            parts.append(Part(label=f"{label} ({len(items)})", items=items, brief=brief))
    silent = [
        phrases.lower_first(titles.topic(one.topic))
        for one in answer.rulings
        if one.basis == "class"
    ]
    notes = (phrases.silent_topics(silent),) if silent else ()
    return Sheet(headline=phrases.service_head(name), parts=tuple(parts), notes=notes)


def _said(ruling: Ruling) -> str:
    if ruling.inside and not (ruling.says.aws or ruling.says.team):
        each = [f"{one.name}: {phrases.lower_first_owner(owner_of(one))}" for one in ruling.inside]
        return "depends on how you run it. " + " · ".join(each)
    if ruling.owner == "shared":
        return sentences(ruling.says)
    says = ruling.says
    return (
        says.aws
        or says.team
        or says.none
        or (f"{says.partner.name}: {says.partner.does}" if says.partner else "")
    )


def compare_sheet(answer: Answer, titles: Titles) -> Sheet:
    """Differences first, each with every service's owner; then what is the same."""
    names = [heard.name for heard in answer.services]
    different = [row for row in answer.rows if row.differs]
    same = [row for row in answer.rows if not row.differs]
    asked = bool(answer.topics)
    parts = [_row_part(row, titles) for row in different]
    if asked:
        parts += [_row_part(row, titles) for row in same]
    else:
        parts += _same_parts(same, titles)
    head = phrases.compare_head(names)
    if asked and not different:
        head = phrases.compare_same(names, [titles.topic(topic) for topic in answer.topics])
    return Sheet(headline=head, parts=tuple(parts), notes=_class_rows(answer.rows, titles))


def _row_part(row: Row, titles: Titles) -> Part:
    items = tuple(
        with_whose(
            f"{one.name} ({phrases.lower_first_owner(owner_of(one))}): {_said_short(one)}", one
        )
        for one in row.rulings
    )
    owners: dict[str, list[str]] = {}
    for one in row.rulings:
        owners.setdefault(owner_of(one), []).append(one.name)
    return Part(label=titles.topic(row.topic), items=items, brief=phrases.owners_of(owners))


def _said_short(ruling: Ruling) -> str:
    if ruling.inside and not (ruling.says.aws or ruling.says.team):
        return _said(ruling)
    return sentences(ruling.says) if ruling.owner == "shared" else _said(ruling)


def _same_parts(rows: Sequence[Row], titles: Titles) -> list[Part]:
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(owner_of(row.rulings[0]), []).append(
            phrases.lower_first(titles.topic(row.topic))
        )
    return [
        Part(label=phrases.same_for(owner), text=" · ".join(topics))
        for owner, topics in groups.items()
    ]


def shift_sheet(answer: Answer, titles: Titles) -> Sheet:
    """What leaves the team, what is new, what changes, what stays."""
    before, after = (heard.name for heard in answer.services[:2])
    parts = []
    for move, label in phrases.MOVES.items():
        rows = [row for row in answer.rows if row.move == move]
        if not rows:
            continue
        if move in ("stays", "aws"):
            parts.append(Part(label=f"{label} ({len(rows)})", text=_by_holder(rows, titles)))
        else:
            items = tuple(
                _whose_before(f"{titles.topic(row.topic)}: {_after(row.rulings[1])}", row)
                for row in rows
            )
            brief = " · ".join(phrases.lower_first(titles.topic(row.topic)) for row in rows)
            parts.append(Part(label=f"{label} ({len(rows)})", items=items, brief=brief))
    head = phrases.shift_head(before, after)
    return Sheet(headline=head, parts=tuple(parts), notes=_class_rows(answer.rows, titles))


def _by_holder(rows: Sequence[Row], titles: Titles) -> str:
    """Topics after a move; whose job they are here once for all that are the same."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        found = "; ".join(remarks_of(row.rulings[1]))
        groups.setdefault(found, []).append(phrases.lower_first(titles.topic(row.topic)))
    said = [
        " · ".join(topics) + (phrases.here_is(found) if found else "")
        for found, topics in groups.items()
    ]
    return "; ".join(said)


def _whose_before(said: str, row: Row) -> str:
    """A line of a move with whose job it then is, or was where it leaves the team."""
    return with_whose(said, row.rulings[0] if row.move == "leaves" else row.rulings[1])


def _after(ruling: Ruling) -> str:
    """What then holds, led by who does it."""
    depends = ruling.inside and not (ruling.says.aws or ruling.says.team)
    return _said(ruling) if depends else sentences(ruling.says)


def _class_rows(rows: Sequence[Row], titles: Titles) -> tuple[str, ...]:
    """Which cells rest on a class rather than on the service's own pages."""
    cells = [one for row in rows for one in row.rulings if one.basis == "class"]
    if not cells:
        return ()
    said = [f"{one.name} {phrases.lower_first(titles.topic(one.topic))}" for one in cells]
    return (phrases.by_class(said),)


def overview_sheet(answer: Answer, titles: Titles) -> Sheet:
    """A topic across the classes."""
    parts: list[Part] = []
    for topic in dict.fromkeys(one.topic for one in answer.rulings if one.of_class):
        of_topic = [one for one in answer.rulings if one.topic == topic]
        parts += _class_parts([one for one in of_topic if one.of_class], titles)
        parts += _standing([one for one in of_topic if one.service])
    parts += _owners(answer.rulings)
    return Sheet(
        headline=phrases.overview_head([titles.topic(topic) for topic in answer.topics]),
        parts=tuple(parts),
        notes=(phrases.OVERVIEW_NOTE,),
    )


def _class_parts(rulings: Sequence[Ruling], titles: Titles) -> list[Part]:
    """What each class says of one topic; once only where all say the same."""
    title = titles.topic(rulings[0].topic)
    if len({one.says for one in rulings}) == 1:
        label = phrases.titled(phrases.every_class(title), owner_of(rulings[0]))
        return [Part(label=label, text=sentences(rulings[0].says))]
    return [Part(label=title, items=tuple(owned_line(one) for one in rulings))]


def _standing(rulings: Sequence[Ruling]) -> list[Part]:
    """How the catalogue's services stand on one topic, by owner."""
    items = []
    for owner, label in _GROUPS:
        names = [one.name for one in rulings if one.owner == owner]
        if names and owner != "none":
            items.append(phrases.standing(label, names))
    return [Part(label=phrases.IN_CATALOGUE, items=tuple(items))] if items else []


def _owners(rulings: Sequence[Ruling]) -> list[Part]:
    """The organisation's owners of these topics on its stack, with the services of each."""
    groups: dict[str, list[str]] = {}
    for one in rulings:
        if found := whose(one.here):
            groups.setdefault(found, []).append(one.name)
    items = tuple(
        phrases.standing(found, list(dict.fromkeys(names))) for found, names in groups.items()
    )
    return [Part(label=phrases.OURS_OWNERS, items=items)] if items else []


def _left_by_members(rulings: Sequence[Ruling], titles: Titles) -> Part:
    """What each service of a class leaves to the team, or shares with it."""
    left: dict[str, list[str]] = {}
    for one in rulings:
        shared = " (shared)" if one.owner == "shared" else ""
        left.setdefault(one.name, []).append(phrases.lower_first(titles.topic(one.topic)) + shared)
    items = tuple(f"{name}: {' · '.join(topics)}" for name, topics in left.items())
    return Part(label=phrases.LEFT_TO_TEAM, items=items)


def class_sheet(answer: Answer, titles: Titles) -> Sheet:
    """A class: what it means, its topics, its services."""
    one = answer.rulings[0].of_class
    parts = [Part(text=one.summary)] if one else []
    others = answer.asked.classes if answer.asked else ()
    parts += [Part(label=titles.class_(id_), text=titles.class_summary(id_)) for id_ in others]
    of_members = [ruling for ruling in answer.rulings if ruling.service]
    if of_members:
        parts.append(_left_by_members(of_members, titles))
    for owner, label in _GROUPS:
        items = tuple(
            f"{titles.topic(ruling.topic)}: {sentences(ruling.says)}"
            for ruling in answer.rulings
            if ruling.owner == owner and ruling.of_class
        )
        if items:
            parts.append(Part(label=f"{label} ({len(items)})", items=items))
    names = [service.name for service in answer.members]
    if names and not of_members:
        more = [phrases.and_more(len(names) - SHOWN)] if len(names) > SHOWN else []
        parts.append(Part(label=phrases.IN_CATALOGUE, text=" · ".join(names[:SHOWN] + more)))
    title = titles.class_(answer.class_ or "")
    if answer.category:
        title += f": {phrases.lower_first(titles.category(answer.category))}"
    notes = (phrases.OVERVIEW_NOTE, *((phrases.one_class(title),) if others else ()))
    return Sheet(headline=phrases.class_head(title), parts=tuple(parts), notes=notes)
