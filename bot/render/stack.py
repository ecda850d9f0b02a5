"""The picture of a service or a class: its layers, the team's above and AWS's below, in words."""

from __future__ import annotations

from collections import Counter

from bot.answers.rulings import Rulings
from bot.render import phrases
from bot.render import phrases_slack as words
from bot.render.parts import Part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answers.model import Ruling
    from bot.catalogue.model import Catalogue, Owner, Service, ServiceClass

# From the top of the stack, which is the team's, down to AWS's ground.
_LAYERS: tuple[Owner, ...] = ("customer", "shared", "partner", "aws")


def stack_of_class(one: ServiceClass, catalogue: Catalogue) -> tuple[str, ...]:
    """How most services of a class stand."""
    rulings = Rulings(catalogue)
    members = [service for service in catalogue.services.values() if service.class_ == one.id]
    owners = {topic: _usual(topic, one, members, rulings) for topic in one.duties}
    return _stack(owners, catalogue)


def stack_of_service(rulings: Sequence[Ruling], catalogue: Catalogue) -> tuple[str, ...]:
    """How one service stands, on what the catalogue states of itself."""
    owners = {one.topic: one.owner for one in rulings if one.basis != "class"}
    return _stack(owners, catalogue)


def picture(label: str, lines: tuple[str, ...]) -> tuple[Part, ...]:
    """The layers as a part of a reply; none where there is no layer to show."""
    return (Part(label=label, items=lines),) if len(lines) > 1 else ()


def _stack(owners: Mapping[str, Owner], catalogue: Catalogue) -> tuple[str, ...]:
    """A line an owner: its mark, its name and its topics from the top down."""
    lines = []
    for owner in _LAYERS:
        titles = [
            phrases.lower_first(topic.title)
            for topic in reversed([*catalogue.topics.values()])
            if owners.get(topic.id) == owner
        ]
        if titles:
            lines.append(words.layer(owner, titles))
    return tuple(lines)


def _usual(topic: str, one: ServiceClass, members: Sequence[Service], rulings: Rulings) -> Owner:
    """Who owns a topic on most services of a class; both, where no one does on most."""
    stated = [rulings.stated(member, topic) for member in members]
    counted = Counter(ruling.owner for ruling in stated if ruling and ruling.owner != "none")
    if not counted:
        return one.duties[topic].says.owner
    (first, most), *others = counted.most_common()
    return "shared" if others and others[0][1] == most else first
