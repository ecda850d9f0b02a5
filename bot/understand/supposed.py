"""What a question supposes that begins with its verb: who does it, and whether that is denied."""

from __future__ import annotations

import itertools

from bot.understand.party import AWS, TEAM, agent, first_party, is_duty, names_party, owned
from bot.understand.question import Stance
from bot.understand.words import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_DENIALS = frozenset("not don't doesn't never needn't won't dont doesnt aren't".split())
_NOBODY = frozenset("nobody none noone nothing".split())
_EARLY, _TAG, _NEAR = 3, 3, 4
_SETTINGS = frozenset("if when once since".split())
_WHENEVER = frozenset("when whenever once after while".split())
_WRONG = frozenset("wrong false incorrect mistaken".split())
_WOULD_BE = (["would", "it", "be"], ["could", "it", "be"], ["should", "it", "be"])
_LOOKS = frozenset("see access read view train share sell hand give disclose release".split())
_MAY = frozenset("can could may might would can't".split())
_OFFERS = frozenset("offer offers support supports allow allows let lets possible".split())
_BY_ITSELF = frozenset("default automatically automatic itself themselves already".split())
# Third person: the service is what acts in "does RDS fail over?" and "will it restart?".
_ACTS = frozenset("does doesn't doesnt will won't wont did".split())
_ANYONE = frozenset("someone anyone somebody anybody everyone nobody".split())
# What a service may do that is somebody's duty; what else it does ("store", "scan", "support")
# is a question about a feature, which no yes or no of ours answers.
_DUTY_VERBS = frozenset(
    (
        "patch encrypt decrypt back backup rotat renew log scal autoscal replicat fail failover "
        "updat upgrad restart recover restor monitor heal block filter snapshot harden expir "
        "retain wip eras delet replac maintain isolat enforc enabl rebuild migrat surviv promot "
        "spread distribut copy rid fix protect record alert switch stay keep manag handl repair "
        "detect"
    ).split()
)
# Verbs that ask for a fact and not for who does it.
_BEFORE_NOUNS = frozenset("the a an any our my this that of for no".split())
_STATES = frozenset("need needs require requires mean means matter count cost use run".split())
# Topics on which something happens, or does not, when nobody acts.
_DONE = frozenset(
    "encryption-at-rest encryption-in-transit backup operating-system platform".split()
)
# Exposure and content have a state too, but "public by default?" asks no one's duty.
_STATE_ONLY = frozenset("network data".split())
# How something is that nobody protects.
_BARE = frozenset(
    "readable cleartext plaintext plain unencrypted unprotected exposed open clear public lost "
    "gone naked visible".split()
)
_FOR_US = frozenset("us me".split())


def supposed(words: Sequence[str], topics: Sequence[str]) -> Stance | None:
    """What a question that begins with its verb supposes; None when it asks what is possible.

    "Does AWS offer", "can we use" and "do we have" ask for a feature, not for a duty.
    """
    if list(words[:3]) in _WOULD_BE:
        # "Would it be our fault" asks as "is it our fault" does.
        words = ["is", *words[3:]]
    at = words.index("because") if "because" in words else 0
    if at and not names_party(words[:at]):
        # "Is not patching it fine because AWS does it?" supposes that AWS does.
        reason = first_party(words[at:])
        return None if reason is None else Stance(party=reason)
    if "unless" in words and _BARE & set(words[: words.index("unless")]):
        # "Does it lie readable unless we act?" supposes that we must.
        party = first_party(words[words.index("unless") :])
        return None if party is None else Stance(party=party)
    # "Is it wiped when we terminate it?" does not say that we wipe it.
    ends = next((at for at, word in enumerate(words) if at > 1 and word in _WHENEVER), len(words))
    party = agent(words) or first_party(words[1:ends]) or owned(words)
    if party == "customer" and agent(words) is None and _service_acts(words):
        party = "aws"
    if words[1:3] in (["we", "get"], ["i", "get"]):
        # "Do we get encryption for free?" asks whether AWS does it.
        party = "aws"
    if "data" in topics and _LOOKS & set(words):
        # "Can AWS see our data?" is no question of who looks after it.
        return None
    # "Would backups be on us?" asks for no feature.
    able = agent(words) is None and (words[0] in _MAY or _holds(words))
    if _OFFERS & set(words) or (party != "aws" and able):
        return None
    negated = not words[0].endswith("n't") and _denies(words)
    negated = negated != bool(_WRONG & set(words[: _EARLY + 1]))
    if party is None and left_alone(words, topics):
        # "Is RDS encrypted?" asks whether it happens without us.
        party = "aws"
    return None if party is None else Stance(party=party, negated=negated)


def _service_acts(words: Sequence[str]) -> bool:
    """Whether the service is asked to act, and the team is said later: "does App Runner patch the
    image we supply?".
    """
    if words[0] not in _ACTS or any(map(is_duty, words[1:_EARLY])):
        return False
    for at, word in enumerate(words[2 : _EARLY + 2], 2):
        if names_party(words[at - 1 : at + 1]) or "or" in words[at:]:
            return False
        if stem(word) in _DUTY_VERBS and not word.endswith("ing"):
            return words[at - 1] not in _BEFORE_NOUNS
    return False


def _denies(words: Sequence[str]) -> bool:
    """Whether what is supposed is denied: "is it NOT our job", "that we don't need to"."""
    if _NOBODY & set(words[1:2]) or words[1:3] == ["no", "one"] or _does_nothing(words):
        return True
    if "no" in words and any(map(is_duty, words[words.index("no") + 1 :][:1])):
        # "Do we have no responsibility for it?"
        return True
    seen = False
    for at, word in enumerate(words[1:], 1):
        if "or" in words[max(0, at - 3) : at]:
            # "Must we or must we not" denies nothing.
            continue
        if word in _DENIALS and not (seen and names_party(words[at + 1 : at + 3])):
            # "AWS and not our team" denies nothing of AWS.
            ours = not seen and names_party(words[at + 1 : at + 2])
            return at <= _EARLY or ours or names_party(words[max(0, at - 2) : at])
        seen = seen or word in AWS | TEAM
    return False


def _does_nothing(words: Sequence[str]) -> bool:
    """Whether nothing is said to be done: "does AWS back nothing up"."""
    at = words.index("nothing") if "nothing" in words else 0
    return bool(at) and words[at + 1 : at + 2] not in (["but"], ["left"], ["wrong"])


def _holds(words: Sequence[str]) -> bool:
    """Whether it asks what there is: "do we have backups", but not "do we have any duty"."""
    if words[1:2] == ["there"]:
        return not _BY_ITSELF & set(words)
    have = [at for at, word in enumerate(words) if word in ("have", "has") and at]
    return any(
        words[at + 1 : at + 2] != ["to"] and not any(map(is_duty, words[at + 1 : at + 4]))
        for at in have
    )


def left_alone(words: Sequence[str], topics: Sequence[str]) -> bool:
    """Whether a question without a party asks if it happens when the team does nothing."""
    asked = set(topics)
    if "data" in asked:
        # "Does it train on our data?" asks for a fact, and not who does it.
        return for_us(words)
    # A mere tag, "doesn't it?", asks of what was said before it.
    duty = does_duty(words) or len(words) <= _TAG
    acts = words[0] in _ACTS and not (_ANYONE | _STATES) & set(words) and duty
    by_itself = bool(_BY_ITSELF & set(words)) and not asked & _STATE_ONLY
    done = bool(asked & _DONE) and (words[0] not in _ACTS or duty)
    return done or by_itself or acts or for_us(words)


def does_duty(words: Sequence[str]) -> bool:
    """Whether a service is asked to do what somebody must: "fail over", but not "store"."""
    return any(stem(word) in _DUTY_VERBS for word in words[1:])


def for_us(words: Sequence[str]) -> bool:
    """Whether it is to happen "for us", or "without us doing anything"."""
    pairs = itertools.pairwise(words)
    return any(one in ("for", "without") and two in _FOR_US for one, two in pairs)


def without_reason(words: Sequence[str]) -> Sequence[str]:
    """A claim without why it is so: "we need no pen tests because it's on AWS"."""
    at = words.index("because") if "because" in words else 0
    if names_party(words[:at]):
        return words[:at]
    # "We moved to Fargate, so AWS patches it" claims what follows.
    at = words.index("so", 1) if "so" in words[1:] else 0
    return words[at + 1 :] if at and names_party(words[at + 1 :]) else words


def without_setting(words: Sequence[str]) -> Sequence[str]:
    """A claim without what it is said under: "if we go to Auto Mode, it replaces the nodes"."""
    if words and words[0] in _SETTINGS and "it" in words:
        at = words.index("it")
        return words[at:] if does_duty(words[at : at + _NEAR]) else words
    return words
