"""The files beside the services: topics, classes, categories, sources and word lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalogue.build import duty_from, sources_in
from bot.catalogue.model import Ambiguous, Category, ServiceClass, Topic
from bot.catalogue.shapes import CLASSES

if TYPE_CHECKING:
    from bot.catalogue.build import Shelf
    from bot.catalogue.fields import Fields, Report
    from bot.catalogue.model import Source

TOPICS = (
    "physical", "infrastructure", "operating-system", "platform", "application", "network",
    "identity", "encryption-at-rest", "encryption-in-transit", "data", "logging", "backup",
    "resilience",
)  # fmt: skip
SIGNALS = (
    "responsibility", "aws_party", "team_party", "compare", "shift", "list", "counting",
    "patching", "encryption", "hardware", "help", "courtesy", "followup", "generic", "question",
    "verbs", "negation", "bridges", "foreign", "cloud", "outside", "everything",
    "jargon", "upkeep", "upgrading", "mending", "doubtful",
    "strict", "alike", "insiders", "idioms",
    "wishes", "how", "senses",
)  # fmt: skip


def topics_from(fields: Fields | None) -> dict[str, Topic]:
    """The closed list of topics, in the order of the contract."""
    if fields is None:
        return {}
    _complete(fields, TOPICS, "topic")
    found = {}
    for topic_id in fields.names():
        if (one := fields.inner(topic_id)) is None or topic_id not in TOPICS:
            continue
        one.only(
            ("title", "covers", "said_as", "hints", "things", "elsewhere", "tools"), ordered=True
        )
        title, covers = one.text("title", 60), one.text("covers")
        found[topic_id] = Topic(
            id=topic_id,
            title=title or "",
            covers=covers or "",
            said_as=one.texts("said_as"),
            hints=one.texts("hints"),
            things=one.texts("things"),
            elsewhere=one.texts("elsewhere"),
            tools=one.texts("tools"),
        )
    return found


def categories_from(fields: Fields | None) -> dict[str, Category]:
    """What services are for."""
    found = {}
    for category_id in fields.names() if fields else ():
        one = fields.inner(category_id) if fields else None
        if one is not None:
            one.only(("title", "said_as"), ordered=True)
            title = one.text("title", 60) or ""
            found[category_id] = Category(id=category_id, title=title, said_as=one.texts("said_as"))
    return found


def sources_from(fields: Fields | None) -> dict[str, Source]:
    """Pages that three services or more cite."""
    return sources_in(fields)


def classes_from(fields: Fields | None, shelf: Shelf, report: Report) -> dict[str, ServiceClass]:
    """The classes with their fallback duties, which may cite shared sources only."""
    report.file = "classes.yaml"
    found: dict[str, ServiceClass] = {}
    if fields is None:
        return found
    _complete(fields, CLASSES, "class")
    for class_id in fields.names():
        if (one := fields.inner(class_id)) is None or class_id not in CLASSES:
            continue
        one.only(("title", "summary", "said_as", "duties"), ordered=True)
        title, summary = one.text("title", 60), one.text("summary", 300)
        duties = {}
        inner = one.inner("duties")
        for topic in inner.names() if inner else ():
            duty = inner.inner(topic) if inner else None
            if duty is not None:
                duties[topic] = duty_from(duty, topic, "classes.yaml", shelf.sources, set())
        if inner:
            _complete(inner, TOPICS, "topic")
        found[class_id] = ServiceClass(
            id=class_id,
            title=title or "",
            summary=summary or "",
            said_as=one.texts("said_as"),
            duties=duties,
        )
    return found


def signals_from(fields: Fields | None) -> dict[str, tuple[str, ...]]:
    """The words of questions, by what they signal."""
    if fields is None:
        return {}
    _complete(fields, SIGNALS, "signal")
    return {name: fields.texts(name, allow=lambda _: True) for name in fields.names()}


def not_aws_from(fields: Fields | None) -> dict[str, str]:
    """Names that are not AWS's: each as typed in small letters, and as it is written."""
    found: dict[str, str] = {}
    for name in fields.names() if fields else ():
        for alias in (name, *(fields.texts(name) if fields else ())):
            found[alias.casefold()] = name
    return found


def ambiguous_from(fields: Fields | None) -> tuple[Ambiguous, ...]:
    """Words with several meanings and what they could mean, best first."""
    found = []
    for one in fields.each("words") if fields else ():
        one.only(("said_as", "candidates"), ordered=True)
        said_as, candidates = one.texts("said_as"), one.texts("candidates")
        found.append(Ambiguous(said_as=said_as, candidates=candidates))
    return tuple(found)


def _complete(fields: Fields, known: tuple[str, ...], what: str) -> None:
    fields.only(known, what=what)
    for name in known:
        if name not in fields:
            fields.fault("missing", "", f"The {what} {name!r} is missing.", f"Add {name}:")
