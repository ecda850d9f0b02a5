"""From the matches in a text to the topics asked: surest first, layers told apart."""

from __future__ import annotations

import itertools

from bot.understand.hearing import TWO_LAYERS, Heard, TopicsSaid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.understand.words import Token

# With the sweeping word, these topics say which layer is meant.
_LAYERS = {
    "patching": ("infrastructure", "operating-system", "platform", "application"),
    "upgrading": ("operating-system", "platform", "application"),
    "encryption": ("encryption-at-rest", "encryption-in-transit"),
    "hardware": ("infrastructure", "physical"),
}
# Said by a part of a name: "ECS hosts".
_HOSTS = ("infrastructure",)
# What is upgraded where nothing else is named: engines, runtimes, versions.
_UPGRADED = "platform"
_IN_A_LIST = frozenset("and or plus".split())
# Every topic has such things, so they say none by themselves.
_VAGUE = frozenset("policy policies how".split())
# "Application monitoring" is monitoring; "restore the logs" is restoring.
_HEADS = frozenset({"logging", "backup", "resilience"})
_WHERE = frozenset({"platform", "application", "operating-system", "infrastructure"})
_OF = frozenset("of for from".split())
_KEPT = frozenset("retention retain retained retains".split())
_ACTS_ON = frozenset("restor recover back".split())
_OF_WHAT = frozenset("the our a of all my any those these".split())
_WHO = frozenset("who whose who's whos".split())
_BEFORE_WHO = frozenset("and or but plus also state say so".split())
_BACK = frozenset("it that this them those these".split())


def says(
    asked: Sequence[Heard], tokens: Sequence[Token], asking: frozenset[int], *, sure: bool
) -> bool:
    """Whether the clauses that ask say a topic of their own.

    Hints are too weak where a story says it surely and the clause points back to it: "TLS is
    off on RDS, who turns it on for new clusters?", "TLS on RDS, who picks the policy?".
    """
    if any(one.strong or one.sweeps for one in asked):
        return True
    hinting = [one for one in asked if one.hints]
    back = any(tokens[at].text in _BACK for at in asking - _tokens(asked))
    vague = all(tokens[one.first].text in _VAGUE for one in hinting)
    return bool(hinting) and not (sure and (back or vague))


def settle(
    asked: Sequence[Heard],
    told: Sequence[Heard],
    tokens: Sequence[Token],
    events: frozenset[str],
    names: frozenset[int] = frozenset(),
) -> TopicsSaid:
    """Strong words first; a sweeping word fills in its layers unless one of them was said."""
    asked = _heads(_without_things(_without_kinds(asked, tokens, names), tokens), tokens, names)
    strong = _each(one.strong for one in asked)
    sweeps = _each(one.sweeps for one in asked)
    hints = _each(one.hints for one in asked)
    mild = False
    if "upkeep" in sweeps:
        # "Maintains" and "updates" mean patching only where nothing else is said.
        sweeps.remove("upkeep")
        elsewhere = set(hints) - set(_LAYERS["patching"])
        mild = not strong and not sweeps and not elsewhere
        sweeps += ["patching"] if mild else []
    told_apart = [one for one in asked if tokens[one.first].stem not in events]
    topics = strong + _listed(told_apart, tokens, strong) if tokens else strong
    topics += [one for one in _of_each_who(asked, tokens) if one not in topics]
    beside: tuple[str, ...] = ()
    swept = None
    for sweep in sweeps:
        named = _named(sweep, strong, asked, told)
        if named:
            topics += [topic for topic in named if topic not in topics]
            continue
        if sweep == "upgrading":
            topics += [_UPGRADED] if _UPGRADED not in topics else []
            continue
        first, second = TWO_LAYERS[sweep]
        both = sweep == "encryption"
        topics += [one for one in ((first, second) if both else (first,)) if one not in topics]
        beside, swept = (() if both else (second,)), sweep
    weak = not topics
    happened = [one for one in asked if one.hints and tokens[one.first].stem in events]
    topics = topics or _each(one.hints for one in happened) or hints
    single = len(topics) <= (2 if swept == "encryption" else 1)
    return TopicsSaid(
        topics=tuple(topics),
        beside=beside if single else (),
        sweep=swept if single else None,
        weak=weak and bool(topics),
        mild=mild and swept is not None,
        sweeps=tuple(sweeps),
        strong=tuple(strong),
        hints=(
            *hints,
            *(_HOSTS if any(_HOSTS[0] in (*one.things, *one.parts) for one in asked) else ()),
        ),
        tokens=_tokens([one for one in (*asked, *told) if _meant(one) or sweeps]),
        where=tuple((topic, _tokens(_saying(topic, asked))) for topic in topics),
    )


def _meant(one: Heard) -> bool:
    """Whether a match means something by itself, and is not only a thing to patch or encrypt."""
    return bool(one.strong or one.hints or one.sweeps)


def _without_things(asked: Sequence[Heard], tokens: Sequence[Token]) -> list[Heard]:
    """Where encryption is asked about, what is encrypted is no topic of its own: "secrets"."""
    layers = _LAYERS["encryption"]
    encrypts = any("encryption" in one.sweeps or set(layers) & set(one.strong) for one in asked)
    if not encrypts:
        return list(asked)
    sure = _tokens([one for one in asked if one.strong or one.sweeps])
    return [
        Heard(first=one.first, last=one.last, things=one.things)
        if set(layers) & set(one.things)
        and not set(layers) & set(one.strong)
        and not _beside(one, tokens, sure)
        else one
        for one in asked
    ]


def _without_kinds(
    asked: Sequence[Heard], tokens: Sequence[Token], named: frozenset[int]
) -> list[Heard]:
    """Without the words that only say which one of a service: "our backup bucket"."""
    sure = [one for one in asked if one.strong or one.sweeps]
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


def _heads(asked: Sequence[Heard], tokens: Sequence[Token], named: frozenset[int]) -> list[Heard]:
    """Without the words that only say of what: "application monitoring", "restore the logs"."""
    dropped: set[int] = set()
    said = _tokens([one for one in asked if _HEADS & set(one.strong)])
    for one in asked:
        text = tokens[one.first].text if one.last - one.first == 1 else ""
        if text in _KEPT and said and not _beside(one, tokens, said):
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


def _named(
    sweep: str, strong: Sequence[str], asked: Sequence[Heard], told: Sequence[Heard]
) -> list[str]:
    """The layers of a sweeping word that the text names, the surest words first.

    A hint says which layer, but "hosts" alone does not say whose: it may be nodes. What
    only the story says counts last: "log4j is in our image, who patches it?".
    """
    hints = [topic for one in asked for topic in one.hints]
    parts = [topic for one in asked for topic in one.parts]
    things = [topic for one in asked for topic in one.things]
    told_of = [topic for one in told for topic in (*one.strong, *one.things)]
    told_hints = [topic for one in told for topic in one.hints]
    for said in (strong, hints, parts, things, told_of, told_hints):
        named = [topic for topic in dict.fromkeys(said) if topic in _LAYERS[sweep]]
        if sweep == "patching" and any(said is one for one in (hints, parts, things, told_hints)):
            named = [topic for topic in named if topic != "infrastructure"]
        if named:
            return named
    return []


def _listed(asked: Sequence[Heard], tokens: Sequence[Token], strong: Sequence[str]) -> list[str]:
    """Hints in a row with strong words are meant as they are: "OS, images and firewalls"."""
    sure = _tokens([one for one in asked if one.strong])
    found: list[str] = []
    for one in asked:
        said = bool(one.hints) and tokens[one.first].text not in _VAGUE
        near = said and _beside(one, tokens, sure)
        found += [topic for topic in one.hints if near and topic not in (*strong, *found)]
    return found


def _of_each_who(asked: Sequence[Heard], tokens: Sequence[Token]) -> list[str]:
    """Hints of a clause with a "who" of its own: "who makes the keys and who decides who uses"."""
    whos = [at for at, token in enumerate(tokens) if token.text in _WHO and _opens(tokens, at)]
    if len(whos) < 2:
        return []
    found: list[str] = []
    for start, end in zip(whos, [*whos[1:], len(tokens)], strict=True):
        inside = [one for one in asked if start <= one.first < end]
        if not any(one.strong or one.sweeps for one in inside):
            found += [topic for one in inside for topic in one.hints]
    return found


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether a "who" asks, and does not go on: "decides who may"."""
    return not at or tokens[at - 1].text in _BEFORE_WHO


def _beside(one: Heard, tokens: Sequence[Token], sure: frozenset[int]) -> bool:
    return any(_in_a_row(at, one, tokens, sure) for at in (one.first - 1, one.last))


def _in_a_row(at: int, one: Heard, tokens: Sequence[Token], sure: frozenset[int]) -> bool:
    """Whether the word at `at`, or the one past an "and", is sure and parted by a comma."""
    if not 0 <= at < len(tokens):
        return False
    step = -1 if at < one.first else 1
    if tokens[at].text in _IN_A_LIST:
        return at + step in sure
    later = one.first if step < 0 else at
    return at in sure and bool({",", "/", "&", "+"} & set(tokens[later].gap))


def _saying(topic: str, asked: Sequence[Heard]) -> list[Heard]:
    surely = [one for one in asked if topic in one.strong]
    return surely or [one for one in asked if topic in one.hints]


def _each(groups: Iterable[Sequence[str]]) -> list[str]:
    """Every member of the groups once, in order."""
    return list(dict.fromkeys(one for group in groups for one in group))


def _tokens(found: Sequence[Heard]) -> frozenset[int]:
    return frozenset(at for one in found for at in range(one.first, one.last))
