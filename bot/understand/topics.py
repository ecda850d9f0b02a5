"""Which of the thirteen topics a text is about."""

from __future__ import annotations

from bot.record import record
from bot.understand.clauses import asking_tokens
from bot.understand.phrases import Phrasebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.catalogue.model import Catalogue
    from bot.understand.words import Token

# One word that covers two layers: the one asked about first, then the one beside it.
TWO_LAYERS = {
    "patching": ("operating-system", "platform"),
    "encryption": ("encryption-at-rest", "encryption-in-transit"),
    "hardware": ("infrastructure", "physical"),
}
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
_VAGUE = frozenset("policy policies".split())
_BACK = frozenset("it that this them those these".split())


@record
class TopicsSaid:
    """The topics asked, in order; `sweep` names the word that covered two layers.

    `sweeps` are all sweeping words said, also where a layer was named beside them; `strong`
    are the topics surely said, `hints` those that were only hinted at. `weak`: only hints
    were found, such as "users" or "nodes". `tokens` are those understood; `where` are those
    of each topic. `mild`: patching is meant by no more than "maintains" or "updates".
    """

    topics: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sweep: str | None = None
    weak: bool = False
    mild: bool = False
    sweeps: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    tokens: frozenset[int] = frozenset()
    where: tuple[tuple[str, frozenset[int]], ...] = ()


@record
class _Heard:
    """One match: its tokens and what they mean, by how strongly they mean it."""

    first: int
    last: int
    strong: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    sweeps: tuple[str, ...] = ()
    things: tuple[str, ...] = ()


class TopicIndex:
    """The words people use for topics."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._words = Phrasebook()
        self._elsewhere: list[tuple[str, str]] = []
        for topic in catalogue.topics.values():
            self._words.add(topic.said_as, topic.id)
            self._words.add(topic.hints, f"hint:{topic.id}")
            self._words.add(topic.things, f"thing:{topic.id}")
            self._words.add(topic.elsewhere, topic.id)
            self._elsewhere += [(text, topic.id) for text in topic.elsewhere if not text.isascii()]
        for sweep in TWO_LAYERS:
            self._words.add(catalogue.vocabulary.signals[sweep], f"sweep:{sweep}")
            self._elsewhere += [
                (text, f"sweep:{sweep}")
                for text in catalogue.vocabulary.signals[sweep]
                if not text.isascii()
            ]

        for sweep in ("upkeep", "upgrading"):
            self._words.add(catalogue.vocabulary.signals[sweep], f"sweep:{sweep}")
        # "Our platform team" is people, and asks nothing about the platform.
        people = [said for said in catalogue.vocabulary.signals["team_party"] if " " in said]
        self._words.add(people, "people:")

    def find(
        self,
        tokens: Sequence[Token],
        skip: frozenset[int],
        text: str,
        parts: frozenset[int] = frozenset(),
    ) -> TopicsSaid:
        """The topics in `tokens`, leaving out those in `skip` (they name services).

        `parts` are tokens of names that say what of a service is meant: "EBS volumes".
        """
        found = [_heard(*one) for one in self._words.find(tokens, skip)]
        found += self._parts(tokens, parts)
        found += [_heard(0, 0, (what,)) for phrase, what in self._elsewhere if phrase in text]
        asking = asking_tokens(tokens, text)
        asked = [one for one in found if one.first in asking or one.first == one.last]
        told = [one for one in found if one not in asked]
        if not _says(asked, tokens, asking, sure=any(one.strong for one in told)):
            # The question itself leaves it open: "RDS was unencrypted. Whose job is it?"
            asked, told = found, []
        return _settle(asked, told, tokens)

    def _parts(self, tokens: Sequence[Token], parts: frozenset[int]) -> list[_Heard]:
        rest = frozenset(range(len(tokens))) - parts
        found = [_heard(*one) for one in self._words.find(tokens, rest)] if parts else []
        return [
            _Heard(first=one.first, last=one.last, things=(*one.things, *one.hints))
            for one in found
        ]


def _says(
    asked: Sequence[_Heard], tokens: Sequence[Token], asking: frozenset[int], *, sure: bool
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


def _heard(first: int, last: int, meanings: Iterable[str]) -> _Heard:
    kinds: dict[str, list[str]] = {"": [], "hint": [], "sweep": [], "thing": [], "people": []}
    for meaning in meanings:
        kind, _, rest = meaning.rpartition(":")
        kinds[kind].append(rest)
    return _Heard(
        first=first,
        last=last,
        strong=tuple(kinds[""]),
        hints=tuple(kinds["hint"]),
        sweeps=tuple(kinds["sweep"]),
        things=tuple(kinds["thing"]),
    )


def _settle(asked: Sequence[_Heard], told: Sequence[_Heard], tokens: Sequence[Token]) -> TopicsSaid:
    """Strong words first; a sweeping word fills in its layers unless one of them was said."""
    asked = _without_things(asked, tokens)
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
    topics = strong + _listed(asked, tokens, strong)
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
    topics = topics or hints
    single = len(topics) <= (2 if swept == "encryption" else 1)
    return TopicsSaid(
        topics=tuple(topics),
        beside=beside if single else (),
        sweep=swept if single else None,
        weak=weak and bool(topics),
        mild=mild and swept is not None,
        sweeps=tuple(sweeps),
        strong=tuple(strong),
        hints=(*hints, *(_HOSTS if any(_HOSTS[0] in one.things for one in asked) else ())),
        tokens=_tokens([one for one in (*asked, *told) if _meant(one) or sweeps]),
        where=tuple((topic, _tokens(_saying(topic, asked))) for topic in topics),
    )


def _meant(one: _Heard) -> bool:
    """Whether a match means something by itself, and is not only a thing to patch or encrypt."""
    return bool(one.strong or one.hints or one.sweeps)


def _without_things(asked: Sequence[_Heard], tokens: Sequence[Token]) -> list[_Heard]:
    """Where encryption is asked about, what is encrypted is no topic of its own: "secrets"."""
    layers = _LAYERS["encryption"]
    encrypts = any("encryption" in one.sweeps or set(layers) & set(one.strong) for one in asked)
    if not encrypts:
        return list(asked)
    sure = _tokens([one for one in asked if one.strong or one.sweeps])
    return [
        _Heard(first=one.first, last=one.last, things=one.things)
        if set(layers) & set(one.things)
        and not set(layers) & set(one.strong)
        and not _beside(one, tokens, sure)
        else one
        for one in asked
    ]


def _named(
    sweep: str, strong: Sequence[str], asked: Sequence[_Heard], told: Sequence[_Heard]
) -> list[str]:
    """The layers of a sweeping word that the text names, the surest words first.

    A hint says which layer, but "hosts" alone does not say whose: it may be nodes. What
    only the story says counts last: "log4j is in our image, who patches it?".
    """
    hints = [topic for one in asked for topic in one.hints]
    things = [topic for one in asked for topic in one.things]
    told_of = [topic for one in told for topic in (*one.strong, *one.things)]
    for said in (strong, hints, things, told_of):
        named = [topic for topic in dict.fromkeys(said) if topic in _LAYERS[sweep]]
        if sweep == "patching" and (said is hints or said is things):
            named = [topic for topic in named if topic != "infrastructure"]
        if named:
            return named
    return []


def _listed(asked: Sequence[_Heard], tokens: Sequence[Token], strong: Sequence[str]) -> list[str]:
    """Hints in a row with strong words are meant as they are: "OS, images and firewalls"."""
    sure = _tokens([one for one in asked if one.strong])
    found: list[str] = []
    for one in asked:
        near = bool(one.hints) and _beside(one, tokens, sure)
        found += [topic for topic in one.hints if near and topic not in (*strong, *found)]
    return found


def _beside(one: _Heard, tokens: Sequence[Token], sure: frozenset[int]) -> bool:
    return any(_in_a_row(at, one, tokens, sure) for at in (one.first - 1, one.last))


def _in_a_row(at: int, one: _Heard, tokens: Sequence[Token], sure: frozenset[int]) -> bool:
    """Whether the word at `at`, or the one past an "and", is sure and parted by a comma."""
    if not 0 <= at < len(tokens):
        return False
    step = -1 if at < one.first else 1
    if tokens[at].text in _IN_A_LIST:
        return at + step in sure
    later = one.first if step < 0 else at
    return at in sure and bool({",", "/", "&", "+"} & set(tokens[later].gap))


def _saying(topic: str, asked: Sequence[_Heard]) -> list[_Heard]:
    surely = [one for one in asked if topic in one.strong]
    return surely or [one for one in asked if topic in one.hints]


def _each(groups: Iterable[Sequence[str]]) -> list[str]:
    """Every member of the groups once, in order."""
    return list(dict.fromkeys(one for group in groups for one in group))


def _tokens(found: Sequence[_Heard]) -> frozenset[int]:
    return frozenset(at for one in found for at in range(one.first, one.last))
