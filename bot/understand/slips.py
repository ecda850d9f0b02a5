"""Slips of the keyboard: a word or a name that is a letter or two off, read as what it is near."""

from __future__ import annotations

import itertools

from bot.record import replace
from bot.understand.evidence import BEFORE
from bot.understand.late import late
from bot.understand.likeness import slack
from bot.understand.names import NameSaid, tokens_taken
from bot.understand.standing import SEPARATES
from bot.understand.words import stem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.english import English
    from bot.understand.names import NameIndex, Near
    from bot.understand.signals import Signals
    from bot.understand.spelling import Speller
    from bot.understand.words import Token

# What people do, and to whom: "Amazon patch" is no slip of "Amazon Batch".
_NEVER_NAMES = (
    "responsibility", "question", "patching", "encryption", "upkeep", "upgrading", "aws_party",
    "team_party",
)  # fmt: skip

_MAKERS = frozenset({"aws", "amazon"})
_SMALL = BEFORE | frozenset("a an my your their this that".split())
# Small words that run into the one after them, or the one before.
_HEADS = ("who", "does", "should", "the")
_TAILS = ("for", "the", "in", "on", "of", "is")
_RUN_TOGETHER, _TWO = 7, 2
# Where a word begins inside "PubliclyAccessible" and "KMSKeyId".
_HUMPS = late(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
# Who uses more words that nobody knows is not mistyping.
_MOST_STRANGE = 40


class Slips:
    """Reads what was mistyped, with the words and names of one catalogue."""

    def __init__(self, names: NameIndex, speller: Speller, english: English) -> None:
        self._names = names
        self._speller = speller
        self._english = english

    def parted(self, tokens: tuple[Token, ...]) -> tuple[Token, ...]:
        """Two words that ran together, apart: "whopatches" is "who patches"."""
        found: list[Token] = []
        for token in tokens:
            if len(token.text) < _RUN_TOGETHER or not token.text.isalpha():
                found.append(token)
            elif _camel(token.raw) and (parts := self._property(token)):
                found += parts
            else:
                cut = self._cut(token)
                found += [token] if cut is None else _halves(token, cut)
        return tuple(found)

    def _property(self, token: Token) -> list[Token]:
        """A property's name as words: "StorageEncrypted", "PubliclyAccessible"."""
        cuts = [0, *(at.start() for at in _HUMPS.finditer(token.raw)), len(token.raw)]
        single = any(b - a == 1 for a, b in itertools.pairwise(cuts))
        if len(cuts) <= _TWO or single or self._names.holds(token.text):
            return []
        parts = [_part(token, a, b) for a, b in itertools.pairwise(cuts)]
        plain = all(self.is_word(one) or self._speller.knows(one.text) for one in parts)
        said = token.raw[0].islower() or any(self._speller.knows(one.text) for one in parts)
        # "CodArtifact" is no artifact.
        return parts if plain and said and not self._names.nearest(token.text, most=1) else []

    def _cut(self, token: Token) -> int | None:
        """After how many letters a small word ends, or begins, beside a known one."""
        text = token.text
        # "Rrecovery" slipped, and begins with no "r".
        heads = [
            len(one) for one in _HEADS if text.startswith(one) and not text[1:].startswith(one)
        ]
        tails = [len(text) - len(one) for one in _TAILS if text.endswith(one)]
        cuts = [cut for cut in heads if self._speller.knows(text[cut:])]
        cuts += [cut for cut in tails if self._speller.knows(text[:cut])]
        return cuts[0] if cuts and not self.is_word(token) else None

    def respelt(self, tokens: tuple[Token, ...], loose: Sequence[int]) -> tuple[Token, ...]:
        """Mend words that are nearer to a word of questions than to any name."""
        mended = list(tokens)
        for at in self._strange(tokens, loose):
            token = tokens[at]
            if _camel(token.raw) or token.raw.isupper():
                continue
            known = self._speller.nearest(token.text)
            if known is None or self._is_in_name(tokens, at, loose):
                continue
            word, apart = known
            near = self._names.nearest(token.text)
            also_said = bool(near) and self._speller.knows(near[0].name)
            if not near or apart < near[0].distance + also_said:
                mended[at] = replace(token, text=word, stem=stem(word))
        return tuple(mended)

    def _is_in_name(self, tokens: Sequence[Token], at: int, loose: Sequence[int]) -> bool:
        """Whether it is a slip in a name of several words: "Audit Manaager" manages nothing."""
        name, _ = self._best_window(tokens, at, set(), frozenset(loose))
        if name is None or name.last - name.first == 1:
            return False
        others = [token for token in tokens[name.first : name.last] if token is not tokens[at]]
        return all(self.is_word(token) for token in others)

    def is_word(self, token: Token) -> bool:
        """Whether a token is ordinary English, and so neither a typo nor a name."""
        if len(token.text) < 3 or not token.text.isascii():
            return True
        bare = token.text.replace("'", "")
        if bare in self._english or self._form_of(token.stem, bare):
            return not _camel(token.raw)
        return f"{token.stem}e" in self._english or bare.removesuffix("ly") in self._english

    def _form_of(self, base: str, word: str) -> bool:
        """Whether a word is a form of a plain one; "pathes" is none of "path", which has paths."""
        # Nor is "latticee" a form of "lattice".
        misspelt = word == f"{base}e" or (word == f"{base}es" and f"{base}s" in self._english)
        return base in self._english and not misspelt

    def near(
        self, tokens: Sequence[Token], loose: Sequence[int], asking: bool
    ) -> tuple[list[NameSaid], list[Near]]:
        """Unknown words read as the nearest name, and near ones that are too doubtful."""
        names: list[NameSaid] = []
        maybe: list[Near] = []
        taken: set[int] = set()
        for at in self._strange(tokens, loose):
            if at in taken:
                continue
            name, others = self._best_window(tokens, at, taken, frozenset(loose))
            if name is not None and asking:
                names.append(name)
                taken.update(range(name.first, name.last))
            else:
                maybe += others
        return names, maybe

    def _strange(self, tokens: Sequence[Token], loose: Sequence[int]) -> list[int]:
        """Those that are no ordinary words, up to a bound: comparing costs time."""
        return list(
            itertools.islice((at for at in loose if not self.is_word(tokens[at])), _MOST_STRANGE)
        )

    def _best_window(
        self, tokens: Sequence[Token], at: int, taken: set[int], loose: frozenset[int]
    ) -> tuple[NameSaid | None, list[Near]]:
        best: NameSaid | None = None
        doubtful: list[Near] = []
        for first, last in _windows(tokens, at):
            if any(step in taken for step in range(first, last)):
                continue
            joined = "".join(token.text for token in tokens[first:last])
            led = first > 0 and tokens[first - 1].text in _MAKERS
            near = self._names.nearest(joined, led=led)
            if not near or near[0].distance == 0:
                # Spelt right and yet doubtful: it was judged to be plain English here.
                continue
            # As near and more of the text: "opensearhc serverles" is OpenSearch Serverless.
            size = last - first
            better = best is None or (near[0].score, size) > (best.score, best.last - best.first)
            if better and self._trusted(near, tokens[first:last]):
                said = " ".join(token.raw for token in tokens[first:last])
                best = NameSaid(
                    first=first,
                    last=last,
                    said=said,
                    service=near[0].service,
                    how="fuzzy",
                    score=near[0].score,
                    reads=near[0].name if last - first == 1 else "",
                )
            doubtful += near[:3]
        if best is None and at in loose and len(tokens[at].text) >= 5:
            doubtful += self._names.nearest(tokens[at].text, most=3)[:3]
        return best, doubtful

    def _trusted(self, near: Sequence[Near], window: Sequence[Token]) -> bool:
        """One nearest name only; a name written with inner capitals is a name, not a slip.

        Of several words only those that nobody knows may be mistyped, and no more than each
        could be alone: "slurm version" is not "Glue version".
        """
        alone = len(near) == 1 or near[1].distance > near[0].distance
        if len(window) == 1:
            return alone and (not _camel(window[0].raw) or near[0].distance <= 1)
        known = [token for token in window if len(token.text) <= 3 or self.is_word(token)]
        strange = [token for token in window if token not in known]
        room = sum(slack(len(token.text)) for token in strange)
        said = all(token.text in near[0].name for token in known)
        return alone and said and near[0].distance <= room

    def joined(
        self, tokens: Sequence[Token], known: Sequence[NameSaid], signals: Signals
    ) -> list[NameSaid]:
        """Names of two or three words one letter off, each a word itself: "secrets manger"."""
        taken = tokens_taken(known)
        taken |= signals.at(*_NEVER_NAMES)
        # "Private line" is no slip of PrivateLink: everybody says "line".
        generic = signals.at("generic")
        found: list[NameSaid] = []
        texts = [token.text for token in tokens]
        small_ones = {at for at, text in enumerate(texts) if text in _SMALL}
        # Where a word is parted from the one before it.
        parted = {
            at
            for at, token in enumerate(tokens)
            if token.gap != " " and not SEPARATES.isdisjoint(token.gap)
        }
        for size in (3, 2):
            for first in range(len(tokens) - size + 1):
                if first in small_ones or first + size - 1 in small_ones:
                    continue
                span = range(first, first + size)
                if not (taken.isdisjoint(span) and parted.isdisjoint(span[1:])):
                    continue
                near = self._names.one_off("".join(texts[first : first + size]))
                small = [tokens[at].text for at in span if at in generic]
                if near is not None and all(text in near.name for text in small):
                    said = " ".join(tokens[at].raw for at in span)
                    found.append(
                        NameSaid(
                            first=first,
                            last=first + size,
                            said=said,
                            service=near.service,
                            how="fuzzy",
                            score=near.score,
                        )
                    )
                    taken |= set(span)
        return found


def _halves(token: Token, cut: int) -> list[Token]:
    return [_part(token, 0, cut), _part(token, cut, len(token.text))]


def _part(token: Token, start: int, end: int) -> Token:
    """The letters of a token from `start` up to `end`, as a word of their own."""
    text = token.text[start:end]
    return replace(
        token,
        raw=token.raw[start:end],
        text=text,
        stem=stem(text),
        gap=" " if start else token.gap,
        start=token.start + start,
        end=token.start + end,
    )


def _camel(raw: str) -> bool:
    return any(letter.isupper() for letter in raw[1:]) and any(letter.islower() for letter in raw)


def _windows(tokens: Sequence[Token], at: int) -> list[tuple[int, int]]:
    """Runs of one to four tokens round `at` that are not broken by punctuation."""
    runs = [
        (at, at + 1),
        (at - 1, at + 1),
        (at, at + 2),
        (at - 1, at + 2),
        (at - 2, at + 1),
        (at, at + 3),
        (at - 2, at + 2),
        (at - 3, at + 1),
    ]
    return [
        (first, last)
        for first, last in runs
        if first >= 0
        and last <= len(tokens)
        and all(SEPARATES.isdisjoint(token.gap) for token in tokens[first + 1 : last])
        and not (last - first > 1 and {tokens[first].text, tokens[last - 1].text} & _SMALL)
    ]
