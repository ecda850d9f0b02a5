"""Who does what on one topic of one service: case, entry, parent, variants, class."""

from __future__ import annotations

from bot.answers.model import Ruling
from bot.catalogue.model import Says

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.catalogue.model import Basis, Case, Catalogue, Duty, Owner, Service, Source
    from bot.organisation.holders import Spot
    from bot.organisation.model import Local
    from bot.organisation.ours import Ours

    Cases = Mapping[tuple[str, str], int]


class Rulings:
    """Rules over one catalogue, with the cases that the question itself stated.

    Where it states none, an exception of the organisation at the place asked about may.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        cases: Cases | None = None,
        ours: Ours | None = None,
        spot: Spot | None = None,
        plain: Plain | None = None,
    ) -> None:
        self._catalogue = catalogue
        self._cases = cases or {}
        self._ours, self._spot = ours, spot
        self._plain = plain
        self._stating = frozenset(topic for _, topic in self._cases)

    def of(self, service: Service, topic: str) -> Ruling:
        """The ruling on `topic` of `service`; never None: the class answers last."""
        return self.stated(service, topic) or self._by_class(service, topic)

    def stated(self, service: Service, topic: str) -> Ruling | None:
        """The ruling that the catalogue states of this service itself; None when silent."""
        own = service.duties.get(topic)
        if self._plain is not None and self._is_plain(service, topic, own):
            return self._plain.stated(service, topic)
        if own is not None:
            return self._from(service, own, "service", service.id)
        parent = self._catalogue.services.get(service.variant_of or "")
        if parent is not None:
            above = parent.duties.get(topic)
            return self._from(service, above, "parent", parent.id) if above else None
        return self._by_variants(service, topic)

    def _is_plain(self, service: Service, topic: str, own: Duty | None) -> bool:
        """Whether neither the question nor the organisation says more of a duty than the entry."""
        if topic in self._stating:
            return False
        if self._ours is None or not self._ours.excepts:
            return True
        # What an entry leaves to others may be an exception of theirs.
        return own is not None and self._exception(service, own) is None

    def anywhere(self, service: Service, topic: str) -> Iterator[Ruling]:
        """What is stated, and where no place was asked about also under exceptions at some."""
        ruling = self.stated(service, topic)
        if ruling is not None:
            yield ruling
        if self._ours is None or self._spot is not None or not self._ours.excepts:
            return
        for spot in self._ours.exception_spots(service, topic):
            there = Rulings(self._catalogue, self._cases, self._ours, spot).stated(service, topic)
            if there is not None:
                yield there

    def all(self, service: Service) -> tuple[Ruling, ...]:
        """One ruling a topic, in the order of the topics, class answers included."""
        return tuple(self.of(service, topic) for topic in self._catalogue.topics)

    def _from(self, service: Service, duty: Duty, basis: Basis, holder: str) -> Ruling:
        number = self._cases.get((holder, duty.topic))
        case = duty.cases[number] if number is not None else None
        chosen = self._exception(service, duty) if case is None else None
        if chosen is not None:
            case = _named(duty, chosen)
        says = case.says if case else duty.says
        return Ruling(
            service=service,
            topic=duty.topic,
            owner=says.owner,
            says=says,
            basis=basis,
            cases=duty.cases,
            case=case,
            sources=_together(case.sources if case else (), duty.sources),
            at=duty.at,
            chosen=chosen,
            without=duty.says if chosen else None,
        )

    def _exception(self, service: Service, duty: Duty) -> Local | None:
        """The organisation's exception to a duty, if it has one here that the duty knows."""
        if self._ours is None or not duty.cases:
            return None
        found = self._ours.exception(service, duty.topic, self._spot)
        return found if found is not None and _named(duty, found) is not None else None

    def _by_variants(self, service: Service, topic: str) -> Ruling | None:
        """What the ways of running a service say, when the service itself is silent."""
        inside = tuple(
            ruling
            for variant in self._catalogue.variants_of(service.id)
            if (ruling := self.stated(variant, topic)) is not None
        )
        if not inside:
            return None
        owners = {ruling.owner for ruling in inside}
        agree = len(owners) == 1 and _whole(self._catalogue, service, inside)
        return Ruling(
            service=service,
            topic=topic,
            owner=inside[0].owner if agree else "shared",
            says=_joined(inside) if agree else Says(),
            basis="variants",
            sources=_together(*(ruling.sources for ruling in inside)),
            inside=inside,
        )

    def _by_class(self, service: Service, topic: str) -> Ruling:
        duty = self._catalogue.classes[service.class_].duties[topic]
        return Ruling(
            service=service,
            topic=topic,
            owner=duty.says.owner,
            says=duty.says,
            basis="class",
            sources=duty.sources,
            at=duty.at,
        )


class Plain:
    """The rulings of one catalogue where nobody states a case: each made once, and kept."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._rulings = Rulings(catalogue)
        self._known: dict[tuple[str, str], Ruling | None] = {}

    def stated(self, service: Service, topic: str) -> Ruling | None:
        """As `Rulings.stated`."""
        key = service.id, topic
        if key not in self._known:
            self._known[key] = self._rulings.stated(service, topic)
        return self._known[key]


def common_owner(rulings: Sequence[Ruling]) -> Owner:
    """The owner that all rulings share (those that make no sense left out), else shared."""
    owners = {ruling.owner for ruling in rulings if ruling.owner != "none"}
    if not owners:
        return "none"
    return owners.pop() if len(owners) == 1 else "shared"


def _named(duty: Duty, local: Local) -> Case | None:
    """The case of a duty that an exception names."""
    return next((case for case in duty.cases if case.when == local.case), None)


def _whole(catalogue: Catalogue, service: Service, inside: Sequence[Ruling]) -> bool:
    """Whether every way of running the service says something."""
    return len(inside) == len(catalogue.variants_of(service.id))


def _joined(inside: Sequence[Ruling]) -> Says:
    """The variants' sentences as one, each led by the variant's name where they differ."""
    if len({ruling.says for ruling in inside}) == 1:
        return inside[0].says
    return Says(aws=_each(inside, "aws"), team=_each(inside, "team"))


def _each(inside: Sequence[Ruling], part: str) -> str | None:
    said = [
        f"{ruling.name}: {text}"
        for ruling in inside
        if (text := getattr(ruling.says, part)) is not None
    ]
    return " ".join(said) or None


def _together(*groups: Sequence[Source]) -> tuple[Source, ...]:
    """The sources of groups, each page once."""
    said = [group for group in groups if group]
    if len(said) == 1:
        return tuple(said[0])
    pages = {
        (source.url, source.title): source for group in reversed(said) for source in group[::-1]
    }
    return tuple(pages.values())[::-1]
