"""Yes/no questions: whom the person thinks responsible, and whether they say *not*."""

from __future__ import annotations

from bot.record import replace
from bot.understand.claims import (
    ASKS,
    ECHOED,
    NO,
    WH,
    WHO,
    asks_who,
    claimed,
    last_sentence,
    reported,
    says_no,
    state_claimed,
)
from bot.understand.clauses import clauses_of
from bot.understand.party import (
    AWS,
    TEAM,
    THINKS,
    agent,
    clause_party,
    doubts,
    first_party,
    is_duty,
    last_claim,
    names_party,
    other_offered,
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
    FACES,
    FRAMED,
    FREED,
    LEFT,
    LEFT_TO_AWS,
    MIDDLE,
    NO_THING,
    OFFERED,
    SHARED,
    TAG,
    TRUE,
    UNLESS,
)
from bot.understand.supposed import (
    supposed,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Sequence

    from bot.understand.seen import Seen
    from bot.understand.words import Token

_CLAIMANTS = AWS | {"we"}
_LEAD = frozenset(
    "so and but ok okay hey hi hello well um wait then please quick question just also or surely "
    "sorry guys folks everyone honestly basically actually yo ugh oh ah aha hm hmm yeah yep cool "
    "great fine nice damn gotcha argh sigh".split()
)
# A word of each of the forms, without which there is no need to look for it.
_CLAIMS = ("its ", "it's ", "thats ", "that's ")
_OFFERED = ("us", "ours", "aws", "amazon")
_TAGS = {("am", "i"), ("is", "that"), ("is", "this"), ("is", "it")}
_SO = frozenset("right correct true so".split())
_OURSELVES = frozenset("we us i".split())
_WRONG = frozenset("wrong false incorrect mistaken untrue inaccurate".split())
_BY_ITSELF = frozenset("default automatically automatic itself themselves already".split())
# Exposure and content have a state too, but "public by default?" asks no one's duty.
_STATE_ONLY = frozenset("network data".split())
_NOBODY = frozenset("nobody none noone no".split())
_PAIR = 2
_FULL = frozenset(".!?\n")
_NEAR = 4
_SO_THAT = (["so", "that"], ["so", "thats"], ["so", "it"], ["so", "its"])
_SUMS_UP = 7
_IS_THAT = frozenset({"is", "that"})


def stance_of(seen: Seen) -> Stance | None:
    """The stance of a yes/no question; None when it is no such question."""
    if seen.text[-1:] not in ("?", ".") and (face := FACES.search(seen.text)):
        tokens = tuple(one for one in seen.tokens if one.start < face.start())
        seen = replace(seen, text=seen.text[: face.start()], tokens=tokens) if tokens else seen
    words = _words_but_of_names(seen)
    if (begins := last_sentence(seen)) is not None:
        # "We can't find out who. Shouldn't AWS have written that down?"
        return _freed(words[begins:], seen) or supposed(words[begins:], seen.topics.topics)
    # The last word tells most texts from these forms, and costs less than to look for them.
    text = seen.text.lower()
    last = text.rstrip().rstrip("?").rstrip().rpartition(" ")[2]
    claims = any(said in text for said in _CLAIMS) and CLAIM.search(seen.text)
    offers = last.endswith(_OFFERED) and OFFERED.search(seen.text)
    if bare := claims or offers:
        return Stance(party="aws" if bare.group(1).lower() in AWS else "customer")
    if last in ECHOED and (echo := ECHO.search(seen.text)):
        said = [one.text for one in seen.tokens if one.start < echo.start()]
        who = WHO & set(said) and not CLEFT.match(seen.text)
        plain = bool(said) and said[0] not in ASKS and not who
        party = party_of(said) if plain else None
        if party is not None and not other_offered(echo.group(), party):
            return Stance(party=party)
    claim = reported(seen, words)
    if claim and not asks_who(claim, " ".join(claim)):
        return claimed(claim) or state_claimed(claim, seen)
    if not words or doubts(words) or asks_who(words, seen.text):
        return None
    return _both(words, seen) or _freed(words, seen) or _judged(words, seen)


def _both(words: Sequence[str], seen: Seen) -> Stance | None:
    """Whether it asks if both have a part: "is failover a shared responsibility?"."""
    return Stance(party="shared") if words[0] in ASKS and SHARED.search(seen.text) else None


def _words_but_of_names(seen: Seen) -> list[str]:
    """The words, but for those of names that would name a party: the "Client" of Client VPN."""
    words = [token.text for token in seen.tokens]
    long = [name for name in seen.names if name.last - name.first > 1]
    for name in long:
        for at in range(name.first + 1, name.last):
            words[at] = "" if words[at] in AWS | TEAM else words[at]
        if words[name.first] in TEAM:
            words[name.first] = ""
    for name in long:
        # "We need not patch it on Amazon MQ" speaks of us alone, "and AWS Config?" of nobody.
        rest = [*words[: name.first], *words[name.last :]]
        if words[name.first] in AWS and (first_party(rest) or not ASKS & set(rest)):
            words[name.first] = ""
    ends = max(
        (at for at, one in enumerate(seen.tokens) if not _FULL.isdisjoint(one.gap)), default=0
    )
    for at, token in enumerate(seen.tokens[:ends]):
        if token.text == "which" and "," in token.gap:
            # ", which is hosted on EC2. Is it ours?" tells more of a thing, and asks nothing.
            words[at] = ""
    return words


def _judged(words: Sequence[str], seen: Seen) -> Stance | None:
    if words[:3] == ["true", "or", "false"]:
        return claimed(words[3:]) or state_claimed(words[3:], seen)
    if framed := FRAMED.search(seen.text):
        return _framed(seen, framed)
    if TRUE.search(seen.text):
        return claimed(words)
    asked = words[0] not in ASKS and seen.text.rstrip().endswith("?")
    if asked and UNLESS.search(seen.text):
        return Stance(party="customer")
    return _standing_alone(seen) or _no_thing(_spoken(words, seen), seen)


def _no_thing(stance: Stance | None, seen: Seen) -> Stance | None:
    """The stance of a claim that begins with what it denies: "it isn't something we do"."""
    denied = NO_THING.search(seen.text)
    if stance is None and denied and seen.text.rstrip().endswith("?"):
        return Stance(party=party_of([denied.group(1).lower()]) or "aws", negated=True)
    return replace(stance, negated=True) if stance and denied and not stance.negated else stance


def _framed(seen: Seen, framed: re.Match[str]) -> Stance | None:
    """The stance of what is said to be right, or wrong, which is a claim of its own."""
    claim = [one.text for one in seen.tokens if one.start >= framed.end()]
    stance = claimed(claim) or state_claimed(claim, seen)
    wrong = framed.group(3) or (framed.group(2) or "").lower() in _WRONG
    if stance is None or not wrong:
        return stance
    return replace(stance, negated=not stance.negated)


def _freed(words: Sequence[str], seen: Seen) -> Stance | None:
    """Whether it asks if the team is off the hook, or may leave something to AWS."""
    asks = seen.text.rstrip().endswith("?") or words[0] in ASKS
    denied = words[1:] if words[0] in ASKS else words
    if not asks or NO & (set(denied) - {"no", "none", "nothing", "needn't"}):
        return None
    if LEFT_TO_AWS.search(seen.text):
        return Stance(party="aws")
    return Stance(party="customer", negated=True) if FREED.search(seen.text) else None


def _spoken(words: Sequence[str], seen: Seen) -> Stance | None:
    """The stance of a question that begins with its verb, somewhere, or has a tag, or none."""
    start = next((at for at, word in enumerate(words) if word not in _LEAD), 0)
    verb = start if words[start] in ASKS else _after_comma(seen.tokens)
    if verb is None and words[start] not in WH - {"when"}:
        verb = _in_the_middle(seen)
    # "Our devs do it, don't they?" asks of the devs.
    theirs = verb and words[verb + 1 :] == ["they"] and first_party(words[:verb]) == "customer"
    if verb is not None and verb > start and (theirs or _is_tag(words[verb:])):
        return claimed(words[:verb]) or state_claimed(words[:verb], seen)
    if verb is not None:
        return supposed(words[verb:], seen.topics.topics)
    if words[start] in WH:
        return None
    if "whether" in words:
        return claimed(words[words.index("whether") :])
    if TAG.search(seen.text):
        return claimed(last_claim(words, seen.tokens)) or state_claimed(words, seen)
    return _without_verb(words, seen)


def _is_tag(words: Sequence[str]) -> bool:
    """Whether it asks no more than whether what came before is so: "isn't it?"."""
    right = len(words) == _PAIR + 1 and (words[0], words[1]) in _TAGS and words[2] in _SO
    return right or (
        len(words) == _PAIR and words[0].endswith("n't") and words[1] in ("it", "that")
    )


def _without_verb(words: Sequence[str], seen: Seen) -> Stance | None:
    asked = seen.text.rstrip().endswith(("?", "y/n")) or set(words[-3:-1]) >= _IS_THAT
    # "So that's not on us", says who sums up.
    if not (asked or (words[:2] in _SO_THAT and len(words) <= _SUMS_UP)):
        return None
    if words[-1] == "then":
        # "So not us then?"
        words = words[:-1] or words
    start = next((at for at, word in enumerate(words) if word not in _LEAD), 0)
    if words[start] in _OURSELVES and words[start + 1 : start + 2] and words[start + 1] in THINKS:
        # "I assume AWS patches it?"
        start += 2 + (words[start + 2 : start + 3] == ["that"])
        if not words[start:]:
            return None
    if (
        words[start] in _CLAIMANTS
        and words[start + 1 : start + 2]
        and not is_duty(words[start + 1])
    ):
        # "We aren't responsible for backups?"
        return claimed(words[start:]) or _fragment(words, seen)
    if words[start] in _NOBODY and names_party(words[start + 1 : start + _NEAR]):
        return claimed(words[start:])
    return _fragment(words, seen)


def _standing_alone(seen: Seen) -> Stance | None:
    """Whether it asks if it happens without the team, or if anything is left for it."""
    if not seen.text.rstrip().endswith("?") and seen.tokens[0].text not in ASKS:
        return None
    if LEFT.search(seen.text) and not NO_THING.search(seen.text):
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
        if start is not None and tokens[start].text in ASKS and not _denied(tokens, start):
            return start
    return None


def _denied(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb tells rather than asks: "open to the world, must not be"."""
    return [one.text for one in tokens[at + 1 : at + 2]] == ["not"]


def _fragment(words: Sequence[str], seen: Seen) -> Stance | None:
    """A question without its verb: "encrypted by AWS?", "our job?", "on by default?"."""
    parties = {"aws" if word in AWS else "customer" for word in words[-4:] if word in AWS | TEAM}
    party = agent(words) or owned(words) or rather(words)
    if party is None and len(parties) == 1 and words[-1] in AWS | TEAM:
        party = "aws" if words[-1] in AWS else "customer"
    named = frozenset(name.first for name in seen.names if name.last - name.first > 1)
    party = party or clause_party(seen.tokens, named)
    if party is not None:
        # "It must not be open. Our fault?" denies nothing of whose fault it is.
        last = [seen.tokens[at].text for at in clauses_of(seen.tokens)[-1]]
        denied = says_no(last if names_party(last) else words) and not rather(words)
        return Stance(party=party, negated=denied)
    if _BY_ITSELF & set(words) and not _STATE_ONLY & set(seen.topics.topics):
        return Stance(party="aws")
    return None
