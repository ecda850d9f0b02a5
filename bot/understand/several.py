"""Words that could be several services: the bot asks back, and never guesses."""

from __future__ import annotations

from bot.record import replace
from bot.understand.phrases import book_of
from bot.understand.question import Mention, Question
from bot.understand.standing import marked
from bot.understand.strangers import capitals, taken_by_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.understand.question import Context
    from bot.understand.seen import Seen

_FEW, _FEW_WORDS = 3, 4
_OF_IT = frozenset("for on in with".split())


class Several:
    """The words of one catalogue that could be several services."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        numbered = enumerate(catalogue.vocabulary.ambiguous)
        several = ((words.said_as, str(number)) for number, words in numbered)
        self.book = book_of(catalogue.tables, "ambiguous", several)

    def clarify(self, seen: Seen, base: Question) -> Question | None:
        """A word that could be several services, in what may be a question about them."""
        candidates = self.candidates(seen)
        sure = bool(seen.topics.topics) and (not seen.topics.weak or "?" in seen.text)
        likely = "responsibility" in seen.signals or sure or len(seen.tokens) <= _FEW_WORDS
        if not candidates or not likely:
            return None
        return replace(base, kind="clarify", candidates=candidates)

    def rival(self, seen: Seen) -> Question | None:
        """Asks back where a name is held against a word for several, "compare CF and CodeBuild", or
        is a tool that could be used on it.
        """
        taken = taken_by_names(seen)
        # "Who does access control for CF (IAM and such)?": the tool names only the topic.
        tools = all(name.service in self._catalogue.tools for name in seen.names)
        said = self.book.find(seen.tokens, taken)
        of_it = [
            one
            for one in said
            if tools and (seen.tokens[one[0] - 1].text in _OF_IT or _heads(seen, one[0], one[1]))
        ]
        found = of_it or [
            one
            for one in said
            if any(seen.tokens[at].raw.isupper() for at in range(one[0], one[1]))
        ]
        if not ("compare" in seen.signals or of_it) or not found or len(taken) >= _FEW:
            return None
        offered = self.candidates(replace(seen, names=()))
        if {one.service for one in offered} & {name.service for name in seen.names}:
            return None
        topics = seen.topics
        return (
            Question(
                text="",
                kind="clarify",
                topics=topics.topics,
                beside=topics.beside,
                sweep=topics.sweep,
                candidates=offered,
            )
            if offered
            else None
        )

    def candidates(self, seen: Seen) -> tuple[Mention, ...]:
        """The services that the first such word of a text could mean, best first."""
        told = {one for _, at in seen.topics.where for one in at} if seen.topics.strong else set()
        found = [
            one
            for one in self.book.find(seen.tokens)
            # "Server halls" are no server to choose.
            if not (told >= {*range(one[0], one[1] + 1)} or told >= {*range(one[0] - 1, one[1])})
        ]
        if not found:
            return ()
        first, last, numbers = found[0]
        if {first - 1, last} & {*capitals(seen), *seen.unknown}:
            # "Storage Gateway" is a name of its own, and no gateway to choose.
            return ()
        said = " ".join(token.raw for token in seen.tokens[first:last])
        words = self._catalogue.vocabulary.ambiguous[int(numbers[0])]
        return tuple(
            Mention(service=one, said=said, how="alias", score=50) for one in words.candidates
        )

    def names_others(self, seen: Seen, before: Context) -> bool:
        """Whether the whole text is a word for services not spoken of before: "SSO?"."""
        found = self.book.find(seen.tokens)
        if seen.names or not found:
            return False
        first, last, _ = found[0]
        rest = {*range(len(seen.tokens))} - {*range(first, last)} - seen.signals.at("courtesy")
        offered = {one.service for one in self.candidates(seen)}
        return not rest and not offered & {*before.services, *before.candidates}


def _heads(seen: Seen, first: int, last: int) -> bool:
    """Whether a text begins with these words and a mark: "CodeGuru - who grants access?"."""
    return not first and marked(last, seen.tokens)
