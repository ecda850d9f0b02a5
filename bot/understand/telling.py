"""Which topic of a service a text speaks of, told by what the service's own entry says of each.

People describe what happens rather than name a topic: "the device came back, who wipes it?".
Where no word for a topic was said, the words of the question are held against the sentences
and cases of the one service asked about, and rare words count most; then against how often
people say each word of each topic.
"""

from __future__ import annotations

from functools import cached_property
from math import log

from bot.catalogue.names import short
from bot.record import replace
from bot.understand.cases import cases_found
from bot.understand.direction import moves
from bot.understand.foreign import is_foreign
from bot.understand.hearing import TWO_LAYERS
from bot.understand.likelihood import Likelihood, terms_in
from bot.understand.names import tokens_taken
from bot.understand.roots import Roots
from bot.understand.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.catalogue.model import Catalogue, Duty
    from bot.understand.likelihood import Likely
    from bot.understand.seen import Seen

# How much words must weigh, by how much more than for any other topic, and how many.
_ENOUGH, _PLAIN, _MARGIN, _MARGIN_OF_HINTS, _FEW = 2.5, 3.7, 1.3, 2.0, 2
# What a topic that a word names weighs against all the others, as a difference of logarithms, and
# one that is only hinted at or that the entry tells; how much likelier than the next a topic must
# be, and than none at all, or where the text seems to ask for everything; and in how many words.
_NAMED, _HINTED, _TOLD, _LIKELIER = 9.0, 1.0, 1.5, 1.0
_DOUBTED, _SHARE = 3.0, 0.6
_ASKED, _ASKED_OF_ALL, _WORDS, _STORY = 5.0, 8.0, 7, 14
# Of several services the entries tell nothing, so that the words must be plain.
_LIKELIER_OF_SEVERAL = 4.0
_PATCHED = frozenset("patch updat upgrad vulnerabilit cve".split())
_SETS = frozenset("writ tun defin renew renewal".split())
_ENCRYPTED = frozenset({"encryption-at-rest", "encryption-in-transit"})
_DUTY = frozenset("shared responsibility responsibilities model split".split())
_ASKS = ("responsibility", "question")
# Words that are said of any topic.
_OPEN = ("everything", "list", "counting", "help")


class Telling:
    """Knows what each entry of one catalogue says of each topic; reads it once asked."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._serves = catalogue.tools
        self._likelihood = Likelihood(catalogue.vocabulary.terms)
        self._known: dict[str, Mapping[str, Mapping[str, float]]] = {}

    @cached_property
    def _roots(self) -> Roots:
        return Roots(self._catalogue.vocabulary.signals["alike"])

    def settle(self, seen: Seen) -> Seen:
        """Fill in the topic where none was surely said and the entry itself tells it."""
        said = seen.topics
        if len(seen.names) != 1:
            return self._of_several(seen)
        served = self._serves.get(seen.names[0].service or "")
        if said.topics and not said.weak:
            return self._unlikely(seen, served)
        if served and not said.topics and _SETS & {token.stem for token in seen.tokens}:
            # "Does AWS write our WAF rules?" asks about what the tool is for.
            return replace(seen, topics=replace(said, topics=(served,)))
        # The German "die" is no failure.
        foreign = is_foreign(seen.tokens, seen.signals)
        if foreign or not any(one in seen.signals for one in _ASKS):
            return seen
        whole = any(one in seen.signals for one in _OPEN)
        found = None if whole else self._topic(seen.names[0].service or "", seen)
        found = self._likeliest(seen, found, whole=whole)
        unsure = found is None and len(said.topics) > 1
        if said.topics == (found,) or (found is None and not unsure):
            return seen
        # Hints of several topics that the entry does not bear out say none of them.
        topics = (found,) if found else ()
        return replace(seen, topics=replace(said, topics=topics, weak=False))

    def _of_several(self, seen: Seen) -> Seen:
        """What is asked of several services where no topic was surely said: "if someone wipes a
        table, who gets the rows back on each?".
        """
        said = seen.topics
        open_ = bool(said.topics) and not said.weak
        if not seen.names or open_ or moves(seen) or any(one in seen.signals for one in _OPEN):
            return seen
        if is_foreign(seen.tokens, seen.signals) or not any(one in seen.signals for one in _ASKS):
            return seen
        likely = self._likely(seen, dict.fromkeys(said.topics, _HINTED))
        if likely is None or likely.asked < _ASKED or likely.margin < _LIKELIER_OF_SEVERAL:
            return seen
        return replace(seen, topics=replace(said, topics=(likely.topic,), weak=False))

    def mentioned(self, service: str, words: Iterable[str], asked: Iterable[str]) -> str | None:
        """The one topic of which the entry names a word: "vCenter, NSX and so on?", of EVS.

        Where patching was `asked` about, it is a layer of that.
        """
        said, layers = set(words), TWO_LAYERS["patching"]
        duties = self._catalogue.services[service].duties
        found = [topic for topic, duty in duties.items() if said & {*_words_of(duty)}]
        patched = [topic for topic in found if topic in layers and set(layers) & set(asked)]
        found = patched or found
        return found[0] if len(found) == 1 else None

    def _unlikely(self, seen: Seen, served: str | None) -> Seen:
        """A text whose words all speak of another topic than the one that was named in it; of a
        tool, the topic that is `served` by it.
        """
        said = seen.topics
        if served == "identity" and _of_root(seen):
            # The root of IAM is who may do everything, and no administrator of a host.
            return replace(seen, topics=replace(said, topics=(served,)))
        one = len(said.topics) == 1 and (not said.sweep or _only_fixes(seen))
        if not one or len(seen.tokens) < _WORDS or is_foreign(seen.tokens, seen.signals):
            return seen
        named = _DOUBTED if said.sweep else self._named(seen, said.topics[0])
        if len(seen.tokens) < _STORY and named == _NAMED:
            return seen
        layers = (*said.topics, *said.beside)
        likely = self._likely(seen, dict.fromkeys(layers, named))
        if likely is None or likely.topic in layers or likely.margin < _LIKELIER:
            return seen
        if self._has_case(seen, said.topics):
            return seen
        topics = replace(said, topics=(likely.topic,), beside=(), sweep=None)
        return replace(seen, topics=topics)

    def _named(self, seen: Seen, topic: str) -> float:
        """What the words that name a topic weigh; less where most who say them ask of others:
        "visitors" come in by the door, and all at once.
        """
        where = dict(seen.topics.where).get(topic, frozenset())
        shares = [self._likelihood.share(seen.tokens[at].stem, topic) for at in where]
        return _DOUBTED if len(shares) == 1 and shares[0] < _SHARE else _NAMED

    def _likeliest(self, seen: Seen, found: str | None, *, whole: bool) -> str | None:
        """The topic that the entry or a hint tells, or one that the words make likelier.

        `whole`: the text may ask for everything.
        """
        told = dict.fromkeys(seen.topics.topics, _HINTED)
        if found is not None:
            told[found] = told.get(found, 0) + _TOLD
        likely = self._likely(seen, told)
        if likely is None or likely.topic == found:
            return found
        if found is not None and self._has_case(seen, (found,)):
            return found
        enough = _ASKED_OF_ALL if whole else _ASKED
        sure = bool(told) or likely.asked >= enough
        return likely.topic if sure and likely.margin >= _LIKELIER else found

    def _has_case(self, seen: Seen, topics: Sequence[str]) -> bool:
        """Whether the entry has a condition in these topics that the text says: "our API key"."""
        return bool(cases_found(self._catalogue, [seen.names[0].service or ""], topics, seen))

    def _likely(self, seen: Seen, said: Mapping[str, float]) -> Likely | None:
        """What the words make likely; None for a few, which describe nothing."""
        named = tokens_taken(seen.names)
        stems = ["" if at in named else token.stem for at, token in enumerate(seen.tokens)]
        enough = len(stems) - len(named) >= _WORDS
        return self._likelihood.of(terms_in(stems), said) if enough else None

    def _topic(self, service: str, seen: Seen) -> str | None:
        weights = self._weights(service)
        hinted = self._confirmed(seen, weights)
        served = self._serves.get(service)
        keyed = any(token.stem == "key" for token in seen.tokens)
        of_keys = keyed and set(seen.topics.topics) <= _ENCRYPTED and bool(seen.topics.topics)
        if of_keys and served in ("identity", "encryption-at-rest"):
            # The keys of IAM are those that people sign in with, those of KMS encrypt.
            return served
        if len(hinted) == 1:
            return hinted[0]
        asked = self._roots.asked(seen, self._own(service), _of_duty(seen))
        found = [
            (sum(of[root] for root in held), len(held), topic)
            for topic, of in weights.items()
            if (held := asked & of.keys()) and (topic in hinted or not hinted)
        ]
        if not found:
            return None
        found.sort(reverse=True)
        score, roots, topic = found[0]
        second = found[1][0] if len(found) > 1 else 0
        margin = _MARGIN_OF_HINTS if seen.topics.topics else _MARGIN
        # Against a hint that the entry does not confirm, likeness must be plain.
        enough = _ENOUGH if hinted or not seen.topics.topics else _PLAIN
        return topic if roots >= _FEW and score >= max(enough, margin * second) else None

    def _own(self, service: str) -> frozenset[str]:
        """The words of a service's own name, which tell none of its topics."""
        return frozenset(words_of(short(self._catalogue.services[service].name)))

    def _confirmed(self, seen: Seen, weights: Mapping[str, Mapping[str, float]]) -> tuple[str, ...]:
        """The topics hinted at by words that the entry itself says of them."""
        where = dict(seen.topics.where)
        return tuple(
            topic
            for topic in seen.topics.topics
            if len(where.get(topic, ())) > 1
            or any(
                self._roots.of(seen.tokens[at].text) in weights.get(topic, ())
                or seen.tokens[at].text in self._catalogue.topics[topic].title.lower()
                for at in where.get(topic, ())
            )
        )

    def _weights(self, service: str) -> Mapping[str, Mapping[str, float]]:
        """For each topic of a service, the words that its entry says of it and what they weigh."""
        known = self._known.get(service)
        if known is None:
            own = self._catalogue.services[service]
            above = self._catalogue.services.get(own.variant_of or "")
            said = {
                topic: set(self._said(one.duties[topic]))
                for one in ((above, own) if above else (own,))
                for topic in one.duties
            }
            count: dict[str, int] = {}
            for roots in said.values():
                for root in roots:
                    count[root] = count.get(root, 0) + 1
            known = self._known[service] = {
                topic: {root: log((len(said) + 1) / count[root]) for root in roots}
                for topic, roots in said.items()
            }
        return known

    def _said(self, duty: Duty) -> Iterator[str]:
        for says in (duty.says, *(case.says for case in duty.cases)):
            for text in says.sentences:
                yield from self._roots.of_text(text)
        for case in duty.cases:
            for text in (case.when, *case.said_as):
                yield from self._roots.of_text(text)


def _words_of(duty: Duty) -> Iterator[str]:
    for text in (duty.says.aws, duty.says.team):
        yield from words_of(text or "")


def _of_root(seen: Seen) -> bool:
    """Whether the operating system is told by no more than "root login"."""
    where = dict(seen.topics.where).get("operating-system", frozenset())
    return seen.topics.topics == ("operating-system",) and any(
        seen.tokens[at].text == "root" for at in where
    )


def _only_fixes(seen: Seen) -> bool:
    """Whether no more is said of patching than that something is mended: "who ships the fix?"."""
    patched = {seen.tokens[at].stem for at in seen.signals.at("patching")}
    return "mending" in seen.signals and _PATCHED.isdisjoint(patched)


def _of_duty(seen: Seen) -> frozenset[int]:
    """The words that only ask whose duty something is: "the shared responsibility model"."""
    said = seen.signals.at("responsibility")
    ends = {at + 1 for at in said if seen.tokens[at].text == "responsibility"}
    return frozenset(
        at for at in said | ends if at < len(seen.tokens) and seen.tokens[at].text in _DUTY
    )
