"""How many questions were asked, printed for those who look after the catalogue."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.render.feedback_phrases import NO_QUESTIONS, asked_since, unanswered
from bot.store.sql import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from bot.secret import Secret
    from bot.store.counts import Count

# These ask back, or say that it is not in the catalogue.
_UNANSWERED = ("clarify", "not-found")


def counted(database: Secret, out: TextIO, *, as_json: bool) -> None:
    """Print how many questions were asked; raises `StoreError`."""
    counts = asyncio.run(_counts(database))
    lines = [_as_json(one) for one in counts] if as_json else _as_text(counts)
    out.write("".join(f"{line}\n" for line in lines))


async def _counts(database: Secret) -> Sequence[Count]:
    async with opened(database.reveal()) as store:
        return await store.counts.all()


def _as_json(one: Count) -> str:
    said = {"day": _day(one.at), "kind": one.kind, "nearest": one.nearest, "questions": one.number}
    return json.dumps(said)


def _as_text(counts: Sequence[Count]) -> list[str]:
    """Of all days together: by kind, then what was not answered by what came nearest."""
    if not counts:
        return [NO_QUESTIONS]
    kinds, nearest = Counter[str](), Counter[str]()
    for one in counts:
        kinds[one.kind] += one.number
        if one.kind in _UNANSWERED:
            nearest[f"{one.kind:<10} {one.nearest or '-'}"] += one.number
    first = _day(min(one.at for one in counts))
    said = [asked_since(first, kinds.total()), *_listed(kinds)]
    return [*said, unanswered(nearest.total()), *_listed(nearest)] if nearest else said


def _listed(counts: Counter[str]) -> list[str]:
    """The most frequent first."""
    ordered = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return [f"{number:>9}  {name}" for name, number in ordered]


def _day(at: int) -> str:
    return datetime.fromtimestamp(at, tz=UTC).strftime("%Y-%m-%d")
