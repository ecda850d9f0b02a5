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
_TEAM = frozenset(
    "we us our ours i me my mine customer customers client clients team teams".split()
)
_LEAD = frozenset(
    "so and but ok okay hey hi hello well um wait then please quick question just also or".split()
)
# What a service or a name does after "AWS" that is no duty.
_HOLDS = frozenset("has have is offers account accounts service services console".split())
_DOES = frozenset("do patch handle manage update fix own back encrypt".split())
_DENIALS = frozenset("not don't doesn't never needn't won't dont doesnt aren't".split())
_EARLY = 3
_WRONG = frozenset("wrong false incorrect mistaken".split())
_LOOKS = frozenset("see access read view train share sell".split())
_FORGET = frozenset("forget ignore skip".split())
_MAY = frozenset("can could may might would can't".split())
_OFFERS = frozenset("offer offers support supports allow allows let lets possible".split())
_BY_ITSELF = frozenset("default automatically automatic itself themselves already".split())
# Third person: the service is what acts in "does RDS fail over?" and "will it restart?".
_ACTS = frozenset("does doesn't doesnt will won't wont did".split())
_ANYONE = frozenset("someone anyone somebody anybody everyone nobody".split())
# Verbs that ask for a fact and not for who does it.
_STATES = frozenset("need needs require requires mean means matter count cost use run".split())
# Topics on which something happens, or does not, when nobody acts.
_DONE = frozenset(
    "encryption-at-rest encryption-in-transit backup operating-system platform".split()
)
# Exposure and content have a state too, but "public by default?" asks no one's duty.
_STATE_ONLY = frozenset("network data".split())
_FOR_US = frozenset("us me".split())
_NO = frozenset(
    "not don't doesn't isn't aren't never won't dont doesnt isnt no nobody none".split()
)
_IS_THAT = frozenset({"is", "that"})
_DUTIES = frozenset(
    "job responsibility problem duty side team task business concern thing decision".split()
)
_TAG = re.compile(
    r"(?:,\s*|\b)(?:right|correct|true|yes|yeah|no|isn't it|aren't we|doesn't it|do we|don't we"
    r"|is that right|am i right)\s*\?+\s*$",
    re.IGNORECASE,
)
# After a whole question: "… which party does? It's us, isn't it".
_CLAIM = re.compile(
    r"\b(?:it's|its|that's|thats) (?:on )?(us|ours|aws|amazon)[,.!]? "
    r"(?:isn't it|isnt it|right|no|correct|am i right)\W*$",
    re.IGNORECASE,
)
# "Who fixes it, us?"
_OFFERED = re.compile(r"[,.?!\u2014-]\s*(us|ours|aws|amazon)\s*\?+\s*$", re.IGNORECASE)
# "Is it us who look after it?"
_CLEFT = re.compile(
    r"\W*(?:(?:is|isn't|isnt|was) it (?:not )?(?:really )?"
    r"(?:us|we|aws|amazon|our team|the customer|you guys)\b|are (?:we|they) the ones\b)",
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
    if claimed := _CLAIM.search(seen.text) or _OFFERED.search(seen.text):
        return Stance(party="aws" if claimed.group(1).lower() in _AWS else "customer")
    cleft = _CLEFT.match(seen.text)
    begun = len(words) > 1 and words[0] in _ASKS and words[1] in _AWS | _TEAM
    who = bool(_WHO & set(words)) and not cleft and not begun
    if not words or who or _EITHER.search(seen.text):
        return None
    start = next((at for at, word in enumerate(words) if word not in _LEAD), 0)
    verb = start if words[start] in _ASKS else _after_comma(seen.tokens)
    if verb is not None:
        return _asked(words[verb:], seen.topics.topics)
    if words[start] in _WH:
        return None
    if _TAG.search(seen.text):
        return _claimed(words)
    asked = seen.text.rstrip().endswith("?") or set(words[-3:-1]) >= _IS_THAT
    return _fragment(words, seen) if asked else None


def _after_comma(tokens: Sequence[Token]) -> int | None:
    """A question after its subject: "RDS, do we patch it?"; "… . Is that on us?"."""
    for at, token in enumerate(tokens[1:], 1):
        broken = any(mark in token.gap for mark in ",.;:!\n-\u2013\u2014")
        if not broken and tokens[at - 1].text != "but":
            continue
        rest = enumerate(tokens[at:], at)
        start = next((step for step, one in rest if one.text not in _LEAD), None)
        if start is not None and tokens[start].text in _ASKS:
            return start
    return None


def _asked(words: Sequence[str], topics: Sequence[str]) -> Stance | None:
    """What a question that begins with its verb supposes; None when it asks what is possible.

    "Does AWS offer", "can we use" and "do we have" ask for a feature, not for a duty.
    """
    party = _agent(words) or _first_party(words[1:])
    if words[1:3] in (["we", "get"], ["i", "get"]):
        # "Do we get encryption for free?" asks whether AWS does it.
        party = "aws"
    forgets = words[0] in _MAY and bool(_FORGET & set(words))
    if forgets:
        # "Can we forget about patching?" asks whether it is not ours.
        return Stance(party="customer", negated=True)
    if "data" in topics and _LOOKS & set(words):
        # "Can AWS see our data?" is no question of who looks after it.
        return None
    if _OFFERS & set(words) or (party != "aws" and (words[0] in _MAY or _holds(words))):
        return None
    negated = not words[0].endswith("n't") and _denies(words)
    negated = negated != bool(_WRONG & set(words[: _EARLY + 1]))
    if party is None and _left_alone(words, topics):
        # "Is RDS encrypted?" asks whether it happens without us.
        party = "aws"
    return None if party is None else Stance(party=party, negated=negated)


def _denies(words: Sequence[str]) -> bool:
    """Whether what is supposed is denied: "is it NOT our job", "that we don't need to"."""
    seen = False
    for at, word in enumerate(words[1:], 1):
        if word in _DENIALS and not (seen and _names_party(words[at + 1 : at + 3])):
            # "AWS and not our team" denies nothing of AWS.
            return at <= _EARLY or _names_party(words[max(0, at - 2) : at])
        seen = seen or word in _AWS | _TEAM
    return False


def _names_party(words: Sequence[str]) -> bool:
    return any(word in _AWS | _TEAM for word in words)


def _holds(words: Sequence[str]) -> bool:
    """Whether it asks what there is: "do we have backups", but not "do we have any duty"."""
    if words[1:2] == ["there"]:
        return not _BY_ITSELF & set(words)
    have = [at for at, word in enumerate(words) if word in ("have", "has") and at]
    return any(
        words[at + 1 : at + 2] != ["to"] and not any(map(_is_duty, words[at + 1 : at + 4]))
        for at in have
    )


def _left_alone(words: Sequence[str], topics: Sequence[str]) -> bool:
    """Whether a question without a party asks if it happens when the team does nothing."""
    asked = set(topics)
    if "data" in asked:
        # "Does it train on our data?" asks for a fact, and not who does it.
        return _for_us(words)
    acts = words[0] in _ACTS and not (_ANYONE | _STATES) & set(words)
    by_itself = bool(_BY_ITSELF & set(words)) and not asked & _STATE_ONLY
    return bool(asked & _DONE) or by_itself or acts or _for_us(words)


def _for_us(words: Sequence[str]) -> bool:
    """Whether it is to happen "for us", or "without us doing anything"."""
    pairs = itertools.pairwise(words)
    return any(one in ("for", "without") and two in _FOR_US for one, two in pairs)


def _fragment(words: Sequence[str], seen: Seen) -> Stance | None:
    """A question without its verb: "encrypted by AWS?", "our job?", "on by default?"."""
    parties = {"aws" if word in _AWS else "customer" for word in words[-4:] if word in _AWS | _TEAM}
    party = _agent(words) or _owned(words) or _rather(words)
    if party is None and len(parties) == 1 and words[-1] in _AWS | _TEAM:
        party = "aws" if words[-1] in _AWS else "customer"
    party = party or _clause_party(seen.tokens)
    if party is not None:
        return Stance(party=party, negated=_says_no(words))
    if _BY_ITSELF & set(words) and not _STATE_ONLY & set(seen.topics.topics):
        return Stance(party="aws")
    return None


def _clause_party(tokens: Sequence[Token]) -> Owner | None:
    """Who begins a clause and does something: "guest OS on Outposts: AWS patches that?"."""
    for token, after in itertools.pairwise(tokens):
        starts = token is tokens[0] or any(mark in token.gap for mark in ",.;:-\u2013\u2014")
        if starts and token.text in _AWS and after.text not in _HOLDS:
            return "aws"
        if starts and token.text in ("we", "us") and after.text in _DOES:
            return "customer"
    return None


def _rather(words: Sequence[str]) -> Owner | None:
    """Who it is in "AWS, not us"."""
    for at, word in enumerate(words[1:-1], 1):
        if word == "not" and words[at - 1] in _AWS | _TEAM and words[at + 1] in _AWS | _TEAM:
            return "aws" if words[at - 1] in _AWS else "customer"
    return None


def _owned(words: Sequence[str]) -> Owner | None:
    """Whose it is in "our job", "ours" and "AWS's problem"."""
    for word, after in itertools.pairwise((*words, "")):
        if word == "ours" or (word in ("our", "my") and _is_duty(after)):
            return "customer"
        if word in _AWS and _is_duty(after):
            return "aws"
    return None


def _claimed(words: Sequence[str]) -> Stance | None:
    party = _agent(words) or _first_party(words)
    if party is None and _for_us(words):
        party = "aws"
    return None if party is None else Stance(party=party, negated=_says_no(words))


def _says_no(words: Sequence[str]) -> bool:
    """Whether a claim denies: "we don't patch it"; not in "AWS's, not ours", nor as a tag."""
    return any(
        word in _NO and not (_names_party(words[:at]) and _names_party(words[at + 1 : at + 3]))
        for at, word in enumerate(words[:-1])
    )


def _agent(words: Sequence[str]) -> Owner | None:
    """Who does it in "patched by AWS" or "is it on us"."""
    for before, word in itertools.pairwise(words):
        if before in ("by", "on") and word in _AWS | _TEAM and word not in ("our", "my"):
            return "aws" if word in _AWS else "customer"
    return None


def _first_party(words: Sequence[str]) -> Owner | None:
    for at, word in enumerate(words):
        if at and words[at - 1] in ("for", "without"):
            continue
        if word in _AWS:
            # "AWS" before a name is part of it, not the one who acts.
            return "aws"
        if word in _TEAM:
            after = words[at + 1] if at + 1 < len(words) else ""
            if word not in ("our", "my") or _is_duty(after):
                return "customer"
    return None


def _is_duty(word: str) -> bool:
    return word in _DUTIES
