"""What earlier runs found, kept in the user's cache folder, so that the next one goes on there."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

from bot.catalogue.cache import keep, kept
from bot.links.visit import Found, Visit

if TYPE_CHECKING:
    from collections.abc import Mapping

_KIND, _KEY = "links-", "links-seen"
_FOUND = {one: one for one in get_args(Found)}
# Shorter than the week between two scheduled runs, so that each of those visits every page.
_DAYS = 5


def seen_lately(today: str) -> dict[str, tuple[Visit, str]]:
    """What was found of pages in the last days, with the day; never what was out of reach."""
    plain = kept(_KEY)
    found: dict[str, tuple[Visit, str]] = {}
    for url, said in plain.items() if isinstance(plain, dict) else ():
        visit, day = _read(url, said)
        if visit is not None and visit.found in ("fine", "moved") and _is_late(day, today):
            found[url] = visit, day
    return found


def keep_seen(seen: Mapping[str, tuple[Visit, str]]) -> None:
    """Keep what was found; never an error."""
    plain = {url: [one.found, one.why, one.to, day] for url, (one, day) in seen.items()}
    keep(_KEY, plain, _KIND)


def _read(url: str, said: Any) -> tuple[Visit | None, str]:
    if not isinstance(said, list) or [type(one) for one in said] != [str] * 4:
        return None, ""
    found, why, to, day = said
    if found not in _FOUND:
        return None, ""
    return Visit(url=url, found=_FOUND[found], why=why, to=to), day


def _is_late(day: str, today: str) -> bool:
    try:
        days = (dt.date.fromisoformat(today) - dt.date.fromisoformat(day)).days
    except ValueError:
        return False
    return 0 <= days < _DAYS
