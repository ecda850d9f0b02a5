"""What an overlay leaves open: duties that nobody owns, owners that are gone, strangers."""

from __future__ import annotations

from bot.answers.rulings import Rulings
from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from bot.catalogue.model import Catalogue, Place, Service
    from bot.organisation.ours import Ours

    GapKind = Literal["unowned", "no-such-owner", "not-catalogued"]

_TEAMS = ("customer", "shared")


@record
class Gap:
    """One thing left open. `places` are named only where other places are in order.

    `service` is a catalogue's id, or what the stack says where the catalogue has none;
    `owner` is the id of a team or party that there is not; `at` is where to mend it.
    """

    kind: GapKind
    at: Place
    service: str | None = None
    topic: str | None = None
    owner: str | None = None
    places: tuple[str, ...] = ()


def gaps_of(ours: Ours, catalogue: Catalogue) -> tuple[Gap, ...]:
    """Every gap: duties first, in the order of the stack, then owners, then services."""
    return (*_unowned(ours, catalogue), *_owners(ours), *_strangers(ours, catalogue))


def _unowned(ours: Ours, catalogue: Catalogue) -> Iterator[Gap]:
    """Duties on our stack that the catalogue leaves to the team, and no rule names an owner of."""
    seen: set[str] = set()
    for used in ours.organisation.stack:
        service = catalogue.services.get(used.service)
        if service is None or service.id in seen:
            continue
        seen.add(service.id)
        for topic in catalogue.topics:
            open_at = _open_at(service, topic, ours, catalogue)
            if open_at is not None:
                yield Gap(
                    kind="unowned", at=used.at, service=service.id, topic=topic, places=open_at
                )


def _open_at(
    service: Service, topic: str, ours: Ours, catalogue: Catalogue
) -> tuple[str, ...] | None:
    """Where nobody owns a duty that is the team's: no names for everywhere; None for nowhere."""
    spots = ours.holders.spots(service.id)
    missing = []
    for spot in spots:
        ruling = Rulings(catalogue, None, ours, spot).stated(service, topic)
        if ruling is None or ruling.owner not in _TEAMS:
            continue
        if any(held.holder is None for held in ours.held(service, topic, spot)):
            missing.append(spot)
    if not missing:
        return None
    if len(missing) == len(spots):
        return ()
    return ours.holders.titles(missing, spots)


def _owners(ours: Ours) -> Iterator[Gap]:
    """Teams and further parties that a rule names and nobody is."""
    of = ours.organisation
    for rule in of.rules:
        if rule.team is not None and rule.team not in of.teams:
            yield Gap(kind="no-such-owner", at=rule.at, owner=rule.team)
        if rule.party is not None and rule.party not in of.parties:
            yield Gap(kind="no-such-owner", at=rule.at, owner=rule.party)


def _strangers(ours: Ours, catalogue: Catalogue) -> Iterator[Gap]:
    """Services that we use and the catalogue does not know."""
    seen: set[str] = set()
    for used in ours.organisation.stack:
        if used.service not in catalogue.services and used.service not in seen:
            seen.add(used.service)
            yield Gap(kind="not-catalogued", at=used.at, service=used.service)
