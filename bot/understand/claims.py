"""What a statement claims that is put for agreement: "AWS patches it, right?"."""

from __future__ import annotations

from bot.understand.party import agent, first_party, names_party, rather
from bot.understand.question import Stance
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

    from bot.understand.seen import Seen

ECHOED = frozenset("we i it they aws amazon you guys that there".split())
NO = frozenset(
    (
        "not don't doesn't isn't aren't never won't dont doesnt isnt no nobody none nothing zero "
        "neither shouldn't shouldnt needn't neednt mustn't wouldn't"
    ).split()
)
_IS_SO = frozenset("is are isn't aren't gets comes happens".split())
_PAIR, _NEAR = 2, 4


def claimed(words: Sequence[str]) -> Stance | None:
    """Whom a statement says responsible, and whether it denies that; None where it names nobody."""
    words = without_reason(without_setting(words))
    party = rather(words) or agent(words) or first_party(words)
    if party is None and for_us(words):
        party = "aws"
    denied = says_no(words) and not rather(words)
    return None if party is None else Stance(party=party, negated=denied)


def says_no(words: Sequence[str]) -> bool:
    """Whether a claim denies: "we don't patch it"; not in "AWS's, not ours", nor as a tag."""
    return any(
        word in NO
        # "Mustn't we?" is a tag, and denies nothing.
        and not (word.endswith("n't") and at == len(words) - _PAIR and words[-1] in ECHOED)
        and not (word == "not" and names_party(words[:at]) and names_party(words[at + 1 : at + 3]))
        for at, word in enumerate(words[:-1])
    )


def state_claimed(words: Sequence[str], seen: Seen) -> Stance | None:
    """The stance of "EFS is encrypted by default, right?": that it happens without the team."""
    acts = "it" in words and does_duty(words[words.index("it") :][:_NEAR])
    alone = acts or (left_alone(words, seen.topics.topics) and bool(_IS_SO & set(words)))
    return Stance(party="aws", negated=says_no(words)) if alone else None
