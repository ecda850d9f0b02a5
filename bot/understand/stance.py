"""Yes/no questions: whom the person thinks responsible, and whether they say *not*."""

from __future__ import annotations

import itertools

from bot.understand.clauses import clauses_of
from bot.understand.party import (
    AWS,
    TEAM,
    agent,
    first_party,
    is_duty,
    names_party,
    owned,
    party_of,
    rather,
)
from bot.understand.question import Stance
from bot.understand.stance_forms import (
    ALONE,
    CLAIM,
    CLEFT,
    ECHO,
    EITHER,
    FREED,
    LEFT,
    LEFT_TO_AWS,
    MIDDLE,
    OFFERED,
    TAG,
    TRUE,
)

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
_CLAIMANTS = AWS | {"we"}
_LEAD = frozenset(
    "so and but ok okay hey hi hello well um wait then please quick question just also or surely "
    "sorry guys folks everyone honestly basically actually".split()
)
# What a service or a name does after "AWS" that is no duty.
_HOLDS = frozenset("has have is offers account accounts service services console".split())
_DOES = frozenset("do patch handle manage update fix own back encrypt".split())
_DENIALS = frozenset("not don't doesn't never needn't won't dont doesnt aren't".split())
# A word of each of the forms, without which there is no need to look for it.
_CLAIMS = ("its ", "it's ", "thats ", "that's ")
_OFFERED = ("us", "ours", "aws", "amazon")
_ECHOED = frozenset("we i it they aws amazon you guys that there".split())
_CLEFT = frozenset("it ones".split())
_EARLY = 3
_WRONG = frozenset("wrong false incorrect mistaken".split())
_LOOKS = frozenset("see access read view train share sell".split())
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
_IS_SO = frozenset("is are isn't aren't gets comes happens".split())
_IS_THAT = frozenset({"is", "that"})


def stance_of(seen: Seen) -> Stance | None:
    """The stance of a yes/no question; None when it is no such question."""
    words = [token.text for token in seen.tokens]
    # The last word tells most texts from these forms, and costs less than to look for them.
    text = seen.text.lower()
    last = text.rstrip().rstrip("?").rstrip().rpartition(" ")[2]
    claims = any(said in text for said in _CLAIMS) and CLAIM.search(seen.text)
    offers = last.endswith(_OFFERED) and OFFERED.search(seen.text)
    if claimed := claims or offers:
        return Stance(party="aws" if claimed.group(1).lower() in AWS else "customer")
    if last in _ECHOED and (echo := ECHO.search(seen.text)):
        said = [one.text for one in seen.tokens if one.start < echo.start()]
        plain = bool(said) and said[0] not in _ASKS and not _WHO & set(said)
        if plain and (party := party_of(said)) is not None:
            return Stance(party=party)
    if not words or _asks_who(words, seen.text):
        return None
    if freed := _freed(words, seen):
        return freed
    if TRUE.search(seen.text):
        return _claimed(words)
    return _standing_alone(seen) or _spoken(words, seen)


def _freed(words: Sequence[str], seen: Seen) -> Stance | None:
    """Whether it asks if the team is off the hook, or may leave something to AWS."""
    asks = seen.text.rstrip().endswith("?") or words[0] in _ASKS
    if not asks or _NO & (set(words) - {"no", "none", "needn't"}):
        return None
    if LEFT_TO_AWS.search(seen.text):
        return Stance(party="aws")
    return Stance(party="customer", negated=True) if FREED.search(seen.text) else None


def _asks_who(words: Sequence[str], text: str) -> bool:
    """Whether it asks who or which of two, so that no yes or no answers it."""
    said = set(words)
    begun = len(words) > 1 and words[0] in _ASKS and words[1] in AWS | TEAM
    who = bool(_WHO & said) and not begun
    who = who and not (_CLEFT & said and CLEFT.match(text))
    return who or (("or" in said or "'or" in text) and bool(EITHER.search(text)))


def _spoken(words: Sequence[str], seen: Seen) -> Stance | None:
    """The stance of a question that begins with its verb, somewhere, or has a tag, or none."""
    start = next((at for at, word in enumerate(words) if word not in _LEAD), 0)
    verb = start if words[start] in _ASKS else _after_comma(seen.tokens)
    if verb is None and words[start] not in _WH - {"when"}:
        verb = _in_the_middle(seen)
    if verb is not None:
        return _asked(words[verb:], seen.topics.topics)
    if words[start] in _WH:
        return None
    if "whether" in words:
        return _claimed(words[words.index("whether") :])
    if TAG.search(seen.text):
        return _claimed(words) or _state_claimed(words, seen)
    return _without_verb(words, seen)


def _state_claimed(words: Sequence[str], seen: Seen) -> Stance | None:
    """The stance of "EFS is encrypted by default, right?": that it happens without the team."""
    alone = _left_alone(words, seen.topics.topics) and bool(_IS_SO & set(words))
    return Stance(party="aws", negated=_says_no(words)) if alone else None


def _without_verb(words: Sequence[str], seen: Seen) -> Stance | None:
    asked = seen.text.rstrip().endswith(("?", "y/n")) or set(words[-3:-1]) >= _IS_THAT
    if not asked:
        return None
    start = next((at for at, word in enumerate(words) if word not in _LEAD), 0)
    if (
        words[start] in _CLAIMANTS
        and words[start + 1 : start + 2]
        and not is_duty(words[start + 1])
    ):
        # "We aren't responsible for backups?"
        return _claimed(words[start:]) or _fragment(words, seen)
    return _fragment(words, seen)


def _standing_alone(seen: Seen) -> Stance | None:
    """Whether it asks if it happens without the team, or if anything is left for it."""
    if not seen.text.rstrip().endswith("?") and seen.tokens[0].text not in _ASKS:
        return None
    if LEFT.search(seen.text):
        return Stance(party="customer")
    return Stance(party="aws") if ALONE.search(seen.text) else None


def _in_the_middle(seen: Seen) -> int | None:
    """Where a question begins after its setting: "with Auto Mode do we still need to"."""
    found = MIDDLE.search(seen.text)
    if found is None:
        return None
    return next((at for at, one in enumerate(seen.tokens) if one.start >= found.start()), None)


def _after_comma(tokens: Sequence[Token]) -> int | None:
    """A question after its subject: "RDS, do we patch it?"; "… . Is that on us?"."""
    for at, token in enumerate(tokens[1:], 1):
        broken = any(mark in token.gap for mark in ",.;:!\n-\u2013\u2014")
        if not broken and tokens[at - 1].text != "but":
            continue
        rest = enumerate(tokens[at:], at)
        start = next((step for step, one in rest if one.text not in _LEAD), None)
        if start is not None and tokens[start].text in _ASKS and not _denied(tokens, start):
            return start
    return None


def _denied(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb tells rather than asks: "open to the world, must not be"."""
    return [one.text for one in tokens[at + 1 : at + 2]] == ["not"]


def _asked(words: Sequence[str], topics: Sequence[str]) -> Stance | None:
    """What a question that begins with its verb supposes; None when it asks what is possible.

    "Does AWS offer", "can we use" and "do we have" ask for a feature, not for a duty.
    """
    party = agent(words) or first_party(words[1:]) or owned(words)
    if words[1:3] in (["we", "get"], ["i", "get"]):
        # "Do we get encryption for free?" asks whether AWS does it.
        party = "aws"
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
        if "or" in words[max(0, at - 3) : at]:
            # "Must we or must we not" denies nothing.
            continue
        if word in _DENIALS and not (seen and names_party(words[at + 1 : at + 3])):
            # "AWS and not our team" denies nothing of AWS.
            return at <= _EARLY or names_party(words[max(0, at - 2) : at])
        seen = seen or word in AWS | TEAM
    return False


def _holds(words: Sequence[str]) -> bool:
    """Whether it asks what there is: "do we have backups", but not "do we have any duty"."""
    if words[1:2] == ["there"]:
        return not _BY_ITSELF & set(words)
    have = [at for at, word in enumerate(words) if word in ("have", "has") and at]
    return any(
        words[at + 1 : at + 2] != ["to"] and not any(map(is_duty, words[at + 1 : at + 4]))
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
    parties = {"aws" if word in AWS else "customer" for word in words[-4:] if word in AWS | TEAM}
    party = agent(words) or owned(words) or rather(words)
    if party is None and len(parties) == 1 and words[-1] in AWS | TEAM:
        party = "aws" if words[-1] in AWS else "customer"
    party = party or _clause_party(seen.tokens)
    if party is not None:
        # "It must not be open. Our fault?" denies nothing of whose fault it is.
        last = [seen.tokens[at].text for at in clauses_of(seen.tokens)[-1]]
        return Stance(party=party, negated=_says_no(last if names_party(last) else words))
    if _BY_ITSELF & set(words) and not _STATE_ONLY & set(seen.topics.topics):
        return Stance(party="aws")
    return None


def _clause_party(tokens: Sequence[Token]) -> Owner | None:
    """Who begins a clause and does something: "guest OS on Outposts: AWS patches that?"."""
    for token, after in itertools.pairwise(tokens):
        starts = token is tokens[0] or any(mark in token.gap for mark in ",.;:-\u2013\u2014")
        if starts and token.text in AWS and after.text not in _HOLDS:
            return "aws"
        if starts and token.text in ("we", "us") and after.text in _DOES:
            return "customer"
    return None


def _claimed(words: Sequence[str]) -> Stance | None:
    party = rather(words) or agent(words) or first_party(words)
    if party is None and _for_us(words):
        party = "aws"
    return None if party is None else Stance(party=party, negated=_says_no(words))


def _says_no(words: Sequence[str]) -> bool:
    """Whether a claim denies: "we don't patch it"; not in "AWS's, not ours", nor as a tag."""
    return any(
        word in _NO
        and not (word == "not" and names_party(words[:at]) and names_party(words[at + 1 : at + 3]))
        for at, word in enumerate(words[:-1])
    )
