"""Where a doubtful word stands: in capitals, in a row with sure names, at the end of a clause."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.names import NameSaid
    from bot.understand.words import Token

SEPARATES = frozenset("?!.,;:()\n")
STOPS = frozenset("?!.;:\n")
PAIR = 2
_TRAILS = frozenset("ourselves now then too please today anyway or and".split())
_ROW = frozenset("and or vs versus than und oder et ou y e und".split())
_BACK = frozenset("it that this its".split())


def own_clause(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """Whether a name stands between full stops: "A query of ours is injectable. Neptune."."""
    before = not name.first or bool(STOPS & set(tokens[name.first].gap))
    after = name.last >= len(tokens) or bool(STOPS & set(tokens[name.last].gap))
    # A name at the head of a text and a colon say what it is about, whatever the name.
    headed = not name.first and tokens[0].raw[0].isupper() and name.last < len(tokens)
    headed = headed and tokens[name.last].gap.startswith(":")
    # As what is asked about may stand in brackets: "are backups on us (Aurora)?".
    ends = name.last >= len(tokens) or ")" in tokens[name.last].gap
    bracketed = (
        tokens[name.first].gap.endswith("(") and ends and tokens[name.first].raw[0].isupper()
    )
    return headed or bracketed or (name.plain and before and after)


def marked(at: int, tokens: Sequence[Token]) -> bool:
    """Whether a mark that sets off what a text is about stands before this token: ":", " - "."""
    gap = tokens[at].gap if at < len(tokens) else ""
    return ":" in gap or " - " in gap


def ends_clause(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """Whether nothing follows it at once: "who does logging for config?"."""
    if name.last >= len(tokens) or not STOPS.isdisjoint(tokens[name.last].gap):
        return True
    return tokens[name.last].text in _TRAILS


def pointed_at(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """Whether what follows points back to it."""
    return any(token.text in _BACK for token in tokens[name.last :])


def among_several(name: NameSaid, found: Sequence[NameSaid], tokens: Sequence[Token]) -> bool:
    """Whether it begins a run of names with nothing between: "inspector guardduty macie"."""
    if name.first:
        return False
    at, more = name.last, 0
    for other in sorted(found, key=lambda one: one.first):
        if other.first == at and other is not name and tokens[at].gap == " ":
            at, more = other.last, more + (not other.common)
    return more >= PAIR


def in_a_row(name: NameSaid, found: Sequence[NameSaid], tokens: Sequence[Token]) -> bool:
    """Whether it is listed with a sure name: "RDS, Aurora and DynamoDB", "config vs SQS"."""
    for other in found:
        if other is name or other.common:
            continue
        first, last = sorted([name, other], key=lambda one: one.first)
        if last.first - first.last > 1:
            # Far apart, which a long text would otherwise be searched for again and again.
            continue
        between = [token.text for token in tokens[first.last : last.first]]
        gaps = "".join(token.gap for token in tokens[first.last : last.first + 1])
        if _ROW & set(between) or {",", "/", ">", "→", "&", "+"} & set(gaps):
            return True
    return False


def is_capital(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """A capital inside a sentence that is not all capitals."""
    token = tokens[name.first]
    starts = name.first == 0 or not SEPARATES.isdisjoint(token.gap)
    shouting = sum(one.raw[0].isupper() for one in tokens) > max(2, len(tokens) // 2)
    return token.raw[0].isupper() and not starts and not shouting


def titled(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """Whether a name of several words is written as one: "Network Security Manager"."""
    of = tokens[name.first : name.last]
    if len(of) <= PAIR or not all(token.raw[0].isupper() for token in of):
        return False
    rest = [*tokens[: name.first], *tokens[name.last :]]
    return sum(token.raw[0].isupper() for token in rest) <= len(rest) // 2


def both_capital(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """Whether it is two words with capitals among others without: "endpoint of Transfer Family"."""
    of = tokens[name.first : name.last]
    if len(of) != PAIR or not all(one.raw[0].isupper() for one in of):
        return False
    rest = [*tokens[: name.first], *tokens[name.last :]]
    return sum(one.raw.islower() for one in rest) > len(rest) // 2
