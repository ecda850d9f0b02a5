"""The catalogue as a matrix: services and topics, who owns what; text, Markdown or CSV."""

from __future__ import annotations

from bot.answers.rulings import Rulings
from bot.record import record
from bot.render import phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Literal

    from bot.answers.model import Ruling
    from bot.catalogue.model import Catalogue, Service

    By = Literal["class", "topic", "owner"]

_QUOTED = frozenset('",\n\r')
# A spreadsheet reads a cell that begins with one of these as a formula.
_FORMULA = ("=", "+", "-", "@")


@record
class Table:
    """A head and rows of plain text, every row as long as the head."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_of(catalogue: Catalogue, services: Sequence[Service], by: By) -> Table:
    """The matrix of `services`, arranged by class, topic or owner."""
    return _ARRANGED[by](catalogue, services)


def _by_class(catalogue: Catalogue, services: Sequence[Service]) -> Table:
    """A service a row, the classes one after the other, a topic a column."""
    rulings = Rulings(catalogue)
    head = ("Class", "Service", *(topic.title for topic in catalogue.topics.values()))
    rows = [
        (
            catalogue.classes[class_].title,
            service.name,
            *(_cell(rulings.of(service, topic)) for topic in catalogue.topics),
        )
        for class_ in catalogue.classes
        for service in services
        if service.class_ == class_
    ]
    return Table(head=head, rows=tuple(rows))


def _by_topic(catalogue: Catalogue, services: Sequence[Service]) -> Table:
    """A topic a row, a service a column."""
    rulings = Rulings(catalogue)
    head = ("Topic", *(service.name for service in services))
    rows = [
        (topic.title, *(_cell(rulings.of(service, topic.id)) for service in services))
        for topic in catalogue.topics.values()
    ]
    return Table(head=head, rows=tuple(rows))


def _by_owner(catalogue: Catalogue, services: Sequence[Service]) -> Table:
    """A service a row, its topics below their owners."""
    rulings = Rulings(catalogue)
    owners = tuple(phrases.OWNERS)
    head = ("Service", *(phrases.OWNERS[owner] for owner in owners))
    rows = []
    for service in services:
        found = rulings.all(service)
        cells = [
            ", ".join(
                _marked(phrases.lower_first(catalogue.topics[one.topic].title), one)
                for one in found
                if one.owner == owner
            )
            for owner in owners
        ]
        rows.append((service.name, *cells))
    return Table(head=head, rows=tuple(rows))


_ARRANGED: dict[By, Callable[[Catalogue, Sequence[Service]], Table]] = {
    "class": _by_class,
    "topic": _by_topic,
    "owner": _by_owner,
}


def _cell(ruling: Ruling) -> str:
    return _marked(phrases.owner_label(ruling.owner, ruling.says.partner), ruling)


def _marked(text: str, ruling: Ruling) -> str:
    """What only the class says is marked, for it is no fact on the service itself."""
    return f"{text}{phrases.CLASS_MARK}" if ruling.basis == "class" else text


def as_text(table: Table) -> str:
    """Columns for a terminal."""
    lines = [table.head, *table.rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(table.head))]
    drawn = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    return "\n".join([*drawn, *_foot(table)])


def as_markdown(table: Table) -> str:
    """A table as Markdown draws it."""
    lines = [table.head, tuple("---" for _ in table.head), *table.rows]
    drawn = ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]
    return "\n".join([*drawn, *_foot(table)])


def _foot(table: Table) -> list[str]:
    marked = any(phrases.CLASS_MARK in cell for row in table.rows for cell in row)
    return ["", phrases.TABLE_FOOT] if marked else []


def as_csv(table: Table) -> str:
    """Rows for a spreadsheet, with nothing in them that one would run."""
    return "\n".join(",".join(map(_field, line)) for line in [table.head, *table.rows])


def _field(text: str) -> str:
    safe = f"'{text}" if text.startswith(_FORMULA) else text
    return '"' + safe.replace('"', '""') + '"' if _QUOTED & set(safe) else safe


FORMATS: dict[str, Callable[[Table], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "csv": as_csv,
}
