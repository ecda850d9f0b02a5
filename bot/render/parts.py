"""The parts that a reply is drawn from, whatever draws it."""

from __future__ import annotations

from bot.record import record
from bot.render import phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from bot.answers.model import Ruling
    from bot.catalogue.model import Case, Catalogue, Says, Source

    Place = Literal["thread", "direct", "private", "shared", "view"]


@record
class Link:
    """A page with the words that lead to it; a renderer draws it as it can."""

    label: str
    url: str


@record
class Part:
    """A labelled line, or a label with items below it; `links` and `tail` end the line.

    `brief` says who does it without what they do, for where the whole would not fit.
    """

    label: str = ""
    text: str = ""
    items: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    tail: str = ""
    brief: str = ""


@record
class Look:
    """What a reply is drawn for: `facts_url` is where the catalogue's files can be read, and
    `today` an ISO day, by which a source read long ago is told; both may be empty.

    `place` is where in Slack it stands, which decides its buttons: in a conversation of many or
    of one person, before one person only, shared by one with many, or in a form. `drawn` is how
    the person wants it (`table`, or `whole`: nothing cut); without `tables` no table is offered
    or drawn. `admin`: whoever asked may set owners. `support` is whom people may ask, empty where
    nobody said.
    """

    facts_url: str = ""
    today: str = ""
    place: Place = "thread"
    drawn: str = ""
    tables: bool = True
    admin: bool = False
    support: str = ""


@record
class Sheet:
    """A whole reply without markup: what a renderer draws.

    `opening` stands before the headline: what a reader must know before any verdict.
    """

    headline: str
    opening: str = ""
    notes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    sources: tuple[Source, ...] = ()
    more: str = ""
    facts: tuple[str, ...] = ()
    footer: str = ""


def shortened(
    parts: Sequence[Part], length: Callable[[Part], int], room: int
) -> tuple[tuple[Part, ...], int]:
    """As many of `parts` in brief, from the last on, as it takes to fit; and how many those are."""
    made, left, brief = list(parts), room - sum(map(length, parts)), 0
    for at in reversed(range(len(made))):
        if left >= 0:
            break
        if made[at].brief:
            short = Part(label=made[at].label, text=made[at].brief)
            left += length(made[at]) - length(short)
            made[at] = short
            brief += 1
    return tuple(made), brief


class Titles:
    """Titles of topics, classes and categories for people."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @property
    def edition(self) -> str:
        """The catalogue's edition."""
        return self._catalogue.edition

    def topic(self, topic: str) -> str:
        """A topic's title."""
        return self._catalogue.topics[topic].title

    def class_summary(self, class_: str) -> str:
        """What a class means, in a sentence or two."""
        return self._catalogue.classes[class_].summary

    def class_(self, class_: str) -> str:
        """A class's title."""
        return self._catalogue.classes[class_].title

    def category(self, category: str) -> str:
        """A category's title."""
        return self._catalogue.categories[category].title

    def service(self, service: str) -> str:
        """A service's name."""
        return self._catalogue.services[service].name

    def service_or(self, service: str) -> str:
        """A service's name, or what was written where the catalogue has none."""
        found = self._catalogue.services.get(service)
        return found.name if found else service


def owner_of(ruling: Ruling) -> str:
    """The owner of a ruling as people read it."""
    return phrases.owner_label(ruling.owner, ruling.says.partner)


def owner_of_case(case: Case) -> str:
    """The owner of a case as people read it."""
    return phrases.owner_label(case.says.owner, case.says.partner)


def halves(says: Says) -> list[Part]:
    """Who does what, one line a party."""
    parts = []
    if says.aws is not None:
        parts.append(Part(label=phrases.AWS_LABEL, text=says.aws))
    if says.team is not None:
        parts.append(Part(label=phrases.TEAM_LABEL, text=says.team))
    if says.partner is not None:
        parts.append(Part(label=says.partner.name, text=says.partner.does))
    if says.none is not None:
        parts.append(Part(text=says.none))
    return parts


def owned_line(ruling: Ruling) -> str:
    """A service or class with its owner and who does what; a lone party is named once."""
    said = halves(ruling.says)
    does = said[0].text if len(said) == 1 else sentences(ruling.says)
    return f"{phrases.titled(ruling.name, owner_of(ruling))}: {does}"


def sentences(says: Says) -> str:
    """The halves as one line: "AWS: … Your team: …"."""
    return " ".join(f"{one.label}: {one.text}" if one.label else one.text for one in halves(says))
