"""What is true of the question: the answer, before anyone decides how it looks."""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from bot.catalogue.model import Basis, Case, Owner, Place, Says, Service, ServiceClass, Source
    from bot.organisation.holders import Difference, Held, Spot
    from bot.organisation.model import Local, Organisation, Team
    from bot.understand.question import Context, Filter, Kind, Mention, Question

    Verdict = Literal["yes", "no", "partly"]


@record
class Heard:
    """A service as the person named it, with its current name for people."""

    mention: Mention
    name: str


@record
class Here:
    """Whose a duty is in the organisation: who holds it, at which places; what is noted on it.

    `used` is False where the organisation lists its stack and the service is not on it.
    `differs` is where what was set in Slack and the files name different owners.
    """

    held: tuple[Held, ...]
    notes: tuple[Local, ...] = ()
    used: bool = True
    differs: tuple[Difference, ...] = ()


@record
class Ruling:
    """Who does what on one topic of one service: a duty with the basis it rests on.

    `of_class` is set, and `service` None, where a class as a whole is meant. `case` is the
    condition that the question itself stated, if any; `says` are then that case's sentences.
    `cases` are the conditions that would flip it. `inside` holds the variants' rulings where
    `basis` is `variants`. `at` is where the duty stands in the catalogue.

    `here` is the organisation's own half, None without one or where the team has no part.
    Where an exception of the organisation chose the case, `chosen` is that exception and
    `without` what the catalogue says but for it.
    """

    topic: str
    owner: Owner
    says: Says
    basis: Basis
    service: Service | None = None
    of_class: ServiceClass | None = None
    cases: tuple[Case, ...] = ()
    case: Case | None = None
    sources: tuple[Source, ...] = ()
    inside: tuple[Ruling, ...] = ()
    at: Place | None = None
    here: Here | None = None
    chosen: Local | None = None
    without: Says | None = None

    @property
    def name(self) -> str:
        """The name of the service, or the title of the class."""
        if self.service is not None:
            return self.service.name
        return self.of_class.title if self.of_class is not None else ""


@record
class Row:
    """One topic across the services of a comparison or a move; `differs` sorts it."""

    topic: str
    rulings: tuple[Ruling, ...]
    differs: bool
    move: Literal["leaves", "stays", "new", "changes", "aws"] | None = None


@record
class OurSide:
    """What of the organisation an answer rests on.

    `place` is the place asked about, by its name, and `place_said` the person's words for it;
    `team` the team asked about; `over_stack` says that a list ran over the stack alone;
    `workload` was read as `runs_on`. `not_theirs`: the team named holds nothing of it. `spot` is
    the place by its ids; `whole`: the catalogue was asked for.
    """

    organisation: Organisation
    place: str = ""
    place_said: str = ""
    team: Team | None = None
    over_stack: bool = False
    workload: str = ""
    runs_on: str = ""
    not_theirs: bool = False
    spot: Spot | None = None
    whole: bool = False


@record
class Answer:
    """An answer of any kind. The fields are those of the machine interface.

    `rulings` are the duties in the order shown; `rows` are for `compare` and `shift`;
    `remaining` are the topics that stay with the team beside what was asked; `state_note`
    services are those no longer active; `context` is what a next turn may build on, and `asked`
    the question as it was understood, so that it can be asked again.
    """

    kind: Kind
    question: str
    edition: str
    services: tuple[Heard, ...] = ()
    topic: str | None = None
    topics: tuple[str, ...] = ()
    sweep: str | None = None
    owner: Owner | None = None
    verdict: Verdict | None = None
    says: Says | None = None
    case: Case | None = None
    basis: Basis | None = None
    rulings: tuple[Ruling, ...] = ()
    rows: tuple[Row, ...] = ()
    remaining: tuple[str, ...] = ()
    class_: str | None = None
    category: str | None = None
    members: tuple[Service, ...] = ()
    filter: Filter | None = None
    silent: int = 0
    candidates: tuple[Heard, ...] = ()
    not_aws: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    foreign: bool = False
    outside: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    context: Context | None = None
    ours: OurSide | None = None
    asked: Question | None = None
