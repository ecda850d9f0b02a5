"""`srm check --links`: which pages that the catalogue cites have moved or are gone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.links.seen import keep_seen, seen_lately
from bot.links.visit import Manners, Visit, visit_pages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

# So often is it written down how far a run came.
_EVERY = 25
_LISTED = ("dead", "moved", "out of reach")


def check_links(
    pages: Mapping[str, tuple[str, ...]], today: str, manners: Manners, out: TextIO
) -> bool:
    """Visit the pages not seen lately, print what is to be mended, and whether that is nothing.

    `pages` are addresses with the entries that cite them. Pages for which no time was left are
    no fault: the next run begins with them.
    """
    seen = {url: one for url, one in seen_lately(today).items() if url in pages}
    left = [url for url in pages if url not in seen]
    started = len(seen)

    def note(visit: Visit) -> None:
        seen[visit.url] = visit, today
        if (len(seen) - started) % _EVERY == 0:
            keep_seen(seen)

    try:
        rest = asyncio.run(visit_pages(left, manners, note))
    finally:
        keep_seen(seen)
    return _report(pages, [visit for visit, _ in seen.values()], len(rest), out)


def _report(
    pages: Mapping[str, tuple[str, ...]], visits: list[Visit], left: int, out: TextIO
) -> bool:
    for kind in _LISTED:
        for one in (visit for visit in visits if visit.found == kind):
            to = f" to {one.to}" if one.to else ""
            entries = ", ".join(pages[one.url])
            out.write(f"{kind} ({one.why}): {one.url}{to}, cited by {entries}\n")
    counted = {kind: sum(one.found == kind for one in visits) for kind in ("fine", *_LISTED)}
    said = ", ".join(f"{count} {kind}" for kind, count in counted.items())
    out.write(f"{len(visits)} of {len(pages)} pages visited: {said}.\n")
    if left:
        out.write(f"{left} are left; run it again to go on.\n")
    return counted["fine"] == len(visits) and (bool(visits) or not pages)
