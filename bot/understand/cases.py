"""Which cases of the catalogue a text itself says: "with a custom AMI", "on Extended Support"."""

from __future__ import annotations

from bot.record import replace
from bot.understand.names import tokens_taken
from bot.understand.question import CaseSaid
from bot.understand.switched import is_on, is_set, turns_on
from bot.understand.told import CaseFound, Told
from bot.understand.wording import Word, held, places_of, stems_in, words_in
from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.catalogue.model import Catalogue, Service
    from bot.understand.seen import Seen
    from bot.understand.words import Token

_STATES = frozenset(stem(word) for word in "on off is enabled disabled sign signing".split())
_DENIALS = frozenset("not no never un".split())
_IS = frozenset("is are does do isn't aren't doesn't don't".split())
_PARTIES = ("aws_party", "team_party")
_WHO = frozenset("who whose whos who's".split())
_SEVERAL, _NEAR, _DENIED_BY = 2, 3, 4


def cases_said(
    catalogue: Catalogue, services: Iterable[str], topics: Iterable[str], seen: Seen
) -> tuple[CaseSaid, ...]:
    """The cases said, for every entry that an answer on `services` and `topics` may use."""
    return tuple(one.said for one in cases_found(catalogue, services, topics, seen, loosely=True))


def cases_found(
    catalogue: Catalogue,
    services: Iterable[str],
    topics: Iterable[str],
    seen: Seen,
    *,
    loosely: bool = False,
) -> tuple[CaseFound, ...]:
    """The cases said with the tokens that say them, each case once; `loosely`: in any words."""
    asked = tuple(topics)
    stated = [
        (one, topic)
        for service in services
        for one in catalogue.family(service)
        for topic in asked
        if (duty := one.duties.get(topic)) is not None and duty.cases
    ]
    if not stated:
        return ()
    # "Is RDS Multi-AZ by default?" asks for the condition; it does not state it.
    asks = {seen.tokens[at].stem for at in seen.topics.tokens} if _asks_whether(seen) else set()
    turning, places = turns_on(seen.tokens), places_of(seen.tokens)
    unasked = not (asks and {"default", "not"} & places.keys())
    told = Told(catalogue, seen) if loosely and unasked else None
    found: dict[CaseSaid, CaseFound] = {}
    for one, topic in stated:
        case = _case_said((one, topic), seen.tokens, places, asks, turning=turning)
        if case is None and told is not None:
            case = told.case_meant(one, topic, turning=turning)
        if case is not None and not _is_set(one, case, seen):
            found.setdefault(case.said, case)
    return tuple(found.values())


def _is_set(service: Service, case: CaseFound, seen: Seen) -> bool:
    own = service.duties[case.said.topic].cases[case.said.case]
    return is_set(own, seen.tokens, case.tokens)


def without_conditions(catalogue: Catalogue, seen: Seen) -> Seen:
    """Drop topics whose words only state a case of another topic that is asked.

    In "Redshift restored from a snapshot, encrypted by AWS?" the snapshot is no question of
    its own: it is a condition of the encryption.
    """
    said = seen.topics
    if len(said.topics) < 2 or len(seen.names) != 1:
        return seen
    service = seen.names[0].service or ""
    where = dict(said.where)
    stated: dict[str, frozenset[int]] = {
        topic: frozenset(
            at
            for case in cases_found(catalogue, [service], [topic], seen)
            for at in with_words_of(catalogue, case, seen)
        )
        for topic in said.topics
    }
    dropped = {
        topic
        for topic in said.topics
        for other in said.topics
        if other != topic
        and where.get(topic)
        and where[topic] <= stated[other]
        and not _asked_apart(seen, where[topic], where.get(other, frozenset()))
        and not where.get(other, frozenset()) <= stated[topic]
    }
    kept = tuple(topic for topic in said.topics if topic not in dropped)
    return replace(seen, topics=replace(said, topics=kept)) if dropped else seen


def with_words_of(catalogue: Catalogue, case: CaseFound, seen: Seen) -> frozenset[int]:
    """The tokens that say a case, with those near them that its condition is written with."""
    said = case.said
    when = catalogue.services[said.service].duties[said.topic].cases[said.case].when
    words = {stem(word) for word in words_of(when)}
    near = range(min(case.tokens) - _NEAR, max(case.tokens) + _NEAR + 1)
    more = {at for at in near if 0 <= at < len(seen.tokens) and seen.tokens[at].stem in words}
    return case.tokens | more


def _asked_apart(seen: Seen, one: frozenset[int], two: frozenset[int]) -> bool:
    """Whether two topics are questions of their own: "Is backup included? And encryption?"."""
    swept = two or seen.signals.at("encryption", "patching")
    if not one or not swept:
        return False
    first, second = sorted((one, swept), key=min)
    between = seen.tokens[max(first) + 1 : min(second) + 1]
    return any("?" in token.gap for token in between)


def with_case_topic(catalogue: Catalogue, seen: Seen) -> Seen:
    """Where no topic is surely said, that of a case which the text states in several words.

    "An instance is scheduled for retirement, who moves it?" asks about the infrastructure.
    """
    said = seen.topics
    first = seen.tokens[0].text if seen.tokens else ""
    asks = first in _IS or bool(_WHO & {token.text for token in seen.tokens})
    if len(seen.names) != 1 or not asks:
        return seen
    if said.topics and not said.weak:
        # What a yes/no question asks for is no condition of another topic.
        return seen if first in _IS else _with_topic_of_case(catalogue, seen)
    own = catalogue.services[seen.names[0].service or ""]
    places = places_of(seen.tokens)
    cases = (_case_said((own, topic), seen.tokens, places, set()) for topic in own.duties)
    found = [case for case in cases if case is not None]
    best = max(found, key=lambda case: len(case.tokens), default=None)
    enough = _SEVERAL + bool(said.topics)
    hinted = any(case.said.topic in said.topics for case in found)
    if best is None or hinted or len(best.tokens) < enough:
        return seen
    topics = replace(said, topics=(best.said.topic,), weak=False, beside=(), sweep=None)
    return replace(seen, topics=topics)


def _with_topic_of_case(catalogue: Catalogue, seen: Seen) -> Seen:
    """Where all that says a topic is part of a condition of another one, that one.

    "The build image is deprecated, who moves us?" asks about the images, not about the platform
    that deprecation alone would mean.
    """
    said, service = seen.topics, seen.names[0].service or ""
    own, where = catalogue.services[service], dict(said.where)
    if said.sweep or not all(where.get(topic) for topic in said.topics):
        return seen
    if cases_found(catalogue, [service], [*said.topics, *said.beside], seen, loosely=True):
        return seen
    every = frozenset(at for topic in said.topics for at in where[topic])
    places = places_of(seen.tokens)
    cases = (_case_said((own, topic), seen.tokens, places, set()) for topic in own.duties)
    found = [case for case in cases if case and every < case.tokens]
    if not found:
        return seen
    best = max(found, key=lambda case: len(case.tokens))
    return replace(seen, topics=replace(said, topics=(best.said.topic,), beside=()))


def states_case(
    catalogue: Catalogue, services: Sequence[str], topics: Sequence[str], seen: Seen
) -> bool:
    """Whether all that a text says of topics is a case of `topics`: "what if it's an image?"."""
    if len(services) != 1:
        return False
    loosely = not seen.topics.strong
    found = cases_found(catalogue, services, topics, seen, loosely=loosely)
    said = frozenset(at for case in found for at in with_words_of(catalogue, case, seen))
    other = [tokens for topic, tokens in seen.topics.where if topic not in topics]
    asked = frozenset(at for tokens in other for at in tokens)
    named = tokens_taken(seen.names)
    return bool(found) and named <= said and (seen.topics.weak or asked <= said)


def _asks_whether(seen: Seen) -> bool:
    """Whether a yes/no question about one run of topic words asks if that is so."""
    at = sorted(seen.topics.tokens)
    words = [token.text for token in seen.tokens]
    if at and words[0] in _IS and "not" in words[1:_DENIED_BY]:
        # "Does AWS not encrypt it?" does not say that it is unencrypted.
        return True
    if not at or at[-1] - at[0] != len(at) - 1:
        return False
    # Who does it is asked of a condition that holds: "is an engine upgrade on us?".
    of_whom = any(party in seen.signals for party in _PARTIES)
    return "default" in words or (words[0] in _IS and not of_whom)


def _case_said(
    of: tuple[Service, str],
    tokens: Sequence[Token],
    places: Mapping[str, Sequence[int]],
    asks: set[str],
    *,
    turning: bool = False,
) -> CaseFound | None:
    """The case of a duty whose longest phrase the text holds; None when it says none."""
    best, longest = None, 0
    service, topic = of
    duty = service.duties.get(topic)
    cases = duty.cases if duty else ()
    for number, case in enumerate(cases):
        if turning and is_on(case):
            continue
        likely = [words_in(phrase) for phrase in case.said_as if stems_in(phrase) <= places.keys()]
        if not likely:
            continue
        keys = [key for key in likely if not _asked_itself(key, asks)]
        # "The agent isn't updated" speaks of the agent all the same.
        thing = case.when.startswith("it is ")
        found = [(len(key), at) for key in keys if (at := held(tokens, key, places, thing=thing))]
        most = max((size for size, _ in found), default=0)
        if most > longest:
            said = CaseSaid(service=service.id, topic=topic, case=number)
            every = frozenset(at for _, one in found for at in one)
            best, longest = CaseFound(said=said, tokens=every), most
    return best


def _asked_itself(key: tuple[Word, ...], asks: set[str]) -> bool:
    """Whether the phrase is what a yes/no question asks for, small words aside."""
    return bool(asks) and {word.stem for word in key} - _STATES - _DENIALS <= asks
