"""A text by the roots of its words, for the cases that it says in words of its own."""

from __future__ import annotations

from functools import cache

from bot.record import record
from bot.understand.clauses import asking_tokens, clauses_of
from bot.understand.gist import gists_of
from bot.understand.question import CaseSaid
from bot.understand.switched import is_on
from bot.understand.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue, Service
    from bot.understand.seen import Seen

_SEVERAL = 2
_DENY = frozenset("not no without never isn't aren't don't doesn't isnt arent dont".split())


@record
class CaseFound:
    """A case that the text says, and the tokens that say it."""

    said: CaseSaid
    tokens: frozenset[int]


class Told:
    """A text by the roots of its words, for cases that it says in words of its own."""

    def __init__(self, catalogue: Catalogue, seen: Seen) -> None:
        self._catalogue, self._seen = catalogue, seen
        self._gists = gists_of(catalogue)
        self._where = self._gists.where(seen.tokens)
        self._senses = self._gists.of_senses(self._where)
        self._own = _in_names(catalogue, seen)
        self._asking = asking_tokens(seen.tokens, seen.text)

    def case_meant(
        self, service: Service, topic: str, *, turning: bool = False
    ) -> CaseFound | None:
        """The case of a duty that the text says, the one that most words say."""
        duty = service.duties.get(topic)
        if duty is None or not duty.cases:
            return None
        every = self._gists.held(duty, service, self._where, self._seen.tokens)
        every = [
            (number, at)
            for number, at in every
            if self._says(at) and not (turning and is_on(duty.cases[number]))
        ]
        if not every:
            return None
        number, at = max(every, key=lambda one: len(one[1]))
        return CaseFound(said=CaseSaid(service=service.id, topic=topic, case=number), tokens=at)

    def _says(self, at: frozenset[int]) -> bool:
        """Whether words say a case, and are not what is asked: "who patches the control plane?"."""
        sense = any(one <= at for one in self._senses) and at <= frozenset().union(*self._senses)
        if len(at - self._own) < _SEVERAL and not sense:
            return False
        if sense:
            # "Who updates the add-ons?" asks of the plugins that a case is about.
            return True
        events = self._gists.states(at, self._seen.tokens)
        asked = self._seen.topics.tokens - events
        # What only the story says is how it is: "it spans two zones. One dies, who …".
        return not at - self._own <= asked or self._only_told(at)

    def _only_told(self, at: frozenset[int]) -> bool:
        """Whether words stand in a clause that asks nothing, and denies nothing."""
        if not at.isdisjoint(self._asking):
            return False
        tokens = self._seen.tokens
        told = next((one for one in clauses_of(tokens) if min(at) in one), range(0))
        return _DENY.isdisjoint(tokens[step].text for step in told)


def _in_names(catalogue: Catalogue, seen: Seen) -> frozenset[int]:
    """The tokens of names that stand in the service's own name, and so tell no case."""
    return frozenset(
        at
        for one in seen.names
        for at in range(one.first, one.last)
        if {seen.tokens[at].text, f"{seen.tokens[at].text}s"}
        & _name_words(catalogue.services[one.service or ""].name)
    )


@cache
def _name_words(name: str) -> frozenset[str]:
    return frozenset(words_of(name))
