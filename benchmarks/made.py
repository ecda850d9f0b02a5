"""Questions and names that are made up by rule, the same each time, for `benchmarks.understand`."""

from __future__ import annotations

import random
from string import ascii_lowercase
from typing import TYPE_CHECKING

from bot.catalogue.names import short
from bot.record import replace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.catalogue.model import Catalogue, Service

SEED = 20261127
# Of a hundred generated questions, how many hold a slip of one letter (docs/understanding.md).
_WITH_SLIP = 60
_SHORTEST = 5
_FRAMES = (
    "who patches {}?",
    "is {} encrypted at rest by aws or by us",
    "who backs up {} for us",
    "hey team, quick one: what do we have to secure on {} before the audit on friday",
    "who handles the logging for {} these days",
    "whose job is the network side of {}",
    "does aws look after the hardware under {}",
    "can someone tell me who manages access to {}",
)


def slipped_questions(catalogue: Catalogue, count: int) -> Iterator[tuple[str, str]]:
    """Questions that name one service each, most with one letter wrong, and the service's id."""
    draw = random.Random(SEED)  # noqa: S311 - it keeps no secret
    named = [(one.id, short(one.name)) for one in catalogue.services.values()]
    for number in range(count):
        service, name = named[number % len(named)]
        if draw.randrange(100) < _WITH_SLIP and len(name) >= _SHORTEST:
            name = _slipped(name, draw)
        yield draw.choice(_FRAMES).format(name), service


def _slipped(name: str, draw: random.Random) -> str:
    """A name with one letter left out, doubled, replaced, or swapped with the next."""
    letters = [at for at, letter in enumerate(name) if letter.isalpha()]
    at = draw.choice(letters[:-1])
    how = draw.randrange(4)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    if how == 0:
        return before + after
    if how == 1:
        return before + letter * 2 + after
    if how == 2:
        return before + draw.choice(ascii_lowercase) + after
    return before + after[:1] + letter + after[1:]


def grown(catalogue: Catalogue, times: int) -> Catalogue:
    """The catalogue with so many times its names: each service is given made-up ones."""
    draw = random.Random(SEED)  # noqa: S311 - it keeps no secret
    services = {one.id: _renamed(one, times, draw) for one in catalogue.services.values()}
    return replace(catalogue, services=services, tables=None)


def _renamed(service: Service, times: int, draw: random.Random) -> Service:
    more = (len(service.aliases) + 1) * (times - 1)
    made = tuple(_made_up(draw) for _ in range(more))
    return replace(service, aliases=(*service.aliases, *made))


def _made_up(draw: random.Random) -> str:
    """A name of one to three words of two to four syllables."""
    return " ".join(
        "".join(
            draw.choice("bcdfghklmnprstvz") + draw.choice("aeiou")
            for _ in range(draw.choice((2, 3, 4)))
        )
        for _ in range(draw.choice((1, 1, 2, 3)))
    )
