"""Which topic a description most likely speaks of, by the words people say of each.

People describe what happens: "someone who left can still get in". No list of words is ever
long enough for that, yet each of these words is said more of one topic than of another. How often,
stands in the catalogue's `terms.txt`, counted from questions; weighed together they tell the topic
(a multinomial naive Bayes classifier: Manning, Raghavan, Schütze, Introduction to Information
Retrieval, 2008, chapter 13). No more than counts that anyone can read: the same text gives the
same topic, and a text whose words tell nothing apart gives none.
"""

from __future__ import annotations

import itertools
from functools import cached_property
from math import log

from bot.record import record
from bot.understand.english import SortedText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

NONE = "none"
# What joins two neighbours that are counted together: "walk+out".
PAIR = "+"
# What is added to each count, so that a word never said of a topic does not rule it out.
_SMOOTHING = 0.1
# A pair's words are counted by themselves too, so that it says only in part something new.
_OF_PAIRS = 0.4
_MOST = 5_000


@record
class Likely:
    """The topic that a text most likely speaks of, and how much more likely than the next.

    `topic` is `NONE` where most likely no topic is asked about; `margin` is a difference of
    logarithms: 3 is twenty times as likely. `asked` is how much more likely it is than that none
    is asked about.
    """

    topic: str
    margin: float
    asked: float


class Likelihood:
    """Reads the counts of one catalogue: a head of two lines, then a line for each word."""

    def __init__(self, terms: str) -> None:
        self._terms = terms
        self._weights: dict[str, tuple[float, ...]] = {}

    def of(self, terms: Iterable[str], said: Mapping[str, float]) -> Likely | None:
        """The topic that these words and pairs speak of; None where there are no counts.

        `said` is what else speaks for some topics, as a difference of logarithms.
        """
        if not self._topics:
            return None
        rows = [weights for term in sorted(set(terms)) if (weights := self._of(term))]
        sums: Iterable[float] = map(sum, zip(self._priors, *rows, strict=True))
        scores: dict[str, float] = dict(zip(self._topics, sums, strict=True))
        for topic, weight in said.items():
            scores[topic] += weight
        none = scores.pop(NONE)
        first, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
        best = scores[first]
        return Likely(topic=first, margin=best - scores[second], asked=best - none)

    def share(self, word: str, topic: str) -> float:
        """How much of what was asked with this stem was asked about `topic`, 0 to 1; 1 where it
        was not counted.
        """
        line = self._parts[2].line_of(word) if self._topics else None
        counts = counts_of(line) if line is not None else {}
        return counts.get(topic, 0) / sum(counts.values()) if counts else 1.0

    @cached_property
    def _parts(self) -> tuple[Mapping[str, int], Mapping[str, int], SortedText]:
        head, _, lines = self._terms.partition("\n\n")
        counts = {line.partition(" ")[0]: counts_of(line) for line in head.splitlines()}
        return counts.get("questions", {}), counts.get("words", {}), SortedText(f"\n{lines}\n")

    @cached_property
    def _topics(self) -> tuple[str, ...]:
        return tuple(self._parts[0])

    @cached_property
    def _priors(self) -> tuple[float, ...]:
        questions = self._parts[0]
        whole = sum(questions.values())
        return tuple(log(count / whole) for count in questions.values())

    @cached_property
    def _sizes(self) -> tuple[float, ...]:
        """How many words were counted of each topic, smoothed as the counts are."""
        more = _SMOOTHING * self._terms.count("\n")
        return tuple(self._parts[1].get(topic, 0) + more for topic in self._topics)

    def _of(self, word: str) -> tuple[float, ...]:
        """What a word adds to the likelihood of each topic; nothing where it was not counted."""
        weights = self._weights.get(word)
        if weights is None:
            if len(self._weights) >= _MOST:
                self._weights.clear()
            line = self._parts[2].line_of(word)
            counts = counts_of(line) if line is not None else {}
            part = _OF_PAIRS if PAIR in word else 1.0
            weights = self._weights[word] = tuple(
                part * log((counts.get(topic, 0) + _SMOOTHING) / size)
                for topic, size in zip(self._topics, self._sizes, strict=True)
                if counts
            )
        return weights


def terms_in(stems: Sequence[str]) -> tuple[str, ...]:
    """The words of a text and each pair of neighbours, once; an empty stem stands for a name, and
    parts its neighbours.
    """
    pairs = (f"{one}{PAIR}{two}" for one, two in itertools.pairwise(stems) if one and two)
    return tuple(dict.fromkeys((*filter(None, stems), *pairs)))


def counts_of(line: str) -> dict[str, int]:
    """The counts of one line: "door network=6 physical=5"."""
    pairs = (one.partition("=") for one in line.split()[1:])
    return {topic: int(count) for topic, _, count in pairs if count.isdigit()}
