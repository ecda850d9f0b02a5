"""Finds names, topics and signals in a text; judges which doubtful names really are names."""

from __future__ import annotations

from bot.catalogue.names import squash
from bot.record import replace
from bot.understand.english import English
from bot.understand.evidence import BEFORE, SEPARATES, SMALL, evident
from bot.understand.ids import IdIndex
from bot.understand.names import NameIndex, NameSaid
from bot.understand.seen import Seen
from bot.understand.signals import SignalIndex, Signals
from bot.understand.spelling import Speller
from bot.understand.topics import TopicIndex, TopicsSaid
from bot.understand.variants import VariantIndex
from bot.understand.words import stem, tokens_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.understand.names import Near
    from bot.understand.words import Token


class Seer:
    """Looks at a text with the words of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        vocabulary = catalogue.vocabulary
        self.names = NameIndex(catalogue.services, vocabulary.not_aws)
        self._ids = IdIndex(catalogue.services, self.names.by_name)
        self.variants = VariantIndex(catalogue.services)
        self._topics = TopicIndex(catalogue)
        self._signals = SignalIndex(vocabulary.signals)
        self._speller = Speller(catalogue)
        self._english = English(vocabulary.english)

    def see(self, text: str) -> Seen:
        """Everything found in cleaned `text`."""
        ids = self._ids.find(text)
        masked = _masked(text, [(one.start, one.end) for one in ids])
        tokens = tokens_of(masked)
        found = self.names.find(tokens)
        sure = [name for name in found if not name.common]
        topics, signals = self._around(tokens, sure, masked)
        kept = [
            name
            for name in found
            if not name.common or evident(name, found, tokens, topics, signals)
        ]
        if len(kept) != len(sure):
            topics, signals = self._around(tokens, kept, masked)
        loose = self._loose(tokens, kept, topics, signals)
        respelt = self._respelt(tokens, loose)
        if respelt != tokens:
            tokens = respelt
            topics, signals = self._around(tokens, kept, masked)
            loose = self._loose(tokens, kept, topics, signals)
        asking = (
            "responsibility" in signals
            or bool(topics.topics)
            or "cloud" in signals
            or bool(kept)
            or len(tokens) <= 3
        )
        near, maybe = self._near(tokens, loose, asking)
        if near:
            kept = sorted([*kept, *near], key=lambda name: name.first)
            topics, signals = self._around(tokens, kept, masked)
            loose = self._loose(tokens, kept, topics, signals)
        names = self.variants.narrow([one for one in kept if one.service], tokens, signals)
        names = _with_ids(names, ids, masked, tokens)
        return Seen(
            text=masked,
            tokens=tokens,
            names=tuple(names),
            others=tuple(one for one in kept if one.service is None),
            topics=topics,
            signals=signals,
            unknown=tuple(at for at in loose if not self._is_word(tokens[at])),
            plain=tuple(at for at in loose if self._is_word(tokens[at])),
            maybe=tuple(maybe),
        )

    def _around(
        self, tokens: Sequence[Token], names: Sequence[NameSaid], text: str
    ) -> tuple[TopicsSaid, Signals]:
        taken = frozenset(at for name in names for at in range(name.first, name.last))
        topics = self._topics.find(tokens, taken, text)
        if not topics.topics:
            topics = self._inside_names(tokens, names, text)
        return topics, self._signals.find(tokens, taken)

    def _inside_names(
        self, tokens: Sequence[Token], names: Sequence[NameSaid], text: str
    ) -> TopicsSaid:
        """Topics that only a name's own words say: "EBS snapshots" speaks of backup."""
        own = {
            at
            for name in names
            for at in range(name.first, name.last)
            if name.service
            and tokens[at].text in squash(self._catalogue.services[name.service].name)
        }
        found = self._topics.find(tokens, frozenset(own), text)
        # A hint counts only in a name of one word: "NACLs" is VPC, and its network.
        single = all(name.last - name.first == 1 for name in names)
        return found if single or not found.weak else TopicsSaid()

    def _loose(
        self,
        tokens: Sequence[Token],
        names: Sequence[NameSaid],
        topics: TopicsSaid,
        signals: Signals,
    ) -> list[int]:
        """Tokens that no name, topic or signal explains."""
        taken = {at for name in names for at in range(name.first, name.last)}
        known = topics.tokens | signals.at(*SMALL) | taken
        return [
            at
            for at, token in enumerate(tokens)
            if at not in known and len(token.text) > 1 and not token.text.isdigit()
        ]

    def _respelt(self, tokens: tuple[Token, ...], loose: Sequence[int]) -> tuple[Token, ...]:
        """Mend words that are nearer to a word of questions than to any name."""
        mended = list(tokens)
        for at in loose:
            token = tokens[at]
            if self._is_word(token) or _camel(token.raw) or token.raw.isupper():
                continue
            known = self._speller.nearest(token.text)
            if known is None:
                continue
            word, apart = known
            near = self.names.nearest(token.text)
            if not near or apart < near[0].distance:
                mended[at] = replace(token, text=word, stem=stem(word))
        return tuple(mended)

    def _is_word(self, token: Token) -> bool:
        """Whether a token is ordinary English, and so neither a typo nor a name."""
        if len(token.text) < 3 or not token.text.isascii():
            return True
        bare = token.text.replace("'", "")
        if bare in self._english or token.stem in self._english:
            return not _camel(token.raw)
        return f"{token.stem}e" in self._english or bare.removesuffix("ly") in self._english

    def _near(
        self, tokens: Sequence[Token], loose: Sequence[int], asking: bool
    ) -> tuple[list[NameSaid], list[Near]]:
        """Unknown words read as the nearest name, and near ones that are too doubtful."""
        names: list[NameSaid] = []
        maybe: list[Near] = []
        taken: set[int] = set()
        for at in loose:
            if at in taken or self._is_word(tokens[at]):
                continue
            name, others = self._best_window(tokens, at, taken, frozenset(loose))
            if name is not None and asking:
                names.append(name)
                taken.update(range(name.first, name.last))
            else:
                maybe += others
        return names, maybe

    def _best_window(
        self, tokens: Sequence[Token], at: int, taken: set[int], loose: frozenset[int]
    ) -> tuple[NameSaid | None, list[Near]]:
        best: NameSaid | None = None
        doubtful: list[Near] = []
        for first, last in _windows(tokens, at):
            if any(step in taken for step in range(first, last)):
                continue
            joined = "".join(token.text for token in tokens[first:last])
            near = self.names.nearest(joined)
            if not near or near[0].distance == 0:
                # Spelt right and yet doubtful: it was judged to be plain English here.
                continue
            if _trusted(near, tokens, first, last) and (best is None or near[0].score > best.score):
                said = " ".join(token.raw for token in tokens[first:last])
                best = NameSaid(
                    first=first,
                    last=last,
                    said=said,
                    service=near[0].service,
                    how="fuzzy",
                    score=near[0].score,
                )
            doubtful += near[:3]
        if best is None and at in loose and len(tokens[at].text) >= 5:
            doubtful += self.names.nearest(tokens[at].text, most=3)[:3]
        return best, doubtful


def _trusted(near: Sequence[Near], tokens: Sequence[Token], first: int, last: int) -> bool:
    """One nearest name only; a name written with inner capitals is a name, not a slip."""
    alone = len(near) == 1 or near[1].distance > near[0].distance
    camel = last - first == 1 and _camel(tokens[first].raw)
    # A short word beside a longer one is no slip: "nat instance" is not "mac instance".
    short = [token.text for token in tokens[first:last] if len(token.text) <= 3]
    if last - first > 1 and any(word not in near[0].name for word in short):
        return False
    return alone and (not camel or near[0].distance <= 1)


def _camel(raw: str) -> bool:
    return any(letter.isupper() for letter in raw[1:]) and any(letter.islower() for letter in raw)


def _windows(tokens: Sequence[Token], at: int) -> list[tuple[int, int]]:
    """Runs of one to three tokens round `at` that are not broken by punctuation."""
    runs = [
        (at, at + 1),
        (at - 1, at + 1),
        (at, at + 2),
        (at - 1, at + 2),
        (at - 2, at + 1),
        (at, at + 3),
    ]
    return [
        (first, last)
        for first, last in runs
        if first >= 0
        and last <= len(tokens)
        and all(SEPARATES.isdisjoint(token.gap) for token in tokens[first + 1 : last])
        and not (last - first > 1 and {token.text for token in tokens[first:last]} & BEFORE)
    ]


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _with_ids(
    names: Sequence[NameSaid], ids: Sequence[object], text: str, tokens: Sequence[Token]
) -> list[NameSaid]:
    """The names with the machine names put in their places; one mention a service."""
    del text
    placed: list[tuple[int, NameSaid]] = [(tokens[one.first].start, one) for one in names]
    for one in ids:
        service = getattr(one, "service", None)
        if service is not None:
            start = getattr(one, "start", 0)
            at = sum(token.start < start for token in tokens)
            said = getattr(one, "said", "")
            placed.append(
                (start, NameSaid(first=at, last=at, said=said, service=service, how="id"))
            )
    seen: set[str | None] = set()
    ordered = []
    for _, name in sorted(placed, key=lambda pair: pair[0]):
        if name.service not in seen:
            ordered.append(name)
            seen.add(name.service)
    return ordered
