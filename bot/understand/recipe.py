"""A question as a short line of ids, for buttons that must still work weeks later, and back.

No word of a person's is in it: that a name was misspelt or is unknown is kept, the name is not.
What is read back is checked against the catalogue of today: an id that went away, or a value that
somebody made up, is no question at all.
"""

from __future__ import annotations

import json
from zlib import crc32

from bot.catalogue.names import squash
from bot.record import record
from bot.understand.question import CaseSaid, Filter, Mention, Question, Stance

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bot.catalogue.model import Catalogue

VERSION = 1
# A button's value holds 2,000 characters; a select's block id, 255.
LONGEST, LONGEST_ID = 2000, 255
KINDS = ("duty", "service", "compare", "shift", "list", "overview", "class")
DRAWN = ("", "table", "whole")
_OWNERS = ("aws", "customer", "shared", "partner", "none")
_MOST = 20
_COUNT = {"duty": (1, 1), "service": (1, 1), "compare": (2, _MOST), "shift": (2, 2)}


@record
class OursAsked:
    """What of an organisation's own a question was about, by its ids; `whole` asks for the
    catalogue rather than for its stack.
    """

    account: str | None = None
    environment: str | None = None
    team: str | None = None
    whole: bool = False


@record
class Recipe:
    """A question that was read back, and how its answer is to be drawn. `ours` is what of the
    organisation's it was about, None where the catalogue alone had answered.
    """

    question: Question
    drawn: str = ""
    ours: OursAsked | None = None


class _StaleError(ValueError):
    """The value is not one that we would write today."""


def write(
    question: Question, catalogue: Catalogue, drawn: str = "", ours: OursAsked | None = None
) -> str:
    """`question` as a line of ids; empty where it cannot be asked again from ids alone."""
    if question.kind not in KINDS:
        return ""
    wanted, stance = question.filter, question.stance
    cases = [case_line(one, catalogue) for one in question.cases]
    said = {
        "v": VERSION,
        "k": question.kind,
        "s": [one.service for one in question.mentions],
        "t": [*question.topics],
        "b": [*question.beside],
        "w": question.sweep,
        "c": cases,
        "p": stance_line(stance),
        "f": [wanted.owner, wanted.class_, wanted.category, wanted.topic] if wanted else None,
        "l": question.class_,
        "m": [*question.classes],
        "g": question.category,
        "d": drawn,
        "z": [one.service for one in question.mentions if one.how == "fuzzy"],
        "n": [crc32(squash(name).encode()) for name in question.not_aws],
        "u": len(question.unknown) > 0,
        "x": question.foreign,
        "o": [ours.account, ours.environment, ours.team, ours.whole] if ours else None,
    }
    line = json.dumps({key: value for key, value in said.items() if value}, separators=(",", ":"))
    return line if len(line) <= LONGEST else ""


def read(value: object, catalogue: Catalogue) -> Recipe | None:
    """The question behind a value; None when it is stale or was never ours."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST:
        return None
    try:
        said = json.loads(value)
        if not isinstance(said, dict) or said.get("v") != VERSION:
            return None
        return _recipe(said, catalogue)
    except (ValueError, TypeError, RecursionError):
        return None


def _recipe(said: Mapping[str, Any], catalogue: Catalogue) -> Recipe:
    kind = _one(said.get("k"), KINDS)
    services = _ids(said.get("s"), catalogue.services)
    topics = _ids(said.get("t"), catalogue.topics)
    least, most = _COUNT.get(kind, (0, 0))
    class_ = _one(said.get("l"), (None, *catalogue.classes))
    bare = kind in ("duty", "overview") and not topics
    lacking = (kind == "class" and not class_) or (kind == "list" and not said.get("f"))
    if not least <= len(services) <= most or bare or lacking:
        raise _StaleError
    question = Question(
        text="",
        kind=kind,
        mentions=_mentions(services, _ids(said.get("z"), catalogue.services), catalogue),
        topics=topics,
        beside=_ids(said.get("b"), catalogue.topics),
        sweep=_one(said.get("w"), (None, "patching", "encryption", "hardware")),
        cases=tuple(case_read(one, catalogue) for one in said.get("c", ())),
        stance=stance_read(said.get("p")),
        filter=_filter(said.get("f"), catalogue),
        class_=class_,
        classes=_ids(said.get("m"), catalogue.classes),
        category=_one(said.get("g"), (None, *catalogue.categories)),
        not_aws=_not_aws(said.get("n", ()), catalogue),
        unknown=("",) if said.get("u") is True else (),
        foreign=said.get("x") is True,
    )
    drawn = _one(said.get("d", ""), DRAWN)
    return Recipe(question=question, drawn=drawn, ours=_ours(said.get("o")))


def _mentions(
    services: tuple[str, ...], misspelt: tuple[str, ...], catalogue: Catalogue
) -> tuple[Mention, ...]:
    """The services asked about; what a misspelt one was called is not known any more."""
    return tuple(
        Mention(service=one, said="", how="fuzzy") if one in misspelt else mention(one, catalogue)
        for one in services
    )


def _not_aws(marks: Any, catalogue: Catalogue) -> tuple[str, ...]:
    if marks == ():
        # Nearly always so, and going through all names takes longer than the answer.
        return ()
    words = catalogue.vocabulary.not_aws.items()
    known = {
        crc32(squash(text).encode()): name for pair in words for text in pair for name in pair[1:]
    }
    if not isinstance(marks, list):
        raise _StaleError
    return tuple(known[mark] for mark in marks if mark in known)


def _ours(said: Any) -> OursAsked | None:
    if not said:
        return None
    account, environment, team, whole = said
    named = (account, environment, team)
    if any(one is not None and not isinstance(one, str) for one in named):
        raise _StaleError
    return OursAsked(account=account, environment=environment, team=team, whole=whole is True)


def mention(service: str, catalogue: Catalogue) -> Mention:
    """A service that was chosen rather than said."""
    return Mention(service=service, said=catalogue.services[service].name, how="exact")


def _one(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise _StaleError
    return value


def _ids(value: Any, known: Mapping[str, Any]) -> tuple[str, ...]:
    found = tuple(value or ())
    if len(found) > _MOST or len(set(found)) != len(found) or not known.keys() >= set(found):
        raise _StaleError
    return found


def case_line(said: CaseSaid, catalogue: Catalogue) -> list[str | int]:
    """A case by its words: its number may change when the catalogue does."""
    case = catalogue.services[said.service].duties[said.topic].cases[said.case]
    return [said.service, said.topic, crc32(case.when.encode())]


def case_read(said: Any, catalogue: Catalogue) -> CaseSaid:
    """The case that a line names; raises ValueError where the catalogue knows none such."""
    service, topic, mark = said
    duty = catalogue.services[service].duties.get(topic) if service in catalogue.services else None
    for number, case in enumerate(duty.cases if duty else ()):
        if crc32(case.when.encode()) == mark:
            return CaseSaid(service=service, topic=topic, case=number)
    raise _StaleError


def stance_line(stance: Stance | None) -> list[str | bool] | None:
    """What is put for a yes or a no: the party, and whether it is denied."""
    return [stance.party, stance.negated] if stance else None


def stance_read(said: Any) -> Stance | None:
    """The stance that a line names; raises ValueError where it was never ours."""
    if not said:
        return None
    party, negated = said
    return Stance(party=_one(party, _OWNERS), negated=negated is True)


def _filter(said: Any, catalogue: Catalogue) -> Filter | None:
    if not said:
        return None
    owner, class_, category, topic = said
    return Filter(
        owner=_one(owner, (None, *_OWNERS)),
        class_=_one(class_, (None, *catalogue.classes)),
        category=_one(category, (None, *catalogue.categories)),
        topic=_one(topic, (None, *catalogue.topics)),
    )
