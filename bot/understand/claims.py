"""What a statement claims that is put for agreement: "AWS patches it, right?"."""

from __future__ import annotations

from bot.understand.late import late
from bot.understand.party import (
    AWS,
    TEAM,
    THINKS,
    agent,
    first_party,
    names_party,
    party_of,
    rather,
)
from bot.understand.question import Stance
from bot.understand.stance_forms import BELIEVED, CLEFT, CONFIRM, CONFIRMED, EITHER, MISTAKEN, SAID
from bot.understand.supposed import (
    does_duty,
    for_us,
    left_alone,
    without_reason,
    without_setting,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Owner
    from bot.understand.seen import Seen

ECHOED = frozenset("we i it they aws amazon you guys that there".split())
NO = frozenset(
    (
        "not don't doesn't isn't aren't never won't dont doesnt isnt no nobody none nothing zero "
        "neither shouldn't shouldnt needn't neednt mustn't wouldn't"
    ).split()
)
_SELF = frozenset("itself themselves".split())
_IS_SO = frozenset("is are isn't aren't gets comes happens".split())
_NOBODY = frozenset("nobody noone one none".split())
_ACTION = frozenset("action actions effort work step steps config configuration".split())
_BE = frozenset("is are was were be it's that's its thats".split())
_PAIR, _NEAR, _LEFT_TO = 2, 4, 5
_TAG = ["am", "i"]
# Words of the forms below, without which there is no need to look for them.
_SAYS = (
    "say",
    "tell",
    "mean",
    "suggest",
    "correct me",
    "take it",
    "presum",
    "surely",
    "apparently",
    "suppos",
    "afaik",
    "as far",
    "underst",
    "assumption",
    "gather",
)
_DOUBTS = (
    "wrong",
    "mistaken",
    "incorrect",
    "false",
    "off",
    "confirm",
    "verify",
    "right",
    "correct",
)
_CONFIRMS = tuple(
    (
        "confirm verify validate corroborate tell state write say claim report assert assure "
        "assume presume conclude"
    ).split()
)
_TAIL = 60
_IN = frozenset("in under by for with of".split())
# "AWS patches it except for what?"
_WHAT = frozenset("what whom".split())
# "Nobody at AWS decides who may join" asks nobody.
_DECIDES = frozenset(
    "decide decides decided deciding define defines control controls manage manages say says set "
    "sets over determine determines choose chooses".split()
)
_CLEFT = frozenset("it it's its it'd it'll not one ones".split())
_SENTENCE, _PART = late(r"(?<=[.?!])\s+"), late(r"(?<=,)\s+")
ASKS = frozenset(
    "is are do does did can could should will would must has have shall am was were isn't aren't "
    "doesn't don't shouldn't won't can't didn't isnt arent doesnt dont shouldnt wont".split()
)
WH = frozenset("what what's when where why how".split())
WHO = frozenset("who whose whom which who's".split())
_FULL = frozenset(".!?\n")


def claimed(words: Sequence[str]) -> Stance | None:
    """Whom a statement says responsible, and whether it denies that; None where it names nobody."""
    if list(words[:1]) in (["we"], ["i"]) and set(words[1:_PAIR]) <= THINKS:
        # "We assume that it is not our job" speaks of us once.
        words = words[_PAIR + (list(words[_PAIR : _PAIR + 1]) == ["that"]) :]
    words = without_reason(without_setting(words))
    if (only := _only(words)) is not None:
        return Stance(party=only)
    party = rather(words) or agent(words) or first_party(words)
    if party is None and for_us(words):
        party = "aws"
    denied = says_no(words) and not rather(words)
    return None if party is None else Stance(party=party, negated=denied)


def _only(words: Sequence[str]) -> Owner | None:
    """Who alone does it: "nobody but us locks it down"."""
    for at, word in enumerate(words[:-_PAIR]):
        but = words[at + 1] in ("but", "except") and word in _NOBODY
        if but and words[at + _PAIR] in AWS | TEAM:
            return "aws" if words[at + _PAIR] in AWS else "customer"
    return None


def says_no(words: Sequence[str]) -> bool:
    """Whether a claim denies: "we don't patch it"; not in "AWS's, not ours", nor as a tag."""
    return any(
        word in NO
        # "No action needed" denies nothing of who acts.
        and not (word == "no" and words[at + 1] in _ACTION)
        # "Mustn't we?" is a tag, and denies nothing.
        and not (word.endswith("n't") and at == len(words) - _PAIR and words[-1] in ECHOED)
        and not (word == "not" and _is_apart(words, at))
        for at, word in enumerate(words[:-1])
    )


def _is_apart(words: Sequence[str], at: int) -> bool:
    """Whether a "not" tells one party from another: "AWS, not us", not "ours is not ours"."""
    told = names_party(words[:at]) and names_party(words[at + 1 : at + 3])
    return told and words[at - 1] not in _BE


def state_claimed(words: Sequence[str], seen: Seen) -> Stance | None:
    """The stance of "EFS is encrypted by default, right?": that it happens without the team."""
    acts = "it" in words and does_duty(words[words.index("it") :][:_NEAR])
    # "SQS encrypts messages" says that it happens by itself.
    third = [word for word in words[: _NEAR + 1] if word.endswith("s")]
    acts = acts or (does_duty(["", *third]) and first_party(words) is None)
    alone = acts or (left_alone(words, seen.topics.topics) and bool((_IS_SO | _SELF) & set(words)))
    return Stance(party="aws", negated=says_no(words)) if alone else None


def reported(seen: Seen, words: Sequence[str]) -> list[str]:
    """The claim in "you mean that we …?", in "…, or am I mistaken?" and in "we understand that AWS
    …. Please confirm."; nothing for no such. `words` are those of the tokens, empty where a name's.
    """
    small = seen.text.lower()
    at = [one.start for one in seen.tokens]
    if _has(small, _SAYS) and (said := SAID.match(seen.text) or BELIEVED.match(seen.text)):
        return [word for start, word in zip(at, words, strict=True) if start >= said.end()]
    end = small[-_TAIL:]
    ends = _has(end, _DOUBTS) and (MISTAKEN.search(seen.text) or CONFIRMED.search(seen.text))
    if ends:
        before = seen.text[: ends.start()]
        starts = max(before.rfind(mark) for mark in (". ", "! ", "; "))
        return [one for start, one in zip(at, words, strict=True) if starts < start < ends.start()]
    confirm = _has(small, _CONFIRMS) and CONFIRM.search(seen.text)
    return [one for start, one in zip(at, words, strict=True) if confirm and start >= confirm.end()]


def _has(text: str, words: tuple[str, ...]) -> bool:
    """Whether any of these is in a text: most have none, which costs less than to look on."""
    return any(word in text for word in words)


def last_sentence(seen: Seen) -> int | None:
    """Where a last sentence begins that asks of AWS or the team, after one that says "who"."""
    starts = [
        at
        for at, one in enumerate(seen.tokens)
        if at and (not _FULL.isdisjoint(one.gap) or ("," in one.gap and one.text in ASKS))
    ]
    if not starts or not seen.text.rstrip().endswith("?"):
        return None
    before = {one.text for one in seen.tokens[: starts[-1]]}
    rest = [one.text for one in seen.tokens[starts[-1] :]]
    asks = rest[0] in ASKS and rest[:_PAIR] != _TAG and len(rest) > _PAIR and party_of(rest)
    return starts[-1] if asks and before & (WHO | WH) and "or" not in rest else None


def _is_no_who(words: Sequence[str], at: int) -> bool:
    """Whether a "who" or "which" asks nothing: "no scenario in which we patch it"."""
    before = words[at - 1] if at else ""
    return before in _DECIDES or (words[at] == "which" and before in _IN and at > _PAIR)


def asks_who(words: Sequence[str], text: str) -> bool:
    """Whether it asks who or which of two, so that no yes or no answers it."""
    said = set(words)
    begun = len(words) > 1 and words[0] in ASKS and words[1] in AWS | TEAM
    # "Is it left to us which machines may connect?" asks no which.
    begun = begun or (list(words[:2]) == ["is", "it"] and agent(words[:_LEFT_TO]) is not None)
    who = any(word in WHO and not _is_no_who(words, at) for at, word in enumerate(words))
    who = who and not begun
    cleft = _CLEFT & said and any(map(CLEFT.match, (*_SENTENCE.split(text), *_PART.split(text))))
    who = who and not cleft
    who = who or (words[-1] in _WHAT and words[-2:-1] != ["or"])
    return who or (("or" in said or "'or" in text) and bool(EITHER.search(text)))
