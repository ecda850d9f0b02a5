"""Services for a typeahead: what somebody typed so far, prefixes first, then slips.

Only Slack's forms and menus need this, so that `srm ask` never imports it.
"""

from __future__ import annotations

from functools import cached_property

from bot.catalogue.names import short, squash

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue, Service

    Names = tuple[tuple[str, tuple[str, ...]], ...]

MOST = 100
_LONGEST = 80
# Of a service's names the first two are its own, with and without its maker; then aliases.
_OWN = 2
_LEAST_ALIKE = 75.0


class Finder:
    """Finds services by the beginning of a name or alias, or by something like one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @cached_property
    def _names(self) -> list[tuple[Service, Names]]:
        """All services by their short names; made when somebody types first, not at every start."""
        services = self._catalogue.services.values()
        return [(one, _names(one)) for one in sorted(services, key=_by_name)]

    def find(self, typed: str) -> list[Service]:
        """At most `MOST` services, the likeliest first; all in order when nothing is typed."""
        wanted = squash(typed[:_LONGEST])
        if not wanted:
            return [service for service, _ in self._names[:MOST]]
        ranked = [(_rank(wanted, names), service) for service, names in self._names]
        found = [(rank, service) for rank, service in ranked if rank is not None]
        return [service for _, service in sorted(found, key=lambda one: one[0])][:MOST]


def _by_name(service: Service) -> str:
    return short(service.name).lower()


def _names(service: Service) -> Names:
    """Every name squashed, with where its words begin."""
    texts = (short(service.name), service.name, *service.aliases, service.id)
    return tuple((squash(text), _tails(text)) for text in texts)


def _tails(text: str) -> tuple[str, ...]:
    words = text.replace("-", " ").split()
    return tuple(squash(" ".join(words[at:])) for at in range(1, len(words)))


def _rank(wanted: str, names: Names) -> float | None:
    """How far from what was typed: whole, beginning, beginning of a word, inside, alike."""
    if any(name == wanted for name, _ in names):
        return 0
    if any(name.startswith(wanted) for name, _ in names[:_OWN]):
        return 1
    if any(name.startswith(wanted) for name, _ in names):
        return 1.5
    if any(tail.startswith(wanted) for _, tails in names for tail in tails):
        return 2
    if len(wanted) > 2 and any(wanted in name for name, _ in names):
        return 3
    return _unlikeness(wanted, [name for name, _ in names]) if len(wanted) > 2 else None


def _unlikeness(wanted: str, names: list[str]) -> float | None:
    # Not every start needs it.
    from rapidfuzz import fuzz  # noqa: PLC0415

    best = max(
        max(fuzz.ratio(wanted, one), fuzz.ratio(wanted, one[: len(wanted)])) for one in names
    )
    return 4 + (100 - best) / 100 if best >= _LEAST_ALIKE else None
