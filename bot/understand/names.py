"""Finds the services that a text names: exactly, by alias, or nearly (rapidfuzz)."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from bot.catalogue.names import squash
from bot.record import record
from bot.understand.likeness import alike, slack
from bot.understand.slipped import SlippedNames

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from bot.catalogue.model import Service
    from bot.understand.english import English
    from bot.understand.question import How
    from bot.understand.words import Token

_JOINING = frozenset(" -_./'\u2010\u2011\u2013")
# "re:Post" and "Database@AWS" are one name; "RDS: multi" is two.
_TIGHT = (":", "@")
_MAKERS = frozenset({"aws", "amazon"})
_LONGEST_NAME = 9
_TURNS = frozenset("on in for".split())
_LONG, _HEAD = 10, 3
_ACRONYM = 4
# A name with a number in it is told apart even when it is short: Route 53.
_NUMBERED = 6
# How many letters of either end must stand in a name that is one letter off, long or short.
_EDGE, _NARROW = 4, 2
SURE = 100


@record
class NameSaid:
    """A name found in tokens `first` up to, not with, `last`.

    `service` is None for a name that is not AWS's (`other` is then how it is written).
    `common`: the words are plain English or mean other things too, and need evidence.
    `plain`: each word is plain English ("step functions"), so that something must ask.
    `rare`: a common one that is in no list of everyday English ("aurora").
    `again`: where the same service is named once more; `reads`: the name that a slip of one
    word was meant to be.
    """

    first: int
    last: int
    said: str
    service: str | None
    how: How
    score: int = SURE
    common: bool = False
    plain: bool = False
    rare: bool = False
    other: str = ""
    again: tuple[int, ...] = ()
    reads: str = ""


def tokens_taken(names: Iterable[NameSaid]) -> frozenset[int]:
    """The tokens that these names take."""
    return frozenset(at for name in names for at in range(name.first, name.last))


@record
class Near:
    """A name like the words said, how many letters differ, and how sure that makes us."""

    service: str
    name: str
    distance: int
    score: int


class NameIndex:
    """All names of the catalogue, squashed to letters and digits."""

    def __init__(
        self,
        services: Mapping[str, Service],
        not_aws: Mapping[str, str],
        english: English,
        doubtful: Iterable[str] = (),
        several: Iterable[str] = (),
        tables: Mapping[str, Any] | None = None,
    ) -> None:
        self._english, self._doubtful = english, frozenset(map(squash, doubtful))
        kept = tables["names"] if tables is not None else None
        self.table = kept or _table(services, not_aws, several)
        self._exact: dict[str, str] = self.table["exact"]
        self._other: dict[str, str] = self.table["other"]
        self._common, self._apart = set(self.table["common"]), set(self.table["apart"])
        self._sorted = sorted([*self._exact, *self._other])
        # Most words begin as no name does, which is told at once.
        heads = {name[:_HEAD] for name in self._sorted}
        self._heads = heads.union(*({head[:size] for head in heads} for size in range(1, _HEAD)))

    def _begins(self, joined: str) -> bool:
        """Whether any name begins so."""
        at = bisect_left(self._sorted, joined)
        return at < len(self._sorted) and self._sorted[at].startswith(joined)

    def by_name(self, text: str) -> str | None:
        """The service with exactly this name, however it is spaced; None when there is none."""
        found = self._exact.get(squash(text))
        return _id(found) if found else None

    def holds(self, joined: str) -> bool:
        """Whether a word is a name, of AWS's or another's."""
        return joined in self._exact or joined in self._other

    def find(self, tokens: Sequence[Token]) -> list[NameSaid]:
        """Every name in `tokens`, AWS's or not, left to right; the longest wins."""
        found = []
        at = 0
        while at < len(tokens):
            if tokens[at].text[:_HEAD] not in self._heads:
                at += 1
                continue
            name = self._longest_at(tokens, at)
            if name is not None and tokens[at].text in _MAKERS and name.last - at > 1:
                # "Amazon ECS on Fargate" holds a longer name than "Amazon ECS".
                longer = self._longest_at(tokens, at + 1)
                name = longer if longer is not None and longer.last > name.last else name
            if name is not None:
                found.append(self._turned(tokens, name))
            at = name.last if name else at + 1
        return found

    def _turned(self, tokens: Sequence[Token], name: NameSaid) -> NameSaid:
        """A name said the other way round: "InfluxDB on Timestream", "Lustre in FSx"."""
        at = name.first - 2
        if at < 0 or tokens[at + 1].text not in _TURNS or name.service is None:
            return name
        apart = tokens[at + 1].gap != " " or tokens[name.first].gap != " "
        if apart or self._is_plain(tokens[at]):
            return name
        own = "".join(token.text for token in tokens[name.first : name.last])
        whole = self._exact.get(own + tokens[at].text)
        if whole is None or _id(whole) == name.service:
            return name
        said = " ".join(token.raw for token in tokens[at : name.last])
        return NameSaid(first=at, last=name.last, said=said, service=_id(whole), how="alias")

    def _longest_at(self, tokens: Sequence[Token], at: int) -> NameSaid | None:
        best = None
        joined = ""
        for last in range(at, min(at + _LONGEST_NAME, len(tokens))):
            gap = tokens[last].gap
            if last > at and gap not in _TIGHT and not _JOINING.issuperset(gap):
                break
            if last > at and "/" in gap and (gap != "/" or joined in self._exact):
                # "RDS/Aurora" are two, where "Import/Export" is one.
                break
            joined += tokens[last].text
            key = joined if joined in self._exact or joined in self._other else _singular(joined)
            if (name := self._whole(tokens, at, last + 1, key)) is not None:
                best = name
            if not self._begins(joined):
                break
        return best

    def _whole(self, tokens: Sequence[Token], at: int, last: int, key: str) -> NameSaid | None:
        if last - at > 1 and tokens[at].text == "i":
            # "I am on EC2" names no IAM.
            return None
        if last - at > 1 and tokens[last - 1].raw == "a" and tokens[last - 1].gap == " ":
            # Nor does "we use EKS a lot" name EKS-A.
            return None
        if key in self._exact:
            service, _, how = self._exact[key].partition(" ")
            common = key in self._common or (last - at > 1 and key in self._apart)
            words = tokens[at:last]
            plain = key in self._doubtful or all(self._is_plain(one) for one in words)
            return NameSaid(
                first=at,
                last=last,
                said=" ".join(token.raw for token in words),
                service=service,
                how="alias" if how == "alias" else "exact",
                common=common,
                plain=plain and not common,
                rare=common and last - at == 1 and tokens[at].text not in self._english,
            )
        if key not in self._other:
            return None
        said = " ".join(token.raw for token in tokens[at:last])
        # An acronym stays as people write it: AKS, not its long form.
        other = self._other[key]
        if len(key) <= _ACRONYM and squash(other) != key:
            other = key.upper()
        return NameSaid(first=at, last=last, said=said, service=None, how="exact", other=other)

    def _is_plain(self, token: Token) -> bool:
        """Whether a word of a name is plain English as it stands here."""
        written = token.raw.islower() or token.raw.istitle()
        return written and (token.text in self._english or token.stem in self._english)

    @cached_property
    def _slipped(self) -> SlippedNames:
        """The names that a slip may mean; made when the first slip comes."""
        return SlippedNames(self._exact, self._common)

    @cached_property
    def _less_a_letter(self) -> dict[str, str]:
        # Only names that a slip cannot turn into something else that people say.
        names = [
            name
            for size, of_size in self._slipped.by_size.items()
            for name in of_size
            if size >= _LONG or (size >= _NUMBERED and not name.isalpha())
        ]
        return {short: name for name in names for short in (name, *_one_less(name))}

    @cached_property
    def _begin_and_end(self) -> tuple[frozenset[str], frozenset[str]]:
        """How the names that may be one letter off begin, and how they end."""
        sizes, names = (_EDGE, _NARROW), self._less_a_letter.values()
        begin = frozenset(name[:size] for name in names for size in sizes)
        return begin, frozenset(name[-size:] for name in names for size in sizes)

    def one_off(self, joined: str) -> Near | None:
        """The long name that differs from joined words by one letter; None when none does."""
        shortest = _LONG - 1 if joined.isalpha() else _NUMBERED - 1
        if len(joined) < shortest or joined in self._exact or joined in self._other:
            return None
        # One letter off at one end leaves the other end as it is.
        edge = _EDGE if len(joined) > 2 * _EDGE else _NARROW
        begin, end = self._begin_and_end
        if joined[:edge] not in begin and joined[-edge:] not in end:
            return None
        for text in (joined, *_one_less(joined)):
            name = self._less_a_letter.get(text)
            if name is not None:
                near = self.nearest(joined, most=1)
                return near[0] if len(near) == 1 else None
        return None

    def nearest(self, word: str, most: int | None = None, *, led: bool = False) -> list[Near]:
        """Services with a name like `word` (squashed), nearest first, one entry each.

        Short names that are plain English count only where they are `led` by "AWS".
        """
        # Imported here because most questions have no typo and must not pay for it.
        from rapidfuzz.distance import OSA  # noqa: PLC0415
        from rapidfuzz.process import extract  # noqa: PLC0415

        allowed = slack(len(word)) if most is None else most
        best: dict[str, Near] = {}
        names = self._slipped.likely(word, allowed, led=led)
        for name, distance, _ in extract(
            word, names, scorer=OSA.distance, score_cutoff=allowed, limit=None
        ):
            if not alike(word, name, distance):
                continue
            service = _id(self._exact[name])
            score = round(100 * (1 - distance / max(len(word), len(name))))
            if service not in best or best[service].distance > distance:
                best[service] = Near(service=service, name=name, distance=distance, score=score)
        return sorted(best.values(), key=lambda near: (near.distance, -near.score, near.service))


def _one_less(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _table(
    services: Mapping[str, Service], not_aws: Mapping[str, str], several: Iterable[str]
) -> dict[str, Any]:
    # Imported here because it is needed no more once the table is kept.
    from bot.understand.name_table import name_table  # noqa: PLC0415

    return name_table(services, not_aws, several)


def _id(found: str) -> str:
    return found.partition(" ")[0]
