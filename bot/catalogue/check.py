"""Rules that hold across the catalogue. Each is one small function, listed in `RULES`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalogue.files import TERMS
from bot.catalogue.names import short, squash
from bot.catalogue.shapes import ID_FIELDS
from bot.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.catalogue.build import Shelf
    from bot.catalogue.model import Catalogue, Duty, Service

    Rule = Callable[[Catalogue, Shelf], Iterator[Problem]]


def _fault(service: Service, shelf: Shelf, rule: str, field: str, says: str, cure: str) -> Problem:
    line = shelf.lines.get((service.id, field), service.at.line)
    file = service.at.file
    return Problem(rule=rule, file=file, line=line, field=field, says=says, cure=cure)


def _at(duty: Duty, rule: str, field: str, says: str, cure: str) -> Problem:
    place = duty.at
    return Problem(rule=rule, file=place.file, line=place.line, field=field, says=says, cure=cure)


def names_are_unique(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A name or alias means one service only, after folding case, accents and spaces."""
    owners: dict[str, str] = {}
    for service in catalogue.services.values():
        said = [("name", service.name), ("name", short(service.name))]
        said += [(f"aliases[{i}]", alias) for i, alias in enumerate(service.aliases)]
        for field, text in said:
            owner = owners.setdefault(squash(text), service.id)
            if owner != service.id:
                says = f"{text!r} is already a name of {owner!r}."
                yield _fault(service, shelf, "name-taken", field, says, "Keep it in one file.")


def names_keep_one_script(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """Names and aliases use one alphabet, so that none can look like another."""
    for service in catalogue.services.values():
        for field, text in [("name", service.name)] + [
            (f"aliases[{i}]", alias) for i, alias in enumerate(service.aliases)
        ]:
            if not text.isascii():
                cure = "Write it in plain ASCII."
                yield _fault(service, shelf, "script", field, f"{text!r} is not ASCII.", cure)


def common_words_are_names(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A common word is one of the service's own names."""
    for service in catalogue.services.values():
        own = {squash(text) for text in (service.name, short(service.name), *service.aliases)}
        for number, word in enumerate(service.common_words):
            if squash(word) not in own:
                field = f"common_words[{number}]"
                cure = "Add it to the aliases, or drop it here."
                says = f"{word!r} is no name of this service."
                yield _fault(service, shelf, "common-word", field, says, cure)


def plain_english_is_marked(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A name that is one plain English word counts only with evidence."""
    english = set(catalogue.vocabulary.english.split())
    for service in catalogue.services.values():
        marked = {squash(word) for word in service.common_words}
        said = [("name", short(service.name))]
        said += [(f"aliases[{i}]", alias) for i, alias in enumerate(service.aliases)]
        for field, text in said:
            word = text.lower()
            if word in english and squash(word) not in marked:
                cure = f"Add {word!r} to common_words."
                says = f"{text!r} is plain English."
                yield _fault(service, shelf, "common-word", field, says, cure)


def terms_are_counts(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """Each line of `terms.txt` is a word and how often it was said of each topic."""
    del shelf
    head, _, lines = catalogue.vocabulary.terms.partition("\n\n")
    cure = "Write the file anew with `python -m tests.terms`."
    known = {*catalogue.topics, "none"}
    heads = [line.partition(" ")[0] for line in head.splitlines() if not line.startswith("#")]
    if catalogue.vocabulary.terms and heads != ["questions", "words"]:
        yield _of_terms(1, "It must begin with the lines `questions` and `words`.", cure)
    words = [line.partition(" ")[0] for line in lines.splitlines()]
    if words != sorted(set(words)):
        yield _of_terms(1, "Its words are not in order, each once.", cure)
    for number, line in enumerate(catalogue.vocabulary.terms.splitlines(), 1):
        pairs = [one.partition("=") for one in line.split()[1:]]
        if line[:1] == "#" or (not line and number == head.count("\n") + 2):
            continue
        if not pairs or not all(topic in known and n.isdigit() for topic, _, n in pairs):
            yield _of_terms(number, "It is no word with counts of topics.", cure)


def _of_terms(line: int, says: str, cure: str) -> Problem:
    return Problem(rule="terms", file=TERMS, line=line, field="", says=says, cure=cure)


def variants_have_parents(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A variant's parent exists, is no variant itself, and its name is part of the variant's."""
    for service in catalogue.services.values():
        if service.variant_of is None:
            continue
        parent = catalogue.services.get(service.variant_of)
        if parent is None or parent.variant_of is not None:
            says = f"{service.variant_of!r} is no service that can have variants."
            cure = "Name the service that this is a way of running."
            yield _fault(service, shelf, "variant", "variant_of", says, cure)
        elif not _core(parent.name) <= _core(service.name):
            says = f"{service.name!r} does not hold {parent.name!r}."
            cure = "Begin the name with its parent's."
            yield _fault(service, shelf, "variant", "name", says, cure)


def _core(name: str) -> set[str]:
    return set(short(name).lower().split()) - {"service", "amazon", "aws", "on"}


def variants_add_something(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A variant never repeats its parent's duty, nor names another owner than a stated one."""
    del shelf
    for service in catalogue.services.values():
        parent = catalogue.services.get(service.variant_of or "")
        for topic, duty in service.duties.items() if parent else ():
            above = parent.duties.get(topic) if parent else None
            if above is None:
                continue
            if above.says == duty.says and above.cases == duty.cases:
                cure = "Drop it here: a silent variant takes its parent's."
                yield _at(duty, "variant-repeats", topic, "This is the parent's duty.", cure)
            elif above.says.owner != duty.says.owner:
                says = f"The parent says {above.says.owner}, this says {duty.says.owner}."
                cure = "State the topic in each variant, not in the parent."
                yield _at(duty, "variant-differs", topic, says, cure)


def ids_are_claimed_once(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A machine name means one entry only."""
    owners: dict[tuple[str, str], str] = {}
    for service in catalogue.services.values():
        for form in ID_FIELDS:
            for text in getattr(service.ids, form):
                owner = owners.setdefault((form, text.lower()), service.id)
                if owner != service.id:
                    says = f"{text!r} is already claimed by {owner!r}."
                    cure = "Claim it in one file."
                    yield _fault(service, shelf, "id-taken", form, says, cure)


def successors_exist(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A renamed or ended service names a successor that is in the catalogue, or none."""
    for service in catalogue.services.values():
        successor = service.state.successor
        if successor is not None and successor not in catalogue.services:
            says = f"There is no service {successor!r}."
            cure = "Name an id of the catalogue, or drop it."
            yield _fault(service, shelf, "successor", "state", says, cure)


def classes_claim_only_what_holds(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """A class names a single owner only where no service of the class says otherwise."""
    del shelf
    for one in catalogue.classes.values():
        for topic, duty in one.duties.items():
            if duty.says.owner == "shared":
                continue
            contrary = [
                service.id
                for service in catalogue.services.values()
                if service.class_ == one.id
                and topic in service.duties
                and service.duties[topic].says.owner not in (duty.says.owner, "none")
            ]
            if contrary:
                says = f"Not all agree: {', '.join(contrary[:5])}."
                cure = "Say both halves: it depends on how the service is run."
                yield _at(duty, "class-claims", f"{one.id}.duties.{topic}", says, cure)


def ambiguous_words_lead_somewhere(catalogue: Catalogue, shelf: Shelf) -> Iterator[Problem]:
    """An ambiguous word has two to five candidates, all in the catalogue, and no owner."""
    del shelf
    for one in catalogue.vocabulary.ambiguous:
        missing = [name for name in one.candidates if name not in catalogue.services]
        if missing or not 2 <= len(one.candidates) <= 5:
            says = f"{one.said_as[:1]}: {missing or len(one.candidates)} will not do."
            cure = "Give two to five ids of the catalogue."
            yield Problem(
                rule="ambiguous", file="ambiguous.yaml", line=1, field="words", says=says, cure=cure
            )


RULES: tuple[Rule, ...] = (
    names_are_unique,
    names_keep_one_script,
    common_words_are_names,
    plain_english_is_marked,
    terms_are_counts,
    variants_have_parents,
    variants_add_something,
    ids_are_claimed_once,
    successors_exist,
    classes_claim_only_what_holds,
    ambiguous_words_lead_somewhere,
)
