"""Which of the thirteen topics a text is about."""

from __future__ import annotations

from functools import cache

from bot.record import in_order
from bot.understand.clauses import asking_tokens, asks_whole
from bot.understand.excepted import without_excepted
from bot.understand.hearing import TWO_LAYERS, Heard, TopicsSaid
from bot.understand.phrases import Phrasebook
from bot.understand.settle import says, settle
from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.catalogue.model import Catalogue
    from bot.understand.words import Token

# What happened, in the words that say the same.
_EVENTS = ("deleted", "fails", "expired")
_NOTHING = TopicsSaid()


class TopicIndex:
    """The words people use for topics."""

    def __init__(self, catalogue: Catalogue) -> None:
        kept = catalogue.tables["topics"] if catalogue.tables is not None else {}
        self._words = Phrasebook(kept.get("words"))
        self._elsewhere: list[tuple[str, str]] = kept.get("elsewhere", [])
        self._events = frozenset(kept.get("events", ()))
        if not kept:
            self._add(catalogue)

    @property
    def table(self) -> dict[str, Any]:
        """All that it knows, as what JSON can say."""
        words, events = self._words.table, sorted(self._events)
        return {"words": words, "elsewhere": self._elsewhere, "events": events}

    def _add(self, catalogue: Catalogue) -> None:
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
        # "A node died": what happened says more than what it happened to.
        groups = catalogue.vocabulary.signals["alike"]
        self._events = frozenset(
            stem(word)
            for group in groups
            if group.split()[0] in _EVENTS
            for word in words_of(group)
        )
        # "Our platform team" is people, and asks nothing about the platform.
        people = [said for said in catalogue.vocabulary.signals["team_party"] if " " in said]
        self._words.add(people, "people:")
        # "Who sees to it" asks nothing of who may see.
        idioms = [f"={said}" for said in catalogue.vocabulary.signals["idioms"]]
        self._words.add(idioms, "people:")

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
        found = without_excepted(found, tokens) if found else found
        found += self._parts(tokens, parts)
        found += self._unspaced(text)
        if not found:
            return _NOTHING
        asking = asking_tokens(tokens, text)
        asked: list[Heard] = []
        told: list[Heard] = []
        for one in found:
            (asked if one.first in asking or one.first == one.last else told).append(one)
        if not says(asked, told, tokens, asking):
            # The question itself leaves it open: "RDS was unencrypted. Whose job is it?"
            asked, told = found, []
            if asks_whole(tokens, asking):
                # "I deployed my first app on Beanstalk. What do I need to look after?"
                asked = [one for one in found if not one.hints or one.strong or one.sweeps]
        return settle(asked, told, tokens, self._events, skip)

    def _unspaced(self, text: str) -> list[Heard]:
        """What a language without spaces says; a longer phrase speaks for those inside it."""
        if text.isascii():
            return []
        said = [(phrase, what) for phrase, what in self._elsewhere if phrase in text]
        return [
            _heard(0, 0, (what,))
            for phrase, what in said
            if not any(phrase != other and phrase in other for other, _ in said)
        ]

    def _parts(self, tokens: Sequence[Token], parts: frozenset[int]) -> list[Heard]:
        rest = frozenset(range(len(tokens))) - parts
        found = [_heard(*one) for one in self._words.find(tokens, rest)] if parts else []
        return [
            Heard(first=one.first, last=one.last, parts=(*one.things, *one.hints)) for one in found
        ]


def _heard(first: int, last: int, meanings: tuple[str, ...]) -> Heard:
    return in_order(Heard, (first, last, *_kinds(meanings), ()))


@cache
def _kinds(meanings: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The meanings of a phrase of the catalogue by how strongly it means them."""
    kinds: dict[str, list[str]] = {"": [], "hint": [], "sweep": [], "thing": [], "people": []}
    for meaning in meanings:
        kind, _, rest = meaning.rpartition(":")
        kinds[kind].append(rest)
    return tuple(tuple(kinds[kind]) for kind in ("", "hint", "sweep", "thing"))
