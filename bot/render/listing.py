"""Replies that list: which services, over the catalogue or our stack; what one team owns."""

from __future__ import annotations

from collections import Counter

from bot.render import phrases
from bot.render.many import SHOWN
from bot.render.ours import remarks_of
from bot.render.parts import Part, Sheet, owner_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answers.model import Answer, Ruling
    from bot.render.parts import Titles


def list_sheet(answer: Answer, titles: Titles, shown: int = SHOWN) -> Sheet:
    """What was found, grouped by class; the first `shown` are named."""
    if answer.ours is not None and answer.filter is not None and answer.filter.team is not None:
        return _team_sheet(answer, titles)
    topics = list(dict.fromkeys(one.topic for one in answer.rulings))
    parts: list[Part] = []
    for topic in topics if len(topics) > 1 else [None]:
        rulings = [one for one in answer.rulings if topic in (None, one.topic)]
        lines = _listed(rulings, answer, titles, shown)
        if topic is None:
            parts += lines
        else:
            items = tuple(f"{one.label}: {one.text}" if one.label else one.text for one in lines)
            parts.append(Part(label=titles.topic(topic), items=items))
    notes = (phrases.list_silent(answer.silent),) if answer.silent else ()
    return Sheet(headline=_headline(answer, titles), parts=tuple(parts), notes=notes)


def longest_list(answer: Answer) -> int:
    """How many services the longest list in an answer holds."""
    by_topic = Counter(one.topic for one in answer.rulings if one.service)
    return max(by_topic.values(), default=len(answer.members))


def _listed(rulings: Sequence[Ruling], answer: Answer, titles: Titles, most: int) -> list[Part]:
    """The services of one list by class, with what must be known of each, and how many more."""
    remarks = {one.service.id: _remarks(one) for one in rulings if one.service}
    services = [one.service for one in rulings if one.service] or list(answer.members)
    groups: dict[str, list[str]] = {}
    for service in services[:most]:
        shown = phrases.listed(service.name, remarks.get(service.id, []))
        groups.setdefault(titles.class_(service.class_), []).append(shown)
    total = Counter(titles.class_(service.class_) for service in services)
    parts = []
    for title, names in groups.items():
        # No line so long that it would not fit a block of Slack's.
        lines = [" · ".join(names[at : at + SHOWN]) for at in range(0, len(names), SHOWN)]
        parts += [Part(label=f"{title} ({total[title]})", text=lines[0])]
        parts += [Part(text=line) for line in lines[1:]]
    more = len(services) - most
    return [*parts, Part(text=phrases.and_more(more))] if more > 0 else parts


def _headline(answer: Answer, titles: Titles) -> str:
    wanted = answer.filter
    words = phrases.filtered(
        wanted.owner if wanted else None,
        titles.topic(wanted.topic) if wanted and wanted.topic else None,
        titles.class_(wanted.class_) if wanted and wanted.class_ else None,
        titles.category(wanted.category) if wanted and wanted.category else None,
    )
    count = len(answer.members)
    if answer.ours is not None and answer.ours.over_stack:
        return phrases.stack_head(count, words, answer.ours.place)
    return phrases.list_head(count, words)


def _remarks(ruling: Ruling) -> list[str]:
    """What must be known of a service in a list: that it is shared, and whose it is here."""
    shared = ["shared"] if owner_of(ruling) == "Shared" else []
    return [*shared, *remarks_of(ruling)]


def _team_sheet(answer: Answer, titles: Titles) -> Sheet:
    """What one team owns: a service a line, with its topics and where they are the team's."""
    team = answer.ours.team if answer.ours else None
    lines: dict[str, list[str]] = {}
    for ruling in answer.rulings:
        lines.setdefault(ruling.name, []).append(_owned(ruling, team.id if team else "", titles))
    items = tuple(f"{name}: {' · '.join(topics)}" for name, topics in lines.items())
    more = [Part(text=phrases.and_more(len(items) - SHOWN))] if len(items) > SHOWN else []
    head = phrases.team_head(
        team.name if team else "", len(answer.rulings), len(lines), _place(answer)
    )
    parts = [Part(items=items[:SHOWN])] if items else []
    return Sheet(headline=head, parts=(*parts, *more))


def _owned(ruling: Ruling, team: str, titles: Titles) -> str:
    """A topic, with the places where it is this team's if it is another's elsewhere."""
    held = ruling.here.held if ruling.here else ()
    places = [
        place
        for one in held
        if one.holder and one.holder.team and one.holder.team.id == team
        for place in one.places
    ]
    shared = ["shared"] if ruling.owner == "shared" else []
    topic = phrases.at_places(phrases.lower_first(titles.topic(ruling.topic)), places)
    return phrases.listed(topic, shared)


def _place(answer: Answer) -> str:
    return answer.ours.place if answer.ours else ""
