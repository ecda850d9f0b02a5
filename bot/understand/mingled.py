"""Which of several names are no service asked about: part of another's name or words, where
something came from, what does it by itself, or two ways of which nobody knows which it is.
"""

from __future__ import annotations

from bot.catalogue.names import short
from bot.record import replace
from bot.understand.direction import moves
from bot.understand.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen

_PULLED = frozenset("pull come fetch launch download".split())
_SMALL = frozenset("a an the our my of plain own private public".split())
_WITHIN = frozenset("on in".split())
_DOUBT = frozenset("whether idea unsure sure know whichever either matter regardless".split())
_PAIR, _NEAR = 2, 4


def without_mingled(catalogue: Catalogue, seen: Seen) -> Seen:
    """A text with the names alone that are asked about; where none would be left, as it is."""
    if len(seen.names) < _PAIR:
        return seen
    seen = _whichever(catalogue, seen)
    kept = tuple(
        one
        for one in seen.names
        if not (
            _pulled_from(seen, one)
            or _at_a_place(seen, one)
            or _does_it_itself(seen, one)
            or _in_anothers_name(catalogue, seen, one)
            or _anothers_word(catalogue, seen, one)
        )
    )
    return replace(seen, names=kept) if kept and len(kept) < len(seen.names) else seen


def _pulled_from(seen: Seen, name: NameSaid) -> bool:
    """Whether something came from there: "it pulls one of ours from ECR"."""
    at = name.first - 1
    while at >= 0 and seen.tokens[at].text in _SMALL:
        at -= 1
    if at < 0 or seen.tokens[at].text != "from" or name.how == "context":
        return False
    # With what is pulled between them: "pods pull from ECR" may well ask about ECR.
    return bool(_PULLED & {one.stem for one in seen.tokens[max(0, at - _NEAR) : at - 1]})


def _at_a_place(seen: Seen, name: NameSaid) -> bool:
    """Whether it is only where something stands: "the hardware at an AWS location"."""
    before = [one.text for one in seen.tokens[max(0, name.first - 2) : name.first]]
    own = seen.tokens[name.first : name.last]
    place = len(own) == _PAIR and own[0].text == "aws" and own[1].raw.islower()
    return place and "at" in before


def _does_it_itself(seen: Seen, name: NameSaid) -> bool:
    """Whether it is only what does something: "Secrets Manager, rotated by Lambda"."""
    by = bool(name.first) and seen.tokens[name.first - 1].text == "by"
    # "Replace EC2 by RDS" is a move.
    return by and not moves(seen) and any(other.first < name.first for other in seen.names)


def _in_anothers_name(catalogue: Catalogue, seen: Seen, name: NameSaid) -> bool:
    """Whether it belongs to the name before it: "the InfluxDB instance on Timestream"."""
    before = seen.tokens[name.first - 1].text if name.first else ""
    if before not in _WITHIN:
        return False
    own = [one.text for one in seen.tokens[name.first : name.last]]
    return any(
        other.last == name.first - 1
        and other.service != name.service
        and set(own) < set(words_of(catalogue.services[other.service or ""].name))
        for other in seen.names
    )


def _anothers_word(catalogue: Catalogue, seen: Seen, name: NameSaid) -> bool:
    """Whether it is a common word of another's own entry: the workspace of Managed Grafana."""
    doubtful = (name.common or name.plain) and name.said.islower()
    if name.last - name.first != 1 or not doubtful or name.how == "context":
        return False
    word = seen.tokens[name.first].text.removesuffix("s")
    if word == short(catalogue.services[name.service or ""].name).lower():
        return False
    others = (one.service or "" for one in seen.names if one is not name and one.said != name.said)
    return any(_says(catalogue, other, word) for other in others)


def _says(catalogue: Catalogue, service: str, word: str) -> bool:
    """Whether an entry says a word."""
    entry = catalogue.services[service]
    said = [entry.summary]
    for duty in entry.duties.values():
        said += [one for one in (duty.says.aws, duty.says.team) if one]
    return any(word in text or f"{word}s" in text for text in map(words_of, said))


def _whichever(catalogue: Catalogue, seen: Seen) -> Seen:
    """The service itself where nobody knows which way it is run: "node-based or serverless"."""
    ways = [catalogue.services[one.service or ""].variant_of for one in seen.names]
    doubted = bool(_DOUBT & {one.text for one in seen.tokens})
    joined = any(one.text == "or" for one in seen.tokens)
    if not (doubted and joined) or ways[0] is None or len(set(ways)) > 1:
        return seen
    first = seen.names[0]
    return replace(seen, names=(replace(first, service=ways[0], how="alias"),))
