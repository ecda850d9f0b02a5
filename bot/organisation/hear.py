"""The organisation's own words in a question: its places, teams and workloads.

A word that the catalogue uses too (a team called Platform, an account called data) counts
only beside the word that says what it is: "platform team", "the data account". So no
overlay can take a service or a topic out of a question. What is heard is put into plain
words before the question is read, and the reply shows it.
"""

from __future__ import annotations

import re

from bot.catalogue.names import short
from bot.organisation.holders import Spot
from bot.record import record
from bot.understand.phrases import stems_of
from bot.understand.words import tokens_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.catalogue.model import Catalogue
    from bot.organisation.model import Organisation
    from bot.understand.words import Token

    Stems = tuple[str, ...]

_WHERE, _INTO = frozenset("on in at".split()), frozenset("in on for our the to".split())
# What environments are called everywhere, though the catalogue knows the words as well.
_USUAL = frozenset(
    "prod production prd live staging stage stg dev development test testing qa uat preprod "
    "sandbox".split()
)
_BESIDE = {
    "team": frozenset("team teams squad crew".split()),
    "place": frozenset("account accounts environment environments env".split()),
    "workload": frozenset("workload workloads app application service".split()),
}
_PLAIN = {"team": "our team", "place": "production"}
_MACHINE = re.compile(r"\S*(?:arn:aws|://|aws_|AWS::)\S*")
_NUMBER = re.compile(r"\d{12}")
_RUN = frozenset("run running use using".split())
# A service's name may have this many words before or after one of ours.
_NAME = 3
_WHOLE = frozenset("catalogue catalog".split())


@record
class OursSaid:
    """What of ours a question says; `text` is the question in the catalogue's words.

    `spot_said` and `workload` are the person's words for a place and a workload, `runs_on`
    the service that the workload was taken for; `whole` asks for the catalogue, not the stack,
    `stack` for what is on it.
    """

    text: str
    spot: Spot | None = None
    spot_said: str = ""
    team: str | None = None
    workload: str = ""
    runs_on: str = ""
    whole: bool = False
    stack: bool = False


@record
class _Word:
    kind: str
    id: str
    usual: bool


class OurWords:
    """Finds the organisation's words; built once for an organisation and a catalogue."""

    def __init__(self, organisation: Organisation, catalogue: Catalogue) -> None:
        self._of, self._catalogue = organisation, catalogue
        self._words: dict[Stems, _Word] = {}
        self._longest = 1
        self._taken: set[Stems] | None = None
        self._names: set[Stems] = set()
        for phrase, kind, name in _phrases(organisation):
            stems = stems_of(phrase)
            if stems:
                usual = phrase.lower() in _USUAL
                self._words.setdefault(stems, _Word(kind=kind, id=name, usual=usual))
                self._longest = max(self._longest, len(stems))
        self._runs_on = _workloads(organisation, catalogue)

    def hear(self, text: str) -> OursSaid:
        """What `text`, already cleaned, says of ours."""
        tokens = tokens_of(text)
        inside = _machine_names(text)
        found: dict[str, list[tuple[_Word, str]]] = {}
        pieces: list[str] = []
        done = at = 0
        while at < len(tokens):
            match = self._at(tokens, at)
            if match is None:
                at += 1
                continue
            first, last, word = match
            start, end = tokens[first].start, tokens[last - 1].end
            said = text[start:end]
            at = last
            if _is_a_verb(tokens, first, last):
                continue
            if any(begin < end and start < stop for begin, stop in inside):
                # In a machine name only an account's number says a place, and all stays as it is.
                if _NUMBER.fullmatch(said):
                    found.setdefault(word.kind, []).append((word, said))
                continue
            plain = _PLAIN.get(word.kind) or self._service_name(word.id)
            pieces += [text[done : max(done, start)], plain]
            done = end
            found.setdefault(word.kind, []).append((word, said))
        said_of = {kind: _only(words) for kind, words in found.items()}
        return self._said("".join([*pieces, text[done:]]), said_of, {one.text for one in tokens})

    def _said(
        self, text: str, found: Mapping[str, tuple[_Word, str] | None], words: set[str]
    ) -> OursSaid:
        place, team, work = found.get("place"), found.get("team"), found.get("workload")
        return OursSaid(
            text=text,
            spot=_spot(place[0].id) if place else None,
            spot_said=place[1] if place else "",
            team=team[0].id if team else None,
            workload=work[1] if work else "",
            runs_on=self._runs_on[work[0].id] if work else "",
            whole=bool(words & _WHOLE),
            stack="stack" in words or bool(place and words & _RUN),
        )

    def _service_name(self, workload: str) -> str:
        return self._catalogue.services[self._runs_on[workload]].name

    def _is_catalogue_s(self, tokens: Sequence[Token]) -> bool:
        """Whether a phrase means something in a question without an organisation."""
        if self._taken is None:
            self._taken = set(_vocabulary(self._catalogue))
            self._names = set(_names(self._catalogue))
        return tuple(token.stem for token in tokens) in self._taken

    def _in_a_name(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether a phrase is a part of a service's name: "media live" is no place."""
        stems = [token.stem for token in tokens]
        return any(
            tuple(stems[start:end]) in self._names
            for start in range(max(0, first - _NAME), first + 1)
            for end in range(last, min(len(stems), last + _NAME) + 1)
            if end - start > last - first
        )

    def _at(self, tokens: Sequence[Token], at: int) -> tuple[int, int, _Word] | None:
        """The longest of our phrases that begins at a token, with the word beside it."""
        for size in range(min(self._longest, len(tokens) - at), 0, -1):
            word = self._words.get(tuple(token.stem for token in tokens[at : at + size]))
            if word is None or (word.kind == "workload" and word.id not in self._runs_on):
                continue
            first, last = at, at + size
            beside = _BESIDE[word.kind]
            before = bool(first) and tokens[first - 1].text in beside
            after = last < len(tokens) and tokens[last].text in beside
            if self._is_catalogue_s(tokens[first:last]) and not (before or after or word.usual):
                continue
            if self._in_a_name(tokens, first, last):
                continue
            return first - before, last + after, word
        return None


def _is_a_verb(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether "live" is what machines do: they "live on" hosts; a change goes out "in live"."""
    before = tokens[first - 1].text if first else ""
    after = tokens[last].text if last < len(tokens) else ""
    return tokens[first].text == "live" and after in _WHERE and before not in _INTO


def _machine_names(text: str) -> list[tuple[int, int]]:
    """Where ARNs, addresses and types of resources stand."""
    return [match.span() for match in _MACHINE.finditer(text)]


def _only(words: Sequence[tuple[_Word, str]]) -> tuple[_Word, str] | None:
    """The one that was meant; None where several were, so that the answer shows them all."""
    return words[0] if len({word.id for word, _ in words}) == 1 else None


def _spot(place: str) -> Spot:
    kind, _, name = place.partition(":")
    return Spot(account=name) if kind == "account" else Spot(environment=name)


def _phrases(organisation: Organisation) -> Iterator[tuple[str, str, str]]:
    """Every phrase of ours, what kind it is of and the id that it means; the surest first."""
    for environment in organisation.environments.values():
        for phrase in (environment.id, environment.name, *environment.said_as):
            yield phrase, "place", f"environment:{environment.id}"
    for account in organisation.accounts.values():
        number = (account.number,) if account.number else ()
        for phrase in (account.id, account.name, *number, *account.said_as):
            yield phrase, "place", f"account:{account.id}"
    for team in organisation.teams.values():
        for phrase in (team.id, team.name, *team.said_as):
            yield phrase, "team", team.id
    for used in organisation.stack:
        for workload in used.workloads:
            yield workload, "workload", workload


def _workloads(organisation: Organisation, catalogue: Catalogue) -> dict[str, str]:
    """What each workload runs on, where that is one computing service of the catalogue."""
    found: dict[str, set[str]] = {}
    for used in organisation.stack:
        service = catalogue.services.get(used.service)
        if service is not None and service.category in ("compute", "containers"):
            for workload in used.workloads:
                found.setdefault(workload, set()).add(service.id)
    return {workload: one.pop() for workload, one in found.items() if len(one) == 1}


def _names(catalogue: Catalogue) -> Iterator[Stems]:
    """What services are called."""
    for service in catalogue.services.values():
        yield from map(stems_of, (service.id, service.name, short(service.name), *service.aliases))


def _vocabulary(catalogue: Catalogue) -> Iterator[Stems]:
    """Every word and phrase that means something in a question without an organisation."""
    words = catalogue.vocabulary
    yield from _names(catalogue)
    for topic in catalogue.topics.values():
        said = (topic.id, *topic.said_as, *topic.hints, *topic.things, *topic.elsewhere)
        yield from map(stems_of, said)
    for class_ in catalogue.classes.values():
        yield from map(stems_of, class_.said_as)
    for category in catalogue.categories.values():
        yield from map(stems_of, category.said_as)
    for phrases in words.signals.values():
        yield from map(stems_of, phrases)
    for one in words.ambiguous:
        yield from map(stems_of, one.said_as)
    yield from map(stems_of, words.not_aws)
