"""From the matches in a text to the topics asked: surest first, layers told apart."""

from __future__ import annotations

from bot.understand.hearing import LAYERS, TWO_LAYERS, Heard, TopicsSaid
from bot.understand.qualified import (
    beside,
    heads,
    loose,
    of_machines,
    of_packages,
    of_systems,
    of_what_is_told,
    taken_by,
    without_kinds,
    without_things,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.understand.words import Token

# Said by a part of a name: "ECS hosts".
_HOSTS = ("infrastructure",)
# What is upgraded where nothing else is named: engines, runtimes, versions.
_UPGRADED = "platform"
_BENEATH = frozenset("edge cable fiber fibre circuit router routers rack racks".split())
_PARTS = 2
# Every topic has such things, so they say none by themselves.
_VAGUE = frozenset("policy policies how".split())
_WHO = frozenset("who whose who's whos".split())
_BEFORE_WHO = frozenset("and or but plus also state say so".split())
_STOPS = frozenset(",;:?!\n")
_BACK = frozenset("it that this them those these".split())


def says(
    asked: Sequence[Heard],
    told: Sequence[Heard],
    tokens: Sequence[Token],
    asking: frozenset[int],
) -> bool:
    """Whether the clauses that ask say a topic of their own.

    Hints are too weak where a story says it surely and the clause points back to it: "TLS is
    off on RDS, who turns it on for new clusters?", "TLS on RDS, who picks the policy?".
    """
    back = any(tokens[at].text in _BACK for at in asking - taken_by(asked))
    # "The security groups on it, who maintains that?" asks of the groups.
    sure = {topic for one in told for topic in one.strong}
    other = back and bool(sure) and not sure & {*LAYERS["patching"]}
    kept = {"upkeep"} if other else set[str]()
    if any(one.strong or set(one.sweeps) - kept for one in asked):
        return True
    hinting = [one for one in asked if one.hints]
    vague = all(tokens[one.first].text in _VAGUE for one in hinting)
    who = any(tokens[at].text in _WHO for at in asking)
    return bool(hinting) and not (bool(sure) and (back or vague or not who))


def settle(
    asked: Sequence[Heard],
    told: Sequence[Heard],
    tokens: Sequence[Token],
    events: frozenset[str],
    names: frozenset[int] = frozenset(),
) -> TopicsSaid:
    """Strong words first; a sweeping word fills in its layers unless one of them was said."""
    asked, told = of_systems(of_machines(asked, tokens), told, tokens)
    asked, told = of_packages(asked, tokens), of_packages(told, tokens)
    asked = of_what_is_told(asked, told, tokens)
    asked = heads(without_things(without_kinds(asked, tokens, names), tokens), tokens, names)
    strong = _each(one.strong for one in asked)
    sweeps = _each(one.sweeps for one in asked)
    hints = _each(one.hints for one in asked)
    mild = False
    if "upkeep" in sweeps:
        # "Maintains" and "updates" mean patching only where nothing else is said.
        sweeps.remove("upkeep")
        elsewhere = set(hints) - set(LAYERS["patching"])
        mild = not strong and not sweeps and not elsewhere
        sweeps += ["patching"] if mild else []
    # "CloudTrail log files, encryption at rest": what follows a name is part of what it is.
    told_apart = [
        one
        for one in asked
        if tokens[one.first].stem not in events and not _of_a_name(one, tokens, names)
    ]
    topics = strong + _listed(told_apart, tokens, strong) if tokens else strong
    topics += [one for one in _of_each_who(asked, tokens) if one not in topics]
    beside: tuple[str, ...] = ()
    swept = None
    for sweep, here in _clauses(sweeps, asked, tokens):
        named = _named(sweep, strong, here, told, tokens)
        if sweep == "hardware" and _apart(asked, sweep, tokens):
            # "Physical, hardware and OS" are three.
            named = [TWO_LAYERS[sweep][0], *named]
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
        tokens=taken_by([one for one in (*asked, *told) if _meant(one) or sweeps]),
        where=tuple((topic, taken_by(_saying(topic, asked))) for topic in topics),
    )


def _of_a_name(one: Heard, tokens: Sequence[Token], names: frozenset[int]) -> bool:
    """Whether a hint follows a name at once, or what else follows it: "CloudTrail log files"."""
    at = one.first
    while at > 0 and not tokens[at].gap.strip() and one.first - at < _PARTS:
        if at - 1 in names:
            return bool(one.hints) and not one.strong
        at -= 1
    return False


def _apart(asked: Sequence[Heard], sweep: str, tokens: Sequence[Token]) -> bool:
    """Whether a sweeping word is one of a row, and does not say more of its neighbour."""
    sure = taken_by([one for one in asked if one.strong])
    return any(sweep in one.sweeps and beside(one, tokens, sure) for one in asked)


def _meant(one: Heard) -> bool:
    """Whether a match means something by itself, and is not only a thing to patch or encrypt."""
    return bool(one.strong or one.hints or one.sweeps)


def _named(
    sweep: str,
    strong: Sequence[str],
    asked: Sequence[Heard],
    told: Sequence[Heard],
    tokens: Sequence[Token],
) -> list[str]:
    """The layers of a sweeping word that the text names, the surest words first.

    A hint says which layer, but "hosts" alone does not say whose: it may be nodes. What
    only the story says counts last: "log4j is in our image, who patches it?".
    """
    # Edge locations are maintained, and no hosts that may be nodes.
    beneath = any("upkeep" in one.sweeps for one in asked) and any(
        "infrastructure" in one.hints
        and _BENEATH & {tokens[at].text for at in range(one.first, one.last)}
        for one in asked
    )
    hints = [topic for one in asked for topic in one.hints if not loose(one, tokens)]
    parts = [topic for one in asked for topic in one.parts if not loose(one, tokens)]
    things = [topic for one in asked for topic in one.things]
    told_of = [topic for one in told for topic in (*one.strong, *one.things)]
    told_hints = [topic for one in told for topic in one.hints]
    # "The encryption of that link = our keys?" is the link's: every encryption has keys.
    said_in_order = (strong, things, hints) if sweep == "encryption" else (strong, hints, parts)
    rest = (parts, told_of, told_hints) if sweep == "encryption" else (things, told_of, told_hints)
    for said in (*said_in_order, *rest):
        named = [topic for topic in dict.fromkeys(said) if topic in LAYERS[sweep]]
        if sweep == "patching" and any(said is one for one in (hints, parts, things, told_hints)):
            named = [topic for topic in named if topic != "infrastructure" or beneath]
        if named:
            return named
    return []


def _listed(asked: Sequence[Heard], tokens: Sequence[Token], strong: Sequence[str]) -> list[str]:
    """Hints in a row with strong words are meant as they are: "OS, images and firewalls"."""
    sure = taken_by([one for one in asked if one.strong])
    found: list[str] = []
    for one in asked:
        said = bool(one.hints) and tokens[one.first].text not in _VAGUE
        near = said and beside(one, tokens, sure)
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
            hints = dict.fromkeys(topic for one in inside for topic in one.hints)
            found += [topic for topic in hints if topic not in found]
    return found


def _clauses(
    sweeps: Sequence[str], asked: Sequence[Heard], tokens: Sequence[Token]
) -> Iterator[tuple[str, Sequence[Heard]]]:
    """Each sweeping word with what its clause says: "who scans images and who patches"."""
    whos = [at for at, token in enumerate(tokens) if token.text in _WHO and _opens(tokens, at)]
    for sweep in sweeps:
        said = [one.first for one in asked if sweep in one.sweeps]
        if len(whos) < 2 or not said:
            yield sweep, asked
            continue
        for at in said:
            start = max((who for who in whos if who <= at), default=0)
            end = min((who for who in whos if who > at), default=len(tokens))
            yield sweep, [one for one in asked if start <= one.first < end]


def _opens(tokens: Sequence[Token], at: int) -> bool:
    """Whether a "who" asks, and does not go on: "decides who may"."""
    return not at or tokens[at - 1].text in _BEFORE_WHO or not _STOPS.isdisjoint(tokens[at].gap)


def _saying(topic: str, asked: Sequence[Heard]) -> list[Heard]:
    surely = [one for one in asked if topic in one.strong]
    return surely or [one for one in asked if topic in one.hints]


def _each(groups: Iterable[Sequence[str]]) -> list[str]:
    """Every member of the groups once, in order."""
    return list(dict.fromkeys(one for group in groups for one in group))
