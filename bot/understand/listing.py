"""Lists over the catalogue: what they are restricted to."""

from __future__ import annotations

import itertools

from bot.record import replace
from bot.understand.party import is_duty, rather
from bot.understand.question import Filter
from bot.understand.supposed import for_us

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.catalogue.model import Owner
    from bot.understand.phrases import Phrasebook
    from bot.understand.question import Context, Question
    from bot.understand.seen import Seen

_AWS = frozenset("aws amazon you they provider vendor".split())
_TEAM = frozenset(
    (
        "we us our i me my customer customers team ourselves teams ours "
        "wir uns nous nosotros tenemos debemos precisamos devemos dobbiamo notre nos nuestra "
        "nuestro nossa nosso unsere unser"
    ).split()
)
_HELPERS = frozenset("do does must should is are can will have has would need needs did".split())
_OTHER: dict[Owner | None, Owner] = {"aws": "customer", "customer": "aws"}
_DENIALS = frozenset(
    "not don't dont doesn't doesnt isn't isnt aren't arent needn't never won't neither".split()
)
_RELATIVES = frozenset("that which services ones databases who".split())
_NONE = frozenset("no nothing none zero".split())
_NEEDS = frozenset(
    "need needs require requires want wants takes leave leaves with have has".split()
)
_SHARED = frozenset("shared share shares split joint jointly".split())
_SENSELESS = (
    "not apply", "doesn't apply", "don't apply", "not applicable", "no sense", "not relevant",
    "irrelevant", "not a thing",
)  # fmt: skip
# "Tell me", "for us": whoever stands there does nothing.
_NOT_ACTING = frozenset("for without all of tell show give list name send remind".split())
_TOLD_APART = frozenset("where that which whose with".split())
_SEVERAL_OF = frozenset("databases services".split())
_THAT = frozenset("that it this".split())
_DUTIES = frozenset("duties responsibilities tasks jobs chores obligations".split())
_BEFORE_WHAT = frozenset("for on in of with at".split())
_KINDS = frozenset("services stuff things products offerings databases".split())
_UNASKED = frozenset("automatically automatic automagically default itself themselves".split())


def filter_of(
    seen: Seen, class_: str | None, category: str | None, narrowing: frozenset[int]
) -> Filter:
    """What the list is restricted to; None means any. `narrowing` are the words of the class."""
    where = dict(seen.topics.where)
    own = [one for one in seen.topics.topics if not where.get(one) or where[one] - narrowing]
    topics = own or seen.topics.topics
    return Filter(
        owner=party_of([token.text for token in seen.tokens]),
        class_=class_,
        category=category,
        topic=topics[0] if topics else None,
        counting="counting" in seen.signals,
    )


def party_of(words: Sequence[str]) -> Owner | None:
    """Who acts in a list question; the other one, where it is denied: "not our job"."""
    if _senseless(words):
        return "none"
    party = _acting(words)
    if party in _OTHER and (told := rather(words)) is not None:
        # "Is on us, not Amazon."
        return told
    if party == "aws" and not _names_aws(words) and _services_do_not(words):
        # "Services that don't encrypt by default" leave it to the team.
        return "customer"
    if _needs_none(words) and (party is None or (party == "aws" and _TEAM & set(words))):
        # "Which does AWS encrypt with no action of ours?"
        return "aws"
    if party not in _OTHER or not _denied(words):
        return party
    return _OTHER[party]


def _senseless(words: Sequence[str]) -> bool:
    """Whether a topic that makes no sense is asked for: "where does encryption not apply?"."""
    text = " ".join(words)
    return any(said in text for said in _SENSELESS)


def _names_aws(words: Sequence[str]) -> bool:
    return any(word in _AWS for word in words)


def _services_do_not(words: Sequence[str]) -> bool:
    """Whether it is the services that do not: "which ones don't encrypt by default"."""
    return any(
        before in _RELATIVES and word in _DENIALS for before, word in itertools.pairwise(words)
    )


def _denied(words: Sequence[str]) -> bool:
    """Whether the one list asks for what a party need not do: "do we NOT have to patch"."""
    for at, word in enumerate(words):
        near = {*words[max(0, at - 1) : at], *words[at + 1 : at + 4]}
        if word in _DENIALS and near & (_AWS | _TEAM):
            return True
    return _needs_none(words)


def _needs_none(words: Sequence[str]) -> bool:
    """Whether nothing is left to do: "which need no patching by us", "leave us no backups"."""
    return any(
        word in _NONE and bool(_NEEDS & {*words[max(0, at - 2) : at]})
        for at, word in enumerate(words)
    )


def _acting(words: Sequence[str]) -> Owner | None:
    """The party after the helping verb, or after "by"."""
    for before, word in itertools.pairwise(words):
        if before == "by" and word in _AWS | _TEAM:
            return "aws" if word in _AWS else "customer"
    if {"partner", "partners"} & set(words):
        return "partner"
    both = "both" in words and {"sides", "parties", "of", "have"} & set(words)
    if both or (_SHARED & set(words) and "model" not in words):
        return "shared"
    acting = [
        (at, word)
        for at, word in enumerate(words)
        if word in _AWS | _TEAM
        and not _only_told(words, at)
        # "Which are they?" asks for the services, and "on which AWS services" of ours.
        and not (word == "they" and at == len(words) - 1)
        and not (word == "aws" and _describes(words, at))
    ]
    for at, word in acting:
        if at and words[at - 1] in _HELPERS:
            return "aws" if word in _AWS else "customer"
    if acting:
        return "aws" if acting[0][1] in _AWS else "customer"
    own = any(
        word in ("their", "its") for word, after in itertools.pairwise(words) if after == "own"
    )
    unasked = own or bool(_UNASKED & set(words)) or ("without" in words) or for_us(words)
    return "aws" if unasked else None


def _only_told(words: Sequence[str], at: int) -> bool:
    """Whether a party stands where it does nothing: "for us", but not in "the concern of AWS"."""
    before = words[at - 1] if at else ""
    return before in _NOT_ACTING and not (before == "of" and is_duty(words[at - 2]))


def _describes(words: Sequence[str], at: int) -> bool:
    """Whether "AWS" stands as in "AWS services", which only says whose services are meant."""
    return words[at + 1 : at + 2] in (
        ["service"],
        ["services"],
        ["databases"],
        ["offerings"],
        ["products"],
    )


def of_that(question: Question, seen: Seen, before: Context) -> Question:
    """A list that points back to the topic before: "which storage services leave that to us?"."""
    back = _THAT & {token.text for token in seen.tokens}
    wanted = question.filter
    if wanted is None or wanted.topic is not None or not back or not before.topics:
        return question
    return replace(question, topics=before.topics, filter=replace(wanted, topic=before.topics[0]))


def of_duties(seen: Seen) -> bool:
    """Whether it asks which duties rather than which services: "which of our tasks stay?"."""
    words = [token.text for token in seen.tokens]
    asks = [at for at, word in enumerate(words) if word in ("which", "what")]
    return any(_DUTIES & set(words[at : at + 4]) for at in asks) and "services" not in words


def is_of_one(seen: Seen, books: Iterable[Phrasebook]) -> bool:
    """Whether all is asked of one word of these books: "what do we still own on EB?"."""
    words = [token.text for token in seen.tokens]
    return words[0] == "what" and any(
        last == len(words) and _BEFORE_WHAT & {*words[max(0, first - 2) : first]}
        for book in books
        for first, last, _ in book.find(seen.tokens)
    )


def asks_list(seen: Seen) -> bool:
    """Whether a word asks for a list or a count, or it begins like "What database services"."""
    return "list" in seen.signals or "counting" in seen.signals or _what_services(seen)


def _what_services(seen: Seen) -> bool:
    # "For what edge services …"
    led = bool(seen.tokens) and seen.tokens[0].text in _BEFORE_WHAT
    words = [token.text for token in seen.tokens[led : led + 4]]
    asked = words[:1] == ["what"] and "do" not in words and "about" not in words
    return asked and bool(_KINDS & set(words))


def asks_party(seen: Seen) -> bool:
    """Whether it asks which of the two does something: "across services, which party encrypts?"."""
    words = [token.text for token in seen.tokens]
    pairs = {*itertools.pairwise(words)}
    if "who" in words and {"general", "generally"} & set(words):
        return True
    return any((one, two) in pairs for one in ("which", "what") for two in ("party", "side"))


def those_where(seen: Seen) -> bool:
    """Whether several are told apart by what is so of them: "databases where backups are ours"."""
    pairs = itertools.pairwise(token.text for token in seen.tokens)
    return any(one in _SEVERAL_OF and two in _TOLD_APART for one, two in pairs)
