"""How an owner that was set in Slack stands to the files of the overlay."""

from __future__ import annotations

from bot.organisation.holders import Spot, claims_of
from bot.organisation.owners import rule_of
from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue, Service
    from bot.organisation.model import Rule
    from bot.organisation.ours import Ours
    from bot.organisation.owners import OwnerSet


@record
class Standing:
    """`settled`: the files say the same wherever it holds, so that it may be taken back. `same`
    is the files' rule for the very same, which must give way if it is put there.
    """

    settled: bool
    same: Rule | None


def spot_of(place: str) -> Spot | None:
    """A place as it is kept: `environment:` or `account:` and an id; None for everywhere."""
    kind, _, name = place.partition(":")
    if kind == "account":
        return Spot(account=name)
    return Spot(environment=name) if kind == "environment" else None


def standing_of(one: OwnerSet, files: Ours, catalogue: Catalogue) -> Standing:
    """How `one` stands to the overlay of the files, with nothing of Slack's laid over it."""
    (key,) = claims_of([rule_of(one)])[0]
    number = files.holders.claims.get(key)
    same = files.organisation.rules[number] if number is not None else None
    service = catalogue.services.get(one.service)
    if same is not None and same.team == one.owner:
        return Standing(settled=True, same=same)
    settled = service is not None and _agree(one, service, files, catalogue)
    return Standing(settled=settled, same=same)


def _agree(one: OwnerSet, service: Service, files: Ours, catalogue: Catalogue) -> bool:
    """Whether the files alone name the same team for every duty that it is for."""
    topics = [one.topic] if one.topic else [*catalogue.topics]
    spot = spot_of(one.place)
    held = [
        held.holder
        for way in (service, *catalogue.variants_of(service.id))
        for topic in topics
        for held in files.held(way, topic, spot)
    ]
    return all(holder and holder.team and holder.team.id == one.owner for holder in held)
