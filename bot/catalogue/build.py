"""One service file's fields into a `Service`, with what they refer to resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.catalogue.model import (
    STATES,
    Case,
    Duty,
    Ids,
    Partner,
    Place,
    Says,
    Service,
    Source,
    State,
)
from bot.catalogue.shapes import (
    CASE_FIELDS,
    CLASSES,
    CONDITION,
    DUTY_FIELDS,
    ID,
    ID_FIELDS,
    NAME,
    PARTIES,
    PARTNER,
    PARTNER_FIELDS,
    SERVICE_FIELDS,
    SLUG,
    SOURCE_FIELDS,
    STATE_FIELDS,
    TITLE,
)
from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.catalogue.fields import Fields
    from bot.catalogue.model import Category, StateOf, Topic
_FILE = re.compile(SLUG)


@record
class Shelf:
    """What service files refer to by id; `lines` remembers where names and ids stand."""

    topics: Mapping[str, Topic]
    categories: Mapping[str, Category]
    sources: Mapping[str, Source]
    lines: dict[tuple[str, str], int]


def service_from(fields: Fields, file: str, shelf: Shelf) -> Service | None:
    """Read one service; None when the parts that everything hangs on are missing."""
    fields.only(SERVICE_FIELDS, ordered=True)
    service_id = file.removeprefix("services/").removesuffix(".yaml")
    if not _FILE.fullmatch(service_id):
        cure = "Name it in small letters, digits and hyphens, ending in .yaml."
        fields.fault("file", "", f"{file!r} is no service id.", cure)
    name, summary = fields.text("name", NAME), fields.text("summary")
    class_ = fields.one_of("class", CLASSES)
    category = fields.one_of("category", tuple(shelf.categories))
    duties = _duties(fields, file, shelf)
    ids, state = _ids(fields, service_id, shelf), _state(fields)
    for field in ("name", "variant_of", "class", "state"):
        shelf.lines[service_id, field] = fields.line(field)
    for field in ("aliases", "common_words"):
        for number, line in enumerate(fields.lines(field)):
            shelf.lines[service_id, f"{field}[{number}]"] = line
    if None in (name, summary, class_, category):
        return None
    return Service(
        id=service_id,
        name=name or "",
        aliases=fields.texts("aliases"),
        common_words=fields.texts("common_words"),
        class_=class_ or "",
        category=category or "",
        variant_of=fields.text("variant_of", ID, required=False),
        state=state,
        ids=ids,
        summary=summary or "",
        duties=duties,
        at=Place(file=file, line=1),
    )


def _state(fields: Fields) -> State:
    inner = fields.inner("state", required=False)
    if inner is None:
        return State()
    inner.only(STATE_FIELDS)
    return State(
        is_=_state_of(inner.one_of("is", STATES)),
        since=inner.since("since"),
        successor=inner.text("successor", ID, required=False),
    )


def _state_of(text: str | None) -> StateOf:
    for state in STATES:
        if state == text:
            return state
    return "active"


def _ids(fields: Fields, service_id: str, shelf: Shelf) -> Ids:
    inner = fields.inner("ids")
    if inner is None:
        return Ids()
    inner.only(ID_FIELDS)
    for field in ID_FIELDS:
        shelf.lines[service_id, field] = inner.line(field)
    return Ids(**{name: inner.machine_names(name) for name in ID_FIELDS})


def _duties(fields: Fields, file: str, shelf: Shelf) -> dict[str, Duty]:
    own = sources_in(fields.inner("sources", required=False))
    inner = fields.inner("duties")
    duties: dict[str, Duty] = {}
    used: set[str] = set()
    if inner is None:
        return duties
    inner.only(tuple(shelf.topics), what="topic", ordered=True)
    for topic in inner.names():
        one = inner.inner(topic)
        if one is not None and topic in shelf.topics:
            duties[topic] = duty_from(one, topic, file, {**shelf.sources, **own}, used)
    _unused(fields, own, used)
    return duties


def _unused(fields: Fields, own: dict[str, Source], used: set[str]) -> None:
    inner = fields.inner("sources", required=False)
    for source_id in own:
        if inner is not None and source_id not in used:
            inner.fault("source-unused", source_id, "No duty names this source.", "Drop it.")


def duty_from(
    fields: Fields, topic: str, file: str, sources: Mapping[str, Source], used: set[str]
) -> Duty:
    """Read one duty with its cases; `used` gathers the ids of the sources it names."""
    fields.only(DUTY_FIELDS)
    cases: list[Case] = []
    for one in fields.each("cases"):
        one.only(CASE_FIELDS)
        if not (said_as := one.texts("said_as")):
            one.fault("missing", "said_as", "'said_as' is missing.", "Add the words that mean it.")
        when = one.text("when", CONDITION)
        if when is not None and when in (case.when for case in cases):
            one.fault("case-twice", "when", "This case stands here twice.", "Keep one of the two.")
        cited = _cited(one, sources, used)
        cases.append(Case(when=when or "", said_as=said_as, says=_says(one), sources=cited))
    return Duty(
        topic=topic,
        says=_says(fields),
        cases=tuple(cases),
        sources=_cited(fields, sources, used),
        at=Place(file=file, line=fields.line()),
    )


def _says(fields: Fields) -> Says:
    partner = None
    if (inner := fields.inner("partner", required=False)) is not None:
        inner.only(PARTNER_FIELDS)
        name, does = inner.text("name", PARTNER), inner.text("does")
        partner = Partner(name=name or "", does=does or "")
    aws, team, none = (fields.text(part, required=False) for part in ("aws", "team", "none"))
    if not (aws or team or none or partner):
        cure = f"Say who does what: {', '.join(PARTIES)}."
        fields.fault("missing", "", "No one does anything here.", cure)
    if none is not None and (aws or team or partner):
        fields.fault("none", "none", "'none' stands beside a party.", "Keep one of the two.")
    return Says(aws=aws, team=team, partner=partner, none=none)


def _cited(fields: Fields, sources: Mapping[str, Source], used: set[str]) -> tuple[Source, ...]:
    names = fields.texts("sources")
    if not names:
        fields.fault("source", "sources", "No source is named.", "Add sources: [id].")
    for name in names:
        if name not in sources:
            cure = "Define it under sources, with title, url and read_on."
            fields.fault("source", "sources", f"There is no source {name[:40]!r}.", cure)
    used.update(names)
    return tuple(sources[name] for name in names if name in sources)


def sources_in(fields: Fields | None) -> dict[str, Source]:
    """A mapping of source ids to pages; incomplete ones are reported and left out."""
    found: dict[str, Source] = {}
    for source_id in fields.names() if fields else ():
        one = fields.inner(source_id) if fields else None
        if one is None:
            continue
        one.only(SOURCE_FIELDS)
        title, url, read_on = one.text("title", TITLE), one.url("url"), one.day("read_on")
        page_date = one.day("page_date", required=False)
        # Kept even where a part is missing (the file is refused anyway), so that the one
        # mistake is not reported again wherever the source is cited.
        found[source_id] = Source(
            id=source_id,
            title=title or "",
            url=url or "",
            read_on=read_on or "",
            page_date=page_date,
        )
    return found
