"""Who is spoken of in a question: AWS or the team, and whose something is said to be."""

from __future__ import annotations

import itertools

from bot.understand.clauses import clauses_of
from bot.understand.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Owner
    from bot.understand.words import Token

AWS = frozenset("aws amazon csp provider amazon's aws's they their they're they'll".split())
TEAM = frozenset(
    (
        "we us our ours i me my mine customer customers client clients team teams "
        "we're we've we'll we'd i'm i've i'll"
    ).split()
)
_TWO = 2
# What a service or a name does after "AWS" that is no duty.
_HOLDS = frozenset("has have is offers account accounts service services console".split())
_DOES = frozenset("do patch handle manage update fix own back encrypt".split())
_OURSELVES, _MUST = frozenset("we us i".split()), frozenset("must should".split())
_LEFT = frozenset("up left down fall falls falling belong belongs".split())
_TAGS = frozenset("am is isn't are aren't".split())
_IF = frozenset("if when once since".split())
_WHY = frozenset(
    "seriously source sources sure proof reference evidence link links says why".split()
)
_SO = frozenset("right true correct sure accurate why".split())
_IS_THAT_SO = _SO | frozenset(
    "so is are he she they it that this really you the case not aws amazon us ours then but".split()
)
_ASKING_WHY = frozenset(
    "are you the a is that this it what's whats what where your and any got please who "
    "how come did get from do have about but though so then really".split()
)
ANYONE_NAMED = AWS | TEAM
_UNBELIEVING = frozenset("believe convinced buy".split())
_THINKERS = frozenset("i we".split())
_PEOPLE = frozenset(
    "devs developers dev dba dbas admins engineers ops sre sres sysadmins people staff guys folks "
    "lot crew squad infra platform devops secops security company org organisation "
    "organization".split()
)
THINKS = frozenset(
    (
        "say think thought hope keep kept heard hear believe believed assume assumed guess suppose "
        "read reckon presume expect gather understand understood"
    ).split()
)
_DUTIES = frozenset(
    (
        "burden chore chores homework job responsibility problem duty side team task business "
        "concern thing decision fault call move bit part share headache remit obligation end "
        "court plate turf desk prob probs ticket tickets pager circus monkeys"
        " rodeo"
    ).split()
)


def party_of(words: Sequence[str]) -> Owner | None:
    """Who a statement says does it, or whose it says it is."""
    return rather(words) or agent(words) or owned(words) or first_party(words)


def rather(words: Sequence[str]) -> Owner | None:
    """Who it is in "AWS, not us" and in "not AWS but us"."""
    for at, word in enumerate(words[:-3]):
        if (
            word == "not"
            and words[at + 2] == "but"
            and {words[at + 1], words[at + 3]} <= ANYONE_NAMED
        ):
            return "aws" if words[at + 3] in AWS else "customer"
    for at, word in enumerate(words[1:-1], 1):
        before = at - 2 if words[at - 1] == "and" and at > 1 else at - 1
        if word == "not" and words[before] in ANYONE_NAMED and words[at + 1] in ANYONE_NAMED:
            return "aws" if words[before] in AWS else "customer"
    return None


def owned(words: Sequence[str]) -> Owner | None:
    """Whose it is in "our job", "ours" and "AWS's problem"."""
    for word, after in itertools.pairwise((*words, "")):
        if word in ("ours", "mine") or (word in ("our", "my") and is_duty(after)):
            return "customer"
        if (word in AWS or word in ("your", "yours")) and is_duty(after):
            return "aws"
    for word, own, after in zip(words, words[1:], words[2:], strict=False):
        if own == "of" and is_duty(word) and after in AWS:
            # "Is it the responsibility of AWS?"
            return "aws"
        if word in ("our", "my", "your") and own == "own" and is_duty(after):
            return "aws" if word == "your" else "customer"
    return None


def agent(words: Sequence[str]) -> Owner | None:
    """Who does it in "patched by AWS" or "is it on us"."""
    # "Managed by the provider."
    words = [word for word in words if word != "the"]
    for at, (before, word) in enumerate(itertools.pairwise(words)):
        # "Is it for us to decide?"
        within = before == "for" and (
            words[at - 1 : at] == ["scope"] or words[at + 2 : at + 3] == ["to"]
        )
        # "Is it up to us to have it encrypted?"
        left = before == "to" and words[at - 1 : at] and words[at - 1] in _LEFT
        if (before not in ("by", "on") and not within and not left) or word in ("our", "my"):
            continue
        if word in AWS or word == "you":
            return "aws"
        if word in TEAM:
            return "customer"
    return None


def first_party(words: Sequence[str]) -> Owner | None:
    """Whom the text names first as one who acts."""
    for at, word in enumerate(words):
        if at and words[at - 1] in ("for", "without"):
            continue
        if word in _THINKERS and words[at + 1 : at + 2] and words[at + 1] in THINKS:
            # "I keep hearing that AWS does" says what AWS does.
            continue
        if word in AWS or (word == "you" and words[at + 1 : at + 2] == ["guys"]):
            # "AWS" before a name is part of it, not the one who acts.
            return "aws"
        if word in TEAM:
            after = words[at + 1] if at + 1 < len(words) else ""
            if word not in ("our", "my") or is_duty(after) or after in _PEOPLE:
                return "customer"
    return None


def names_party(words: Sequence[str]) -> bool:
    """Whether AWS or the team is among these words."""
    return any(word in AWS | TEAM for word in words)


def is_duty(word: str) -> bool:
    """Whether a word behind "our" or "AWS's" says whose something is: job, side, problem."""
    return word in _DUTIES


def other_offered(echo: str, party: Owner) -> bool:
    """Whether the other party is offered, not the first one asked after again: "we manage it, or
    does AWS?".
    """
    words = words_of(echo)
    return "or" in words and bool((TEAM if party == "aws" else AWS) & set(words))


def last_claim(words: Sequence[str], tokens: Sequence[Token]) -> Sequence[str]:
    """The words of the last clause that says who does it: "we have none, it's not for us to"."""
    for clause in reversed(clauses_of(tokens)):
        commas = [at for at in clause if at > clause.start and "," in tokens[at].gap]
        starts = [clause.start, *commas]
        parts = [range(*pair) for pair in zip(starts, [*commas, clause.stop], strict=True)]
        # "Nobody at AWS decides it, that is on us, right?" claims that it is on us.
        for part in (*reversed(parts), clause):
            said = [words[at] for at in part if words[at]]
            tag = len(said) == _TWO + 1 and said[0] in _TAGS
            if (
                len(said) > _TWO
                and not tag
                and said[0] not in _IF
                and (first_party(said) or agent(said))
            ):
                return said
    return words


def doubts(words: Sequence[str]) -> bool:
    """Whether no more is asked than to be shown why again: "source?", "are you sure?"."""
    said = set(words)
    if said & _UNBELIEVING and said & {"you", "it", "that"} and "not" not in said:
        # "I don't believe you, it's a managed service."
        return True
    asked = said & _SO or ("so" in said and not said & ANYONE_NAMED)
    if len(words) > 1 and asked and said <= _IS_THAT_SO:
        # "Is he right?"
        return True
    why = said & _WHY
    return bool(why) and said <= _WHY | _ASKING_WHY and ("sure" not in why or "you" in said)


def clause_party(tokens: Sequence[Token], named: frozenset[int]) -> Owner | None:
    """Who begins a clause and does something: "guest OS on Outposts: AWS patches that?".

    At `named` begin names, whose "AWS" is no party.
    """
    for at, (token, after) in enumerate(itertools.pairwise(tokens)):
        if at in named:
            continue
        starts = token is tokens[0] or any(mark in token.gap for mark in ",.;:-\u2013\u2014")
        if starts and token.text in AWS and after.text not in _HOLDS:
            return "aws"
        then = [one.text for one in tokens[at + 1 : at + 3]]
        must = after.text in _MUST or then in (["have", "to"], ["need", "to"])
        if starts and token.text in _OURSELVES and (after.text in _DOES or must):
            return "customer"
    return None
