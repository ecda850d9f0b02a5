"""What an overlay leaves open: duties that nobody owns, owners that are gone, strangers.

Where owners were set in Slack, also what differs from the files, and what was set for nothing.
"""

from __future__ import annotations

from bot.answers.rulings import Rulings
from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from bot.catalogue.model import Catalogue, Place, Service
    from bot.organisation.holders import Difference
    from bot.organisation.model import Rule
    from bot.organisation.ours import Ours

    GapKind = Literal["unowned", "no-such-owner", "not-catalogued", "differs", "set-for-nothing"]

_TEAMS = ("customer", "shared")


@record
class Gap:
    """One thing left open. `places` are named only where other places are in order.

    `service` is a catalogue's id, or what the stack says where the catalogue has none;
    `owner` is the id of a team or party that there is not; `at` is where to mend it. Where Slack
    and the files differ, `differs` says how, and `owner` is the team that counts.
    """

    kind: GapKind
    at: Place
    service: str | None = None
    topic: str | None = None
    owner: str | None = None
    places: tuple[str, ...] = ()
    differs: Difference | None = None


def gaps_of(ours: Ours, catalogue: Catalogue) -> tuple[Gap, ...]:
    """Every gap: duties first, in the order of the stack, then owners, services and Slack."""
    return (
        *_unowned(ours, catalogue),
        *_owners(ours),
        *_strangers(ours, catalogue),
        *_differing(ours, catalogue),
        *_for_nothing(ours, catalogue),
    )


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
    for rule in (*of.rules, *ours.set_rules):
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


def _differing(ours: Ours, catalogue: Catalogue) -> Iterator[Gap]:
    """Duties for which Slack and the files name different owners."""
    for rule in ours.set_rules:
        for service in _services(rule, catalogue):
            for topic in rule.scope.topics or catalogue.topics:
                ruling = Rulings(catalogue, None, ours).stated(service, topic)
                if ruling is None or ruling.owner not in _TEAMS or ruling.inside:
                    continue
                for one in ours.differences(service, topic, None):
                    if rule in (one.counts, one.other):
                        yield Gap(
                            kind="differs",
                            at=rule.at,
                            service=service.id,
                            topic=topic,
                            owner=one.counts.team,
                            places=one.places,
                            differs=one,
                        )


def _services(rule: Rule, catalogue: Catalogue) -> list[Service]:
    """The service that a rule of Slack is for, with its ways of being run."""
    named = [catalogue.services[one] for one in rule.scope.services if one in catalogue.services]
    return [way for one in named for way in (one, *catalogue.variants_of(one.id))]


def _for_nothing(ours: Ours, catalogue: Catalogue) -> Iterator[Gap]:
    """What was set for a service, topic or place that there is not any more."""
    of = ours.organisation
    for rule in ours.set_rules:
        scope = rule.scope
        gone = [one for one in scope.services if one not in catalogue.services]
        gone += [one for one in scope.topics if one not in catalogue.topics]
        places = tuple(
            one
            for one in (*scope.accounts, *scope.environments)
            if one not in of.accounts and one not in of.environments
        )
        if gone or places:
            yield Gap(
                kind="set-for-nothing",
                at=rule.at,
                service=scope.services[0],
                topic=scope.topics[0] if scope.topics else None,
                owner=rule.team,
                places=places,
            )
