"""What was asked, as frozen records: the result of reading a person's text."""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from bot.catalogue.model import Owner

    Kind = Literal[
        "duty",
        "service",
        "compare",
        "shift",
        "list",
        "overview",
        "class",
        "clarify",
        "not-found",
        "help",
        "ignore",
    ]
    How = Literal["exact", "alias", "id", "fuzzy", "context"]


@record
class Mention:
    """A service that the person named: the words said, how it was found, 0 to 100 sure."""

    service: str
    said: str
    how: How
    score: int = 100


@record
class CaseSaid:
    """The question itself says that a case applies: its number within the duty, from 0."""

    service: str
    topic: str
    case: int


@record
class Stance:
    """A yes/no question: is it `party` that does this? `negated`: is it *not*?

    `shared` is the claim that both do.
    """

    party: Owner
    negated: bool = False


@record
class Filter:
    """What a list is restricted to; None means any."""

    owner: Owner | None = None
    class_: str | None = None
    category: str | None = None
    topic: str | None = None
    counting: bool = False
    team: str | None = None


@record
class Context:
    """What a conversation remembers between turns: ids only, never a person's words.

    `services` and `topics` are those of the last turn, `earlier` the other services spoken of
    before them; `candidates` are what the bot offered when it asked back. `account` and
    `environment` are the organisation's ids of the place spoken of. `owner`, `class_` and
    `category` are what the last list was restricted to. `cases` are the conditions said of
    `services`, and `stance` is what was put for a yes or a no.
    """

    services: tuple[str, ...] = ()
    earlier: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sweep: str | None = None
    candidates: tuple[str, ...] = ()
    kind: Kind | None = None
    account: str | None = None
    environment: str | None = None
    owner: Owner | None = None
    class_: str | None = None
    category: str | None = None
    cases: tuple[CaseSaid, ...] = ()
    stance: Stance | None = None


@record
class Question:
    """A person's text, understood.

    `topics` are those asked, in order; `beside` is the second layer when one word covers
    two (patch: platform beside operating-system); `sweep` is that word's name. `class_` is
    the class asked about and `classes` the others named beside it. `unknown` are names that are
    nothing we know; `not_aws` are names that we know are not AWS's;
    `outside` is what was asked and is no topic: AWS's own people, prices, how it is done.
    """

    text: str
    kind: Kind
    mentions: tuple[Mention, ...] = ()
    topics: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sweep: str | None = None
    cases: tuple[CaseSaid, ...] = ()
    stance: Stance | None = None
    filter: Filter | None = None
    class_: str | None = None
    classes: tuple[str, ...] = ()
    category: str | None = None
    candidates: tuple[Mention, ...] = ()
    not_aws: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    foreign: bool = False
    outside: tuple[str, ...] = ()
