"""Which of the thirteen topics a text is about."""

from __future__ import annotations

from bot.record import record
from bot.understand.clauses import asking_tokens
from bot.understand.phrases import Phrasebook

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

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
    "encryption": ("encryption-at-rest", "encryption-in-transit"),
    "hardware": ("infrastructure", "physical"),
}


@record
class TopicsSaid:
    """The topics asked, in order; `sweep` names the word that covered two layers.

    `sweeps` are all sweeping words said, also where a layer was named beside them.
    `weak`: only hints were found, such as "users" or "nodes". `tokens` are those understood.
    """

    topics: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    sweep: str | None = None
    weak: bool = False
    sweeps: tuple[str, ...] = ()
    tokens: frozenset[int] = frozenset()


class TopicIndex:
    """The words people use for topics."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._words = Phrasebook()
        self._elsewhere: list[tuple[str, str]] = []
        for topic in catalogue.topics.values():
            self._words.add(topic.said_as, topic.id)
            self._words.add(topic.hints, f"hint:{topic.id}")
            self._words.add(topic.elsewhere, topic.id)
            self._elsewhere += [(text, topic.id) for text in topic.elsewhere if not text.isascii()]
        for sweep in TWO_LAYERS:
            self._words.add(catalogue.vocabulary.signals[sweep], f"sweep:{sweep}")
            self._elsewhere += [
                (text, f"sweep:{sweep}")
                for text in catalogue.vocabulary.signals[sweep]
                if not text.isascii()
            ]

        self._words.add(catalogue.vocabulary.signals["upkeep"], "sweep:upkeep")

    def find(self, tokens: Sequence[Token], skip: frozenset[int], text: str) -> TopicsSaid:
        """The topics in `tokens`, leaving out those in `skip` (they name services)."""
        strong: list[str] = []
        hints: list[str] = []
        sweeps: list[str] = []
        used: set[int] = set()
        for first, last, meanings in _asked_about(self._words.find(tokens, skip), tokens):
            used.update(range(first, last))
            _sort(meanings, strong, hints, sweeps)
        for phrase, meaning in self._elsewhere:
            if phrase in text:
                _sort((meaning,), strong, hints, sweeps)
        return _settle(strong, hints, sweeps, frozenset(used))


def _asked_about(
    found: list[tuple[int, int, tuple[str, ...]]], tokens: Sequence[Token]
) -> list[tuple[int, int, tuple[str, ...]]]:
    """Leave out the topics of clauses that only tell the story, if the question has its own.

    "The link is down since 3am, who is responsible for backups?" asks about backups.
    """
    asking = asking_tokens(tokens)
    asked = [one for one in found if one[0] in asking]
    told = [one for one in found if one[0] not in asking]
    strong = any(not meaning.startswith("hint:") for _, _, said in asked for meaning in said)
    # What was told still counts as understood, but says nothing.
    return [*asked, *((first, last, ()) for first, last, _ in told)] if strong else found


def _sort(
    meanings: tuple[str, ...], strong: list[str], hints: list[str], sweeps: list[str]
) -> None:
    for meaning in meanings:
        kind, _, rest = meaning.rpartition(":")
        where = {"": strong, "hint": hints, "sweep": sweeps}[kind]
        if rest not in where:
            where.append(rest)


def _settle(
    strong: list[str], hints: list[str], sweeps: list[str], used: frozenset[int]
) -> TopicsSaid:
    """Strong words first; a sweeping word fills in its layers unless one of them was said."""
    topics = list(strong)
    beside: tuple[str, ...] = ()
    swept = None
    if "upkeep" in sweeps:
        # "Maintains" and "updates" mean patching only where nothing else is said.
        sweeps.remove("upkeep")
        sweeps += ["patching"] if not strong and not sweeps else []
    for sweep in sweeps:
        named = [topic for topic in strong if topic in _LAYERS[sweep]]
        # A hint says which layer, but "hosts" alone does not say whose: it may be nodes.
        named += [
            topic
            for topic in hints
            if topic in _LAYERS[sweep] and not (sweep == "patching" and topic == "infrastructure")
        ]
        if named:
            topics += [topic for topic in named if topic not in topics]
            continue
        first, second = TWO_LAYERS[sweep]
        both = sweep == "encryption"
        topics += [one for one in ((first, second) if both else (first,)) if one not in topics]
        beside, swept = (() if both else (second,)), sweep
    weak = not topics
    if weak:
        topics = hints
    single = len(topics) <= (2 if swept == "encryption" else 1)
    return TopicsSaid(
        topics=tuple(topics),
        beside=beside if single else (),
        sweep=swept if single else None,
        weak=weak and bool(topics),
        sweeps=tuple(sweeps),
        tokens=used,
    )
