"""Which words for topics say only of what, or which one: "app monitoring", "AMI version"."""

from __future__ import annotations

import itertools

from bot.record import replace
from bot.understand.hearing import LAYERS, Heard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.words import Token

_ENGINE, _SYSTEM = "platform", "operating-system"
_MACHINE, _IMAGE = frozenset("ami amis".split()), frozenset("image images".split())
_RUN_AS = frozenset("cluster clusters".split())
_ENDS = frozenset("eol end deprecat deprecation past extend".split())
_IN_A_LIST = frozenset("and or plus".split())
_FAR, _CLOSE = 8, 2
_OURS = "application"
_PACKAGES = frozenset("openssl glibc libssl zlib libxml2 libcurl xz busybox musl".split())
_HOLDS = frozenset(
    "container containers pod pods task tasks image images zip layer layers bundle".split()
)
_BENEATH = frozenset("host hosts node nodes ami amis instance instances under underneath".split())
_AT_REST = "encryption-at-rest"
# What is kept somewhere, and so can be encrypted.
_CONTENT = frozenset({"application", "backup", "logging", "data"})
_LEADS_IN = frozenset("of the our a its".split())
# "Application monitoring" is monitoring; "restore the logs" is restoring.
_HEADS = frozenset({"logging", "backup", "resilience"})
_WHERE = frozenset({"platform", "application", "operating-system", "infrastructure", "data"})
_OF = frozenset("of for from".split())
_KEPT = frozenset("retention retain retained retains".split())
_ACTS_ON = frozenset("restor recover back".split())
_OF_WHAT = frozenset("the our a of all my any those these".split())


def without_kinds(
    asked: Sequence[Heard], tokens: Sequence[Token], named: frozenset[int]
) -> list[Heard]:
    """Without the words that only say which one of a service: "our backup bucket"."""
    sure = [one for one in asked if one.strong or one.sweeps] if named else []
    kinds = [
        one
        for one in sure
        if one.strong
        and one.first
        and one.last in named
        and tokens[one.first - 1].text in _OF_WHAT - {"of"}
        and not tokens[one.last].gap.strip()
    ]
    return [one for one in asked if one not in kinds] if len(kinds) < len(sure) else list(asked)


def heads(asked: Sequence[Heard], tokens: Sequence[Token], named: frozenset[int]) -> list[Heard]:
    """Without the words that only say of what: "application monitoring", "restore the logs"."""
    dropped: set[int] = set()
    said = taken_by([one for one in asked if _HEADS & set(one.strong)])
    for one in asked:
        text = tokens[one.first].text if one.last - one.first == 1 else ""
        of_data = one.first > 0 and tokens[one.first - 1].text == "data"
        if text in _KEPT and said and not of_data and not beside(one, tokens, said):
            # How long logs are kept is asked of the logs.
            dropped.add(one.first)
    for one, two in itertools.pairwise(asked):
        if (
            two.first == one.last
            and tokens[two.first].stem == "version"
            and not tokens[two.first].gap.strip()
        ):
            # An "AMI version" is the AMI's.
            dropped.add(two.first)
        if (
            not (one.strong and two.strong)
            or one.last == one.first
            or set(one.strong) & set(two.strong)
        ):
            continue
        between = tokens[one.last : two.first]
        texts = {tokens[at].text for at in range(one.last, two.first) if at not in named}
        acts = tokens[one.first].stem in _ACTS_ON and texts <= _OF_WHAT
        # "Logging of the EKS control plane" is logging.
        acts = acts or (bool(texts & _OF) and texts <= _OF | _OF_WHAT and _head_of(one, two))
        if any(token.gap.strip() for token in tokens[one.last : two.first + 1]):
            continue
        if acts:
            dropped.add(two.first)
        elif not between and set(two.strong) & _HEADS:
            dropped.add(one.first)
    return [one for one in asked if one.first not in dropped or one.first == one.last]


def _head_of(one: Heard, two: Heard) -> bool:
    """Whether the first is something done, and the second what it is done to."""
    return bool(_HEADS & set(one.strong)) and set(two.strong) <= _WHERE


def of_systems(
    asked: Sequence[Heard], told: Sequence[Heard], tokens: Sequence[Token]
) -> tuple[Sequence[Heard], Sequence[Heard]]:
    """Where an operating system is said to end, that is asked about: "the AMI is deprecated"."""
    every = [*asked, *told]
    ends = [one for one in every if tokens and tokens[one.first].stem in _ENDS]
    if not ends:
        return asked, told
    rest = [one for one in every if one not in ends and not loose(one, tokens)]
    of = {topic for one in rest for topic in (*one.strong, *one.hints)}
    if _SYSTEM not in of or _ENGINE in of:
        return asked, told
    ended = {
        one: replace(one, strong=(_SYSTEM,), hints=()) for one in ends if _ENGINE in one.strong
    }
    return [ended.get(one, one) for one in asked], [ended.get(one, one) for one in told]


def of_packages(heard: Sequence[Heard], tokens: Sequence[Token]) -> list[Heard]:
    """Where a library is inside a container, what was deployed holds it: "openssl in our pods"."""
    if not any(_is_package(one, tokens) for one in heard):
        return list(heard)
    return [
        replace(one, hints=(_OURS,))
        if _is_package(one, tokens) and _is_inside(one, tokens)
        else one
        for one in heard
    ]


def _is_package(one: Heard, tokens: Sequence[Token]) -> bool:
    return one.last - one.first == 1 and tokens[one.first].text in _PACKAGES


def _is_inside(one: Heard, tokens: Sequence[Token]) -> bool:
    near = [token.text for token in tokens[max(0, one.first - _FAR) : one.last + _FAR]]
    return bool(_HOLDS & set(near)) and not _BENEATH & set(near)


def of_what_is_told(
    asked: Sequence[Heard], told: Sequence[Heard], tokens: Sequence[Token]
) -> Sequence[Heard]:
    """Without "the version" where the story says of what: "lodash is flagged, who bumps the
    version?".
    """
    layers = {topic for one in told for topic in one.strong} & set(LAYERS["upgrading"])
    if not layers or not any("upgrading" in one.sweeps for one in asked):
        return asked
    return [one for one in asked if one.sweeps or tokens[one.first].stem != "version"]


def without_things(asked: Sequence[Heard], tokens: Sequence[Token]) -> list[Heard]:
    """Where encryption is asked about, what is encrypted is no topic of its own: "secrets"."""
    layers = LAYERS["encryption"]
    encrypts = [one for one in asked if "encryption" in one.sweeps or set(layers) & set(one.strong)]
    if not encrypts:
        return list(asked)
    sure = taken_by([one for one in asked if one.strong or one.sweeps])
    asked = [
        one
        for one in asked
        if not _at_one_end(one, tokens) and not _is_encrypted(one, encrypts, tokens)
    ]
    return [
        Heard(first=one.first, last=one.last, things=one.things)
        if set(layers) & set(one.things)
        and not set(layers) & set(one.strong)
        and not beside(one, tokens, sure)
        and not all(_asked_apart(one, other, tokens) for other in encrypts)
        else one
        for one in asked
    ]


def _is_encrypted(one: Heard, encrypts: Sequence[Heard], tokens: Sequence[Token]) -> bool:
    """Whether it is what is said to be encrypted: "the code packages, encrypted at rest?"."""
    after = (tokens[at].text for at in range(one.last, min(one.last + _CLOSE, len(tokens))))
    return one not in encrypts and bool(_CONTENT & set(one.strong)) and "encrypted" in after


def _at_one_end(one: Heard, tokens: Sequence[Token]) -> bool:
    """Whether it is only where a connection ends: "between our app and the cluster"."""
    at = one.first - 1
    while at >= 0 and tokens[at].text in _OF_WHAT:
        at -= 1
    if at >= 0 and tokens[at].text == "between" and "application" in one.strong:
        return True
    # "The traffic between the mounts and the file system": what stands there is not encrypted.
    before = [token.text for token in tokens[max(0, one.first - _FAR) : one.first]]
    ends = "between" in before and "and" in before[before.index("between") :]
    return ends and not one.strong and not one.sweeps and _AT_REST in one.things


def of_machines(asked: Sequence[Heard], tokens: Sequence[Token]) -> list[Heard]:
    """Where an AMI is spoken of, "the image" is that one, and no container's."""
    if not any(token.text in _MACHINE for token in tokens):
        return list(asked)
    return [
        replace(one, hints=(_SYSTEM,))
        if one.hints and one.last - one.first == 1 and tokens[one.first].text in _IMAGE
        else one
        for one in asked
    ]


def _asked_apart(one: Heard, two: Heard, tokens: Sequence[Token]) -> bool:
    """Whether each is a question of its own: "Is backup included? And encryption?"."""
    first, second = sorted((one, two), key=lambda heard: heard.first)
    return any("?" in token.gap for token in tokens[first.last : second.first + 1])


def beside(one: Heard, tokens: Sequence[Token], sure: frozenset[int]) -> bool:
    """Whether a match stands in a row with what is sure: "OS, images and firewalls"."""
    return any(_in_a_row(at, one, tokens, sure) for at in (one.first - 1, one.last))


def _in_a_row(at: int, one: Heard, tokens: Sequence[Token], sure: frozenset[int]) -> bool:
    """Whether the word at `at`, or the one past an "and", is sure and parted by a comma.

    "Of the" may lead to each: "patching of the OS, of the users, and of TLS".
    """
    step = -1 if at < one.first else 1
    joined = False
    far = one.last + _FAR if step > 0 else one.first - _FAR
    while 0 <= at < len(tokens) and at not in sure and at != far:
        word = tokens[at].text
        if word not in _IN_A_LIST and word not in _LEADS_IN:
            return False
        joined = joined or word in _IN_A_LIST
        at += step
    if at not in sure:
        return False
    low, high = sorted((at, one.first if step < 0 else one.last - 1))
    gaps = "".join(token.gap for token in tokens[low + 1 : high + 1])
    return joined or bool({",", "/", "&", "+"} & set(gaps))


def loose(one: Heard, tokens: Sequence[Token]) -> bool:
    """Whether a hint is no more than what a service runs as: whose "cluster" says no layer."""
    return one.last - one.first == 1 and tokens[one.first].text in _RUN_AS


def taken_by(found: Sequence[Heard]) -> frozenset[int]:
    """The tokens that matches take."""
    return frozenset(at for one in found for at in range(one.first, one.last))
