"""The nouns of the catalogue: what is known, as frozen records.

The fields are those of a service file (`data/README.md`). The owner of a duty is never
stored: it is derived from which sentences the duty has, so it cannot contradict them.
"""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal

    Owner = Literal["aws", "customer", "shared", "partner", "none"]
    Basis = Literal["service", "parent", "variants", "class"]
    StateOf = Literal["active", "renamed", "closed-to-new", "ended"]

STATES: tuple[StateOf, ...] = ("active", "renamed", "closed-to-new", "ended")


@record
class Place:
    """Where a fact stands: a file below the catalogue's folder and a line, from 1."""

    file: str
    line: int


@record
class Source:
    """A page that was read: `read_on` and `page_date` are ISO days (YYYY-MM-DD)."""

    id: str
    title: str
    url: str
    read_on: str
    page_date: str | None = None


@record
class Partner:
    """A third party (a vendor, a seller) and what it does."""

    name: str
    does: str


@record
class Says:
    """The sentences of a duty or a case: who does what. At least one is given."""

    aws: str | None = None
    team: str | None = None
    partner: Partner | None = None
    none: str | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What each party does, as sentences."""
        does = self.partner.does if self.partner else None
        return tuple(text for text in (self.aws, self.team, does) if text is not None)

    @property
    def owner(self) -> Owner:
        """Who owns this, derived: one sentence, that party; two or more, shared."""
        parties: list[Owner] = []
        if self.aws is not None:
            parties.append("aws")
        if self.team is not None:
            parties.append("customer")
        if self.partner is not None:
            parties.append("partner")
        if not parties:
            return "none"
        return parties[0] if len(parties) == 1 else "shared"


@record
class Case:
    """A condition that flips a duty: `when` is shown, `said_as` are the words that mean it."""

    when: str
    said_as: tuple[str, ...]
    says: Says
    sources: tuple[Source, ...]


@record
class Duty:
    """Who does what on one topic of one service, with its cases and sources."""

    topic: str
    says: Says
    cases: tuple[Case, ...]
    sources: tuple[Source, ...]
    at: Place


@record
class State:
    """What became of a service: `since` is an ISO day, month or year."""

    is_: StateOf = "active"
    since: str | None = None
    successor: str | None = None


@record
class Ids:
    """Machine names that mean this entry; see `data/README.md` for each form."""

    sdk: tuple[str, ...] = ()
    cloudformation: tuple[str, ...] = ()
    terraform: tuple[str, ...] = ()
    iam: tuple[str, ...] = ()
    arn: tuple[str, ...] = ()


@record
class Service:
    """One AWS service, or one way of running it (`variant_of` names its parent)."""

    id: str
    name: str
    aliases: tuple[str, ...]
    common_words: tuple[str, ...]
    class_: str
    category: str
    variant_of: str | None
    state: State
    ids: Ids
    summary: str
    duties: Mapping[str, Duty]
    at: Place


@record
class Topic:
    """One of the closed list of things someone must secure, and the words for it.

    `hints` are words that mean the topic only when nothing else does; `things` say which
    layer "encrypt" or "patch" means and nothing by themselves; `elsewhere` are words of other
    languages; `tools` are services that, beside another one, mean the topic.
    """

    id: str
    title: str
    covers: str
    said_as: tuple[str, ...]
    hints: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()


@record
class ServiceClass:
    """A class of services, what the founding document says of it, and its fallback duties."""

    id: str
    title: str
    summary: str
    said_as: tuple[str, ...]
    duties: Mapping[str, Duty]


@record
class Category:
    """What a service is for (database, storage …) and the words people use for it."""

    id: str
    title: str
    said_as: tuple[str, ...]


@record
class Ambiguous:
    """Words that could mean several services: the bot asks back with these, best first."""

    said_as: tuple[str, ...]
    candidates: tuple[str, ...]


@record
class Vocabulary:
    """Words of questions that are neither service nor topic, as data.

    `signals` maps a signal's name (`shift`, `compare`, `list` …) to the words that mean
    it; `not_aws` maps a lower-case name to how it is written; `english` is one string of
    plain words, each between line feeds; `terms` are the lines of `terms.txt`, how often people
    say each word of each topic, empty where a catalogue has none.
    """

    signals: Mapping[str, tuple[str, ...]]
    not_aws: Mapping[str, str]
    ambiguous: tuple[Ambiguous, ...]
    english: str
    terms: str = ""


@record
class Catalogue:
    """Everything the bot knows. Mappings go from id to record, in reading order.

    `ways` maps a service to the ids of the ways of running it, where there are any, and `tools`
    a service that is a topic's tool to that topic. `tables` are what reading makes of all the
    words here, where that was kept with the compiled form.
    """

    services: Mapping[str, Service]
    topics: Mapping[str, Topic]
    classes: Mapping[str, ServiceClass]
    categories: Mapping[str, Category]
    vocabulary: Vocabulary
    edition: str
    ways: Mapping[str, tuple[str, ...]]
    tools: Mapping[str, str]
    tables: Mapping[str, Any] | None = None

    def family(self, service_id: str) -> tuple[Service, ...]:
        """A service, its ways of running and its parent: every entry an answer may rest on."""
        service = self.services[service_id]
        parent = self.services.get(service.variant_of or "")
        return (service, *self.variants_of(service_id), *((parent,) if parent else ()))

    def variants_of(self, service_id: str) -> tuple[Service, ...]:
        """The ways of running a service, in order of id; empty when it has only one."""
        return tuple(self.services[way] for way in self.ways.get(service_id, ()))


def ways_of(services: Mapping[str, Service]) -> dict[str, tuple[str, ...]]:
    """The ways of running each service that has any, in order of id."""
    found: dict[str, tuple[str, ...]] = {}
    for one in services.values():
        if one.variant_of is not None:
            found[one.variant_of] = (*found.get(one.variant_of, ()), one.id)
    return found


def tools_of(topics: Mapping[str, Topic]) -> dict[str, str]:
    """The topic of each service that is a tool of one."""
    return {tool: topic.id for topic in topics.values() for tool in topic.tools}
