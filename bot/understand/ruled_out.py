"""Ways of running a service that a text rules out: "EKS without Auto Mode", "Fargate is off"."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from bot.understand.words import Token

_NOT = frozenset(
    "not no non none nothing nobody nowhere never without neither nor minus except "
    "excluding".split()
)
# As the first word of a clause these ask: "isn't Redshift Serverless patched by AWS?".
_IS_NOT = frozenset(
    "isn't aren't wasn't weren't don't doesn't didn't haven't hasn't isnt arent wasnt werent dont "
    "doesnt didnt havent hasnt".split()
)
_DO_NOT = _IS_NOT - frozenset("isn't aren't wasn't weren't isnt arent wasnt werent".split())
_USERS = frozenset("we i they you team teams nobody us".split())
_LEADS = frozenset(
    "part near its a an any the our my of on in with to at via for under one ones yet even "
    "actually really "
    "currently still use uses used using run runs running have has having got enable enabled "
    "turn turned switch switched move moved go gone went choose chose pick picked "
    "opt opted launch launched managed plain own custom customer amazon aws".split()
)
_SET = frozenset("enabled turned switched".split())
_OFF = frozenset("off disabled".split())
_OURS = frozenset("our my us their his her".split())
_ON = frozenset("on enabled used active what ours".split())
_ASKED = frozenset("which what how".split())
_IS = frozenset("is are was were turned switched being".split())
_FAR = 10
_STOPS = frozenset(",.;:?!()\n")


def ruled_out(
    tokens: Sequence[Token], first: int, last: int, own: Collection[int] = frozenset()
) -> bool:
    """Whether the words from `first` up to `last` are denied, or said to be switched off.

    `own` are the tokens of the service's own name: "we don't run EKS on Fargate".
    """
    return denied_before(tokens, first, own) or _off_after(tokens, last)


def denied_before(
    tokens: Sequence[Token],
    first: int,
    own: Collection[int] = frozenset(),
    *,
    anyone: bool = False,
) -> bool:
    """Whether a denial leads to the words at `first`: "not on", "we don't use".

    What services are used the team decides, so that it must be who does not; with `anyone`
    whatever it is: "the bucket doesn't use our key".
    """
    at = first - 1
    least = max(0, first - _FAR)
    while at >= least and (tokens[at].text in _LEADS or at in own) and not _parted(tokens, at + 1):
        at -= 1
    # "It is not enabled on our hosts" rules no hosts out, "haven't enabled it" does.
    passive = bool(_SET & {token.text for token in tokens[at + 1 : first]})
    if passive and at >= 0 and tokens[at].text not in _DO_NOT | {"never"}:
        return False
    if at < 0 or _parted(tokens, at + 1):
        return False
    word = tokens[at].text
    if word in _IS_NOT:
        # "Control Tower doesn't enable Config" rules nothing out.
        subject = tokens[at - 1].text if at and not _parted(tokens, at) else ""
        return bool(subject) and (anyone or word not in _DO_NOT or subject in _USERS)
    return word in _NOT and not (at and tokens[at - 1].text == "why")


def _off_after(tokens: Sequence[Token], last: int) -> bool:
    words = [token.text for token in tokens[last : last + 4]]
    at = 0
    while at < len(words) and words[at] in _IS:
        at += 1
    rest = words[at:]
    if not rest or any(_parted(tokens, step) for step in range(last, last + at + 1)):
        return False
    if rest[0] in _OFF:
        # "Does AWS take it off our hands?" switches nothing off.
        return rest[1:2] == [] or rest[1] not in _OURS
    if rest[1:2] == ["ours"] and _ASKED & {token.text for token in tokens[:last]}:
        # "Which part of ECS on Fargate is not ours?" asks of a part.
        return False
    return (rest[0] in _IS_NOT or rest[0] == "not") and rest[1:2] != [] and rest[1] in _ON


def _parted(tokens: Sequence[Token], at: int) -> bool:
    """Whether a clause ends before a token."""
    return at < len(tokens) and not _STOPS.isdisjoint(tokens[at].gap)
