"""Sources that were read long ago, so that someone reads them again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.catalogue.model import Catalogue, Service, Source


@record
class Stale:
    """A source with the entry that cites it and how many days ago it was read."""

    entry: str
    title: str
    url: str
    read_on: str
    days: int

    def __str__(self) -> str:
        return f"{self.days} days ago ({self.read_on}), {self.entry}: {self.title}, {self.url}"


def _cited(service: Service) -> Iterator[Source]:
    for duty in service.duties.values():
        yield from duty.sources
        for case in duty.cases:
            yield from case.sources


def stale_sources(catalogue: Catalogue, today: str, after: int) -> tuple[Stale, ...]:
    """The sources read more than `after` days before `today` (ISO), the oldest first."""
    now = dt.date.fromisoformat(today)
    found: dict[tuple[str, str], Stale] = {}
    for service in catalogue.services.values():
        for source in _cited(service):
            days = (now - dt.date.fromisoformat(source.read_on)).days
            if days > after:
                found[service.id, source.id] = Stale(
                    entry=service.id,
                    title=source.title,
                    url=source.url,
                    read_on=source.read_on,
                    days=days,
                )
    return tuple(sorted(found.values(), key=lambda one: (-one.days, one.entry, one.url)))
