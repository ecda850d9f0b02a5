"""Yes/no questions: whom the person thinks responsible, and whether they say *not*."""

from __future__ import annotations

import itertools
import re

from bot.understand.question import Stance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Owner
    from bot.understand.seen import Seen
    from bot.understand.words import Token

_ASKS = frozenset(
    "is are do does did can could should will would must has have shall am was were isn't aren't "
    "doesn't don't shouldn't won't can't didn't isnt arent doesnt dont shouldnt wont".split()
)
_WH = frozenset("what what's when where why how".split())
_WHO = frozenset("who whose whom which who's".split())
_AWS = frozenset("aws amazon amazon's aws's they their".split())
_TEAM = frozenset("we us our ours i me my mine customer customers client clients".split())
_LEAD = frozenset(
    "so and but ok okay hey hi hello well um wait then please quick question just also or".split()
)
_MAY = frozenset("can could may might would can't".split())
_OFFERS = frozenset("offer offers support supports allow allows let lets possible".split())
_BY_ITSELF = frozenset("default automatically automatic itself themselves already".split())
# Topics on which something happens, or does not, when nobody acts.
_DONE = frozenset(
    "encryption-at-rest encryption-in-transit backup operating-system platform".split()
)
_TAG = re.compile(
    r"(?:,\s*|\b)(?:right|correct|true|yes|yeah|no|isn't it|aren't we|doesn't it|do we|don't we"
    r"|is that right|am i right)\s*\?+\s*$",
    re.IGNORECASE,
)
_EITHER = re.compile(
    r"\bor\s+(?:is it\s+|are\s+|does\s+|do\s+)?"
    r"(?:us|we|our|me|my|ours|aws|amazon|them|they|theirs|the customer|the team|customer)\b",
    re.IGNORECASE,
)


def stance_of(seen: Seen) -> Stance | None:
    """The stance of a yes/no question; None when it is no such question."""
    words = [token.text for token in seen.tokens]
    if not words or _WHO & set(words) or _EITHER.search(seen.text):
        return None
    start = next((at for at, word in enumerate(words) if word not in _LEAD), len(words))
    if start < len(words) and words[start] in _WH:
        return None
    if start < len(words) and words[start] in _ASKS:
        return _asked(words[start:], seen.topics.topics)
    later = _after_comma(seen.tokens)
    if later is not None:
        return _asked(words[later:], seen.topics.topics)
    if _TAG.search(seen.text):
        return _claimed(words)
    return None


def _after_comma(tokens: Sequence[Token]) -> int | None:
    """A question after its subject: "RDS, do we patch it?"; "… . Is that on us?"."""
    for at, token in enumerate(tokens[1:], 1):
        if token.text in _ASKS and any(mark in token.gap for mark in ",.;:\n-\u2013"):
            return at
    return None


def _asked(words: Sequence[str], topics: Sequence[str]) -> Stance | None:
    """What a question that begins with its verb supposes; None when it asks what is possible.

    "Does AWS offer", "can we use" and "do we have" ask for a feature, not for a duty.
    """
    possible = words[0] in _MAY or bool(_OFFERS & set(words))
    have = [at for at, word in enumerate(words) if word in ("have", "has") and at]
    holds = any(words[at + 1 : at + 2] != ["to"] for at in have)
    if possible or holds or words[1:2] == ["there"]:
        return None
    negated = any(word == "not" for word in words[1:4]) and not words[0].endswith("n't")
    party = _agent(words) or _first_party(words[1:])
    if party is None and (_BY_ITSELF & set(words) or _DONE & set(topics)):
        # "Is RDS encrypted?" asks whether it happens without us.
        party = "aws"
    return None if party is None else Stance(party=party, negated=negated)


def _claimed(words: Sequence[str]) -> Stance | None:
    party = _agent(words) or _first_party(words)
    if party is None:
        return None
    no = {
        "not",
        "don't",
        "doesn't",
        "isn't",
        "aren't",
        "never",
        "won't",
        "dont",
        "doesnt",
        "isnt",
        "no",
    }
    return Stance(party=party, negated=bool(no & set(words)))


def _agent(words: Sequence[str]) -> Owner | None:
    """Who does it in "patched by AWS" or "is it on us"."""
    for before, word in itertools.pairwise(words):
        if before in ("by", "on") and word in _AWS | _TEAM and word not in ("our", "my"):
            return "aws" if word in _AWS else "customer"
    return None


def _first_party(words: Sequence[str]) -> Owner | None:
    for at, word in enumerate(words):
        if at and words[at - 1] == "for":
            continue
        if word in _AWS:
            # "AWS" before a name is part of it, not the one who acts.
            return "aws"
        if word in _TEAM:
            rest = words[at + 1 : at + 2]
            possessive = word in ("our", "my") and rest != ["job"] and not _duty(rest)
            if not possessive:
                return "customer"
    return None


def _duty(rest: Sequence[str]) -> bool:
    return bool(rest) and rest[0] in {
        "job", "responsibility", "problem", "duty", "side", "team", "task", "business", "concern",
        "thing",
    }  # fmt: skip
