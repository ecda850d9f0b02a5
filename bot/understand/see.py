"""Finds names, topics and signals in a text; judges which doubtful names really are names."""

from __future__ import annotations

from bot.catalogue.names import squash
from bot.record import replace
from bot.understand.english import English
from bot.understand.evidence import SMALL, Around, evident, few_doubtful, leans
from bot.understand.foreign import articles, is_foreign
from bot.understand.hearing import TopicsSaid
from bot.understand.ids import IdIndex
from bot.understand.late import late
from bot.understand.names import NameIndex, NameSaid, tokens_taken
from bot.understand.placing import (
    masked_text,
    of_other_clouds,
    only_like,
    with_ids,
    with_new,
    without_parts,
)
from bot.understand.seen import Seen
from bot.understand.signals import SignalIndex, Signals
from bot.understand.slips import Slips
from bot.understand.spelling import Speller
from bot.understand.topics import TopicIndex
from bot.understand.variants import VariantIndex
from bot.understand.words import stem, tokens_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.catalogue.model import Catalogue
    from bot.understand.words import Token

    _Known = dict[tuple[tuple[int, int], ...], tuple[TopicsSaid, Signals]]

# Other words of machine names are what a thing is, not what is asked of it.
_IN_IDS = frozenset({"network", "identity"})
_CAMEL = late(r"::|(?<=[a-z])(?=[A-Z])")
# How sure a name is that stands there once a slip is mended.
_RESPELT = 90
_FEW = 3
_PARTS = ("names", "ids", "variants", "topics", "signals", "spelling")


class Seer:
    """Looks at a text with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        vocabulary = catalogue.vocabulary
        english, tables = English(vocabulary.english), catalogue.tables
        self.names = NameIndex(
            catalogue.services,
            vocabulary.not_aws,
            english,
            vocabulary.signals["doubtful"],
            (said for words in vocabulary.ambiguous for said in words.said_as),
            tables,
        )
        self._ids = IdIndex(catalogue.services, self.names.by_name, tables)
        self.variants = VariantIndex(catalogue.services, tables)
        self._topics = TopicIndex(catalogue)
        self._serves = catalogue.tools
        self._strict = frozenset(vocabulary.signals["strict"])
        self._signals = SignalIndex(vocabulary.signals, tables)
        speller = Speller(catalogue)
        self._slips = Slips(self.names, speller, english)
        parts = (self.names, self._ids, self.variants, self._topics, self._signals, speller)
        self.parts: dict[str, Any] = dict(zip(_PARTS, parts, strict=True))

    def see(self, text: str, spoken: frozenset[str] = frozenset()) -> Seen:
        """Everything found in cleaned `text`, in a conversation about the services `spoken` of."""
        ids = self._ids.find(text)
        masked = masked_text(text, [(one.start, one.end) for one in ids])
        tokens = tokens_of(masked)
        tokens = self._slips.parted(tokens)
        known: _Known = {}
        kept = self._kept(self.names.find(tokens), tokens, masked, known, spoken)
        topics, signals = self._around(tokens, kept, masked, known)
        loose = self._loose(tokens, kept, topics, signals)
        foreign = is_foreign(tokens, signals)
        # A word of another language is no slip of an English one: "wir" is no wire.
        respelt = tokens if foreign else self._slips.respelt(tokens, loose)
        if respelt != tokens:
            kept = self._renamed(tokens, respelt, kept, masked)
            tokens = respelt
            topics, signals = self._around(tokens, kept, masked, {})
            loose = self._loose(tokens, kept, topics, signals)
        asking = _likely(tokens, kept, topics, signals)
        near, maybe = self._slips.near(tokens, loose, asking)
        near += self._slips.joined(tokens, [*kept, *near], signals) if asking else []
        if foreign:
            near = [one for one in near if one.score >= _RESPELT]
        if near:
            kept, tokens = with_new(near, kept), _reading(tokens, near)
            topics, signals = self._around(tokens, kept, masked, {})
            loose = self._loose(tokens, kept, topics, signals)
        ours, others = of_other_clouds(kept, tokens)
        names = self.variants.narrow(ours, tokens, signals)
        if "compare" not in signals:
            names = without_parts(names, tokens, self._slips.is_word)
        told = [one for one in ids if not one.weak]
        names = with_ids(names, told if names or told or not asking else ids, masked, tokens)
        topics = topics if topics.topics else self._inside_ids([one.said for one in ids])
        plain = tuple(at for at in loose if self._slips.is_word(tokens[at]))
        strange = tuple(one.said for one in ids if one.service is None and "://" not in one.said)
        return Seen(
            text=masked,
            tokens=tokens,
            names=tuple(names),
            others=tuple(others),
            topics=topics,
            signals=signals,
            unknown=tuple(at for at in loose if at not in plain),
            plain=plain,
            maybe=tuple(maybe),
            strange=strange,
        )

    def _kept(
        self,
        found: Sequence[NameSaid],
        tokens: Sequence[Token],
        text: str,
        known: _Known,
        spoken: frozenset[str] = frozenset(),
    ) -> list[NameSaid]:
        """The names that really are names here: those that are not also plain English."""
        found = few_doubtful(
            name for name in found if (name.service or name.other) and not only_like(name, tokens)
        )
        sure = [name for name in found if not name.common and not name.plain]
        if len(sure) == len(found):
            return sure
        kept = []
        for name in found:
            if name.common or name.plain:
                # What a plain name's own words say of topics does not speak for it.
                without = found if name.plain else sure
                said = self._around(tokens, without, text, known)
                around = self._beside(name, found, tokens, said)
                around = replace(around, marked=text.rstrip().endswith("?"))
                again = name.service in spoken and not (around.strict or around.topic_word)
                again = again or (bool(spoken) and leans(name, around))
                if not (again or self._runs_on(name, sure, tokens) or evident(name, found, around)):
                    continue
            kept.append(name)
        return kept

    def _runs_on(self, name: NameSaid, sure: Sequence[NameSaid], tokens: Sequence[Token]) -> bool:
        """Whether a sure name is a way of running it: "Batch jobs on EC2"."""
        return any(
            self.variants.way_of(name.service or "", tokens[one.first : one.last]) is not None
            for one in sure
            if one.service and tokens[one.first - 1].text == "on" and one.first > name.last
        )

    def _beside(
        self,
        name: NameSaid,
        found: Sequence[NameSaid],
        tokens: Sequence[Token],
        said: tuple[TopicsSaid, Signals],
    ) -> Around:
        topics, signals = said
        loose = self._loose(tokens, found, topics, signals)
        plain = frozenset(at for at in loose if self._slips.is_word(tokens[at]))
        return Around(
            tokens=tokens,
            topics=topics,
            signals=signals,
            topic_word=name.common and self._says_topic(tokens, name),
            strict=bool({name.said.lower(), name.said.lower().removesuffix("s")} & self._strict),
            plain=plain,
            strange=frozenset(loose) - plain,
        )

    def _says_topic(self, tokens: Sequence[Token], name: NameSaid) -> bool:
        rest = frozenset(range(len(tokens))) - set(range(name.first, name.last))
        said = self._topics.find(tokens, rest, "")
        return bool(said.strong or said.sweeps)

    def _renamed(
        self,
        typed: Sequence[Token],
        respelt: Sequence[Token],
        kept: Sequence[NameSaid],
        text: str,
    ) -> list[NameSaid]:
        """The names once slips are mended: "api gatway" is API Gateway, read loosely."""
        mended = {at for at, token in enumerate(respelt) if token != typed[at]}
        again = self._kept(self.names.find(respelt), respelt, text, {})
        new = [name for name in again if mended & set(range(name.first, name.last))]
        return with_new([replace(name, how="fuzzy", score=_RESPELT) for name in new], kept)

    def _around(
        self, tokens: Sequence[Token], names: Sequence[NameSaid], text: str, known: _Known
    ) -> tuple[TopicsSaid, Signals]:
        """The topics and signals beside names; `known` are those of these tokens seen before."""
        spans = tuple((name.first, name.last) for name in names)
        if spans not in known:
            known[spans] = self._look(tokens, names, text)
        return known[spans]

    def _look(
        self, tokens: Sequence[Token], names: Sequence[NameSaid], text: str
    ) -> tuple[TopicsSaid, Signals]:
        taken = tokens_taken(names)
        own = self._own_words(tokens, names)
        taken |= articles(tokens)
        topics = self._topics.find(tokens, taken, text, taken - own)
        if not topics.topics:
            topics = self._inside_names(tokens, names, own, text)
        return topics, self._signals.find(tokens, taken)

    def _own_words(self, tokens: Sequence[Token], names: Sequence[NameSaid]) -> frozenset[int]:
        """The tokens of names that are the service's name itself, not a part of it."""
        return frozenset(
            at
            for name in names
            for at in range(name.first, name.last)
            if name.service
            and tokens[at].text in squash(self._catalogue.services[name.service].name)
        )

    def _inside_names(
        self,
        tokens: Sequence[Token],
        names: Sequence[NameSaid],
        own: frozenset[int],
        text: str,
    ) -> TopicsSaid:
        """Topics that only a name's own words say: "EBS snapshots" speaks of backup."""
        found = self._topics.find(tokens, own, text)
        # A hint counts only in a name of one word ("NACLs" is VPC, and its network), or where
        # it is what the service is for ("IAM users").
        single = all(name.last - name.first == 1 for name in names)
        served = {self._serves.get(name.service or "") for name in names}
        sure = single or not found.weak or set(found.topics) <= served
        return found if sure else TopicsSaid()

    def _inside_ids(self, said: Sequence[str]) -> TopicsSaid:
        """Topics that a machine name says surely: "aws_security_group" speaks of the network."""
        names = [text for text in said if "://" not in text]
        if not names:
            return TopicsSaid()
        words = tokens_of(" ".join(_CAMEL.sub(" ", text).replace("_", " ") for text in names))
        found = self._topics.find(words, frozenset(), "")
        sure = tuple(one for one in found.strong if one in _IN_IDS)
        return TopicsSaid(topics=sure, strong=sure)

    def _loose(
        self,
        tokens: Sequence[Token],
        names: Sequence[NameSaid],
        topics: TopicsSaid,
        signals: Signals,
    ) -> list[int]:
        """Tokens that no name, topic or signal explains."""
        taken = tokens_taken(names)
        known = topics.tokens | signals.at(*SMALL) | taken
        return [
            at
            for at, token in enumerate(tokens)
            if at not in known and len(token.text) > 1 and not _is_figure(token.text)
        ]


def _is_figure(word: str) -> bool:
    """Whether it is a number, or one with a unit: "3pm", "24h", "10gb"."""
    unit = word.lstrip("0123456789")
    return word[0].isdigit() and len(unit) < _FEW


def _likely(
    tokens: Sequence[Token], names: Sequence[NameSaid], topics: TopicsSaid, signals: Signals
) -> bool:
    """Whether the text makes it likely that an unknown word is a service's name."""
    return (
        "responsibility" in signals
        or bool(topics.topics)
        or "cloud" in signals
        or bool(names)
        or len(tokens) <= _FEW
        or ("followup" in signals and len(tokens) <= 2 * _FEW)
    )


def _reading(tokens: Sequence[Token], near: Sequence[NameSaid]) -> tuple[Token, ...]:
    """The tokens with the names that slips were meant to be, so that words tie up with them."""
    read = {one.first: one.reads for one in near if tokens[one.first].text not in one.reads}
    read = {at: reads for at, reads in read.items() if reads}
    return tuple(
        replace(token, text=read[at], stem=stem(read[at])) if at in read else token
        for at, token in enumerate(tokens)
    )
