"""What is asked by a text that names no AWS service: a list, a class, a topic, or nothing."""

from __future__ import annotations

from bot.record import replace
from bot.understand.foreign import is_foreign
from bot.understand.listing import (
    asks_list,
    asks_party,
    filter_of,
    is_of_one,
    of_duties,
    those_where,
)
from bot.understand.phrases import Phrasebook, book_of
from bot.understand.question import Filter, Mention, Question
from bot.understand.seen import others_of, strangers_of
from bot.understand.several import Several
from bot.understand.stance import stance_of
from bot.understand.strangers import capitals, is_object, requests, taken_by_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.catalogue.model import Catalogue, Category, ServiceClass
    from bot.understand.question import Context
    from bot.understand.seen import Seen

_MANY = frozenset(
    "services service ones everything all what else things dienste servicios servicos".split()
)
_OPENS = frozenset("the our my this that a".split())
_ASKERS = frozenset("who whose whom who's whos which what".split())
_RIVALS = frozenset("vs versus and or than".split())
_WHERE = frozenset({"where"})
_FEW, _FEW_WORDS, _MOST_WORDS = 3, 4, 8
_THANKING, _THANKS = 2, frozenset("thanks thank thx ty cheers tysm".split())
_OF_THEM = frozenset("ones those them these that there services total".split())


class UnnamedReader:
    """Decides the kind of a question in which no service was found."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue, tables = catalogue, catalogue.tables
        self._classes = book_of(tables, "classes", _said(catalogue.classes))
        self._categories = book_of(tables, "categories", _said(catalogue.categories))
        self.several = Several(catalogue)
        books = (self._classes, self._categories, self.several.book)
        self.parts = dict(zip(("classes", "categories", "ambiguous"), books, strict=True))

    def read(self, seen: Seen) -> Question:
        """The question in `seen`, which has no names; its text is filled in later."""
        classes = self._classes_of(seen)
        if classes and _against_infrastructure(seen):
            # Beside another class, "infrastructure" is one too.
            classes = (*classes, "infrastructure")
            said = tuple(one for one in seen.topics.topics if one != "infrastructure")
            seen = replace(seen, topics=replace(seen.topics, topics=said))
        base = Question(
            text="",
            kind="ignore",
            topics=seen.topics.topics,
            beside=seen.topics.beside,
            sweep=seen.topics.sweep,
            not_aws=others_of(seen),
            class_=classes[0] if classes else None,
            classes=classes[1:],
            category=self._first(self._categories, seen),
        )
        if seen.others:
            asked = _asking(seen) or bool(seen.topics.topics)
            asked = asked or (not seen.plain and not requests(seen))
            return replace(base, kind="not-found" if asked else "ignore")
        if "outside" in seen.signals and not _asking(seen) and not seen.topics.strong:
            # "How much does it cost to run 20 containers?"
            return base
        return (
            self._list(seen, base)
            or _class(seen, base)
            or self.several.clarify(seen, base)
            or self._stranger(seen, base)
            or _topic_or_nothing(seen, base)
        )

    def stands_alone(self, seen: Seen) -> bool:
        """Whether the text is about no service spoken of before: a list, or several classes."""
        return self.is_list(seen) or (not seen.names and len(self._classes_of(seen)) > 1)

    def is_list(self, seen: Seen) -> bool:
        """Whether the text asks which services, rather than about one."""
        words = {token.text for token in seen.tokens}
        listing = (asks_list(seen) or those_where(seen)) and not asks_party(seen)
        if seen.names or not listing or of_duties(seen) or is_of_one(seen, self._books(seen)):
            return False
        narrowed = self._first(self._classes, seen) or self._first(self._categories, seen)
        many = bool(words & (_MANY | _WHERE)) or narrowed is not None
        many = many or any("サービス" in word for word in words if not word.isascii())
        duties = bool(seen.topics.topics) or "responsibility" in seen.signals
        return many and (duties or narrowed is not None or "services" in words)

    def _books(self, seen: Seen) -> tuple[Phrasebook, ...]:
        """The words for one that may be several; without a topic a class is one too."""
        return (self.several.book,) if seen.topics.topics else (self.several.book, self._classes)

    def _list(self, seen: Seen, base: Question) -> Question | None:
        if not self.is_list(seen):
            return None
        narrowed = self._narrowing(seen)
        return replace(
            base, kind="list", filter=filter_of(seen, base.class_, base.category, narrowed)
        )

    def list_again(self, seen: Seen, before: Context) -> Question | None:
        """The list of the turn before, counted or restricted: "only the databases", "how many?"."""
        narrowed = self._narrowing(seen)
        if before.kind != "list" or not _about_a_list(seen, narrowed):
            return None
        classes, category = self._classes_of(seen), self._first(self._categories, seen)
        words = {token.text for token in seen.tokens}
        said = filter_of(seen, classes[0] if classes else None, category, narrowed)
        topics = tuple(topic for topic, at in seen.topics.where if at - narrowed or not narrowed)
        counting = said.counting and (len(seen.tokens) <= _FEW or bool(_OF_THEM & words))
        if said.counting and not counting:
            return None
        if not (topics or counting or said.owner or classes or category):
            return None
        if topics and self.is_list(seen):
            return None
        # "Only the serverless ones" are some of them; "just containers" are others.
        within = not (classes or category) or bool(words & _OF_THEM)
        wanted = Filter(
            owner=said.owner or before.owner,
            class_=said.class_ or (before.class_ if within else None),
            category=category or (before.category if within else None),
            topic=topics[0] if topics else next(iter(before.topics), None),
            counting=counting,
        )
        own = seen.topics if topics else before
        return Question(
            text="",
            kind="list",
            topics=topics or before.topics,
            beside=own.beside,
            sweep=own.sweep,
            filter=wanted,
            class_=wanted.class_,
            category=wanted.category,
        )

    def _stranger(self, seen: Seen, base: Question) -> Question | None:
        """A name that is nothing we know, in a question about who does what."""
        # A service's name that is somebody's here is no stranger: "Macie is out sick".
        called = seen.signals.at("doubtful")
        # Nor are the words of another language that nobody explained.
        other = is_foreign(seen.tokens, seen.signals) and bool(seen.topics.strong)
        strange = seen.strange or strangers_of(
            seen,
            tuple(
                at
                for at in seen.unknown
                if at not in called and not (other and seen.tokens[at].raw.islower())
            ),
        )
        asked = bool(seen.topics.topics) and not requests(seen) and not _tells(seen)
        if strange and (_asking(seen) or (asked and not seen.topics.weak)):
            near = _maybe(seen, strange[0])
            if len(near) > 1 and seen.maybe[0].distance <= 2 and not strange[0][:1].isupper():
                return replace(base, kind="clarify", candidates=near)
            return replace(base, kind="not-found", unknown=strange, candidates=near)
        return None

    def _narrowing(self, seen: Seen) -> frozenset[int]:
        """The words that restrict a list to a class or category, and name no topic there."""
        found = [*self._classes.find(seen.tokens), *self._categories.find(seen.tokens)]
        return frozenset(at for first, last, _ in found for at in range(first, last))

    def _classes_of(self, seen: Seen) -> tuple[str, ...]:
        """The classes named, in the order said, each once."""
        several = [range(first, last) for first, last, _ in self.several.book.find(seen.tokens)]
        found = [
            (ids[0], range(first, last))
            for first, last, ids in self._classes.find(seen.tokens, taken_by_names(seen))
        ]
        # "Lambda@Edge" says more than "edge".
        return tuple(
            dict.fromkeys(
                one
                for one, at in found
                if not any(len(more) > len(at) and at[0] in more for more in several)
            )
        )

    @staticmethod
    def _first(book: Phrasebook, seen: Seen) -> str | None:
        found = book.find(seen.tokens, taken_by_names(seen))
        return found[0][2][0] if found else None


def _against_infrastructure(seen: Seen) -> bool:
    """Whether the infrastructure is held against a class: "serverless vs infrastructure"."""
    at = dict(seen.topics.where).get("infrastructure", frozenset())
    near = {
        seen.tokens[one + step].text
        for one in at
        for step in (-1, 1)
        if 0 <= one + step < len(seen.tokens)
    }
    return len(at) == 1 and bool(near & _RIVALS)


def _about_a_list(seen: Seen, narrowed: frozenset[int]) -> bool:
    """Whether a text may carry on a list: it is short, and names nothing."""
    loose = {*seen.plain, *seen.unknown} - narrowed
    named = seen.names or seen.others or loose
    return not named and len(seen.tokens) <= _MOST_WORDS and "help" not in seen.signals


def _said(shelf: Mapping[str, Category | ServiceClass]) -> Iterator[tuple[tuple[str, ...], str]]:
    for one in shelf.values():
        yield one.said_as, one.id


def _asking(seen: Seen) -> bool:
    return "responsibility" in seen.signals


def _tells(seen: Seen) -> bool:
    """Whether a sentence only says how it is: "the data team owns the dashboard"."""
    words = [token.text for token in seen.tokens]
    asks = "?" in seen.text or bool(_ASKERS & set(words)) or seen.signals.at("question") & {0, 1}
    return words[:1] != [] and words[0] in _OPENS and len(words) > _FEW_WORDS and not asks


def _class(seen: Seen, base: Question) -> Question | None:
    first = seen.tokens[0].text if seen.tokens else ""
    opens = 0 in seen.signals.at("question") or seen.text.rstrip().endswith("?")
    # "Containers are such a pain" asks nothing; "what do we secure with containers" does.
    asked = _asking(seen) or bool(seen.topics.topics) or (opens and bool(first))
    if base.classes and asked and seen.topics.topics:
        # A topic on several classes is the topic across the classes.
        return replace(base, kind="overview")
    asked = asked or (bool(base.classes) and "compare" in seen.signals)
    # "Infrastructure services?" asks; "containers rock" does not.
    bare = len(seen.tokens) < _FEW_WORDS and (not seen.plain or seen.text.rstrip().endswith("?"))
    if base.class_ is None or not (asked or bare):
        return None
    return replace(base, kind="class")


def _topic_or_nothing(seen: Seen, base: Question) -> Question:
    """A topic across the classes, a greeting, or nothing that this bot is for."""
    topics = seen.topics
    if "help" in seen.signals and not topics.topics:
        return replace(base, kind="help")
    asking = _asking(seen) and not _tells(seen)
    both = "aws_party" in seen.signals and "team_party" in seen.signals
    strong = bool(topics.topics) and (both or not topics.weak)
    whole = not topics.topics or (strong and "cloud" not in seen.signals)
    named = seen.plain if whole and is_object(seen) else capitals(seen)
    if asking and named:
        return replace(base, kind="not-found", unknown=(" ".join(seen.raw(named)),))
    if (seen.plain and not (strong and asking)) or (requests(seen) and not asking):
        thanks = _thanks(seen) and not topics.strong and not asking
        return replace(base, kind="help" if thanks else "ignore")
    few = len(seen.tokens) <= _FEW_WORDS + 1 or stance_of(seen) is not None
    # "Deploy done" asks nothing.
    few = few and (not topics.weak or len(seen.tokens) == 1 or _points(seen))
    if topics.topics and (asking or (not seen.plain and few)):
        return replace(base, kind="overview")
    helped = "help" in seen.signals and not seen.plain
    greeted = "courtesy" in seen.signals and not seen.plain and not seen.unknown
    if not seen.tokens or helped or greeted or (asking and not seen.plain):
        return replace(base, kind="help")
    return base


def _points(seen: Seen) -> bool:
    """Whether a few words ask something, or tell of the cloud: "our cloud is down"."""
    return "?" in seen.text or "cloud" in seen.signals


def _thanks(seen: Seen) -> bool:
    """Whether a text thanks or greets whom it may be said to: "super helpful thank you"."""
    first, last = (range(_THANKING), range(len(seen.tokens) - _THANKING, len(seen.tokens)))
    thanked = {at for at, token in enumerate(seen.tokens) if token.text in _THANKS}
    return bool(thanked & {*first, *last}) and "?" not in seen.text


def _maybe(seen: Seen, said: str) -> tuple[Mention, ...]:
    """Services that the stranger may be, nearest first, each once."""
    near = sorted(seen.maybe, key=lambda one: (one.distance, -one.score))
    best = {one.service: one for one in reversed(near) if one.score >= 50}
    ordered = sorted(best.values(), key=lambda one: (one.distance, -one.score))
    return tuple(
        Mention(service=one.service, said=said, how="fuzzy", score=one.score) for one in ordered[:5]
    )
