"""A folder of YAML files into a `Catalogue`, or every problem in it at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.catalogue.build import Shelf, service_from
from bot.catalogue.check import RULES
from bot.catalogue.fields import Fields, Report
from bot.catalogue.files import (
    bundled_folder,
    english_of,
    fingerprint,
    names_in,
    read_file,
    terms_of,
)
from bot.catalogue.model import Catalogue, Vocabulary, tools_of, ways_of
from bot.catalogue.nodes import parse
from bot.catalogue.shelves import (
    ambiguous_from,
    categories_from,
    classes_from,
    not_aws_from,
    signals_from,
    sources_from,
    topics_from,
)
from bot.errors import CatalogueError, Problem

if TYPE_CHECKING:
    from bot.catalogue.model import Service


def load_catalogue(folder: Path | None = None) -> Catalogue:
    """Load and check the catalogue in `folder` (the bundled one when None).

    Raises `CatalogueError` with every problem found; never returns half a catalogue.
    """
    catalogue, problems = read_catalogue(folder or Path(bundled_folder()))
    if catalogue is None or problems:
        raise CatalogueError(problems)
    return catalogue


def read_catalogue(folder: Path) -> tuple[Catalogue | None, list[Problem]]:
    """Read everything in `folder`; the problems are sorted by file and line."""
    report = Report()
    files = _files(folder, report)
    if report.problems:
        return None, report.problems
    shelf = _shelf(files, report)
    services = _services(files, shelf, report)
    catalogue = Catalogue(
        services=services,
        topics=shelf.topics,
        classes=classes_from(_fields(files, "classes.yaml", report), shelf, report),
        categories=shelf.categories,
        vocabulary=_vocabulary(files, report),
        edition=_edition(files, services),
        ways=ways_of(services),
        tools=tools_of(shelf.topics),
    )
    for rule in RULES:
        report.problems.extend(rule(catalogue, shelf))
    report.problems.sort(key=lambda problem: (problem.file, problem.line))
    return catalogue, report.problems


def _files(folder: Path, report: Report) -> dict[str, bytes]:
    """Every file of the catalogue by its name below `folder`; only plain files count."""
    files: dict[str, bytes] = {}
    for name in names_in(str(folder)):
        report.file = name
        try:
            files[name] = read_file(str(folder), name)
        except FileNotFoundError:
            cure = "Put the file there; a link or a device does not count."
            report.add("file", 1, "", "This file is missing or not a plain file.", cure)
        except OSError as fault:
            report.add("file", 1, "", f"It cannot be read: {fault.strerror}.", "Allow reading it.")
    if not any(name.startswith("services/") for name in files):
        report.file = "services"
        report.add("file", 1, "", "There is no service file.", "Add services/<id>.yaml.")
    return files


def _fields(files: dict[str, bytes], name: str, report: Report) -> Fields | None:
    report.file = name
    tree, problems = parse(files[name], name)
    report.problems.extend(problems)
    return None if tree is None else Fields(tree, report)


def _shelf(files: dict[str, bytes], report: Report) -> Shelf:
    """What service files refer to: topics, categories and the shared sources."""
    return Shelf(
        topics=topics_from(_fields(files, "topics.yaml", report)),
        categories=categories_from(_fields(files, "categories.yaml", report)),
        sources=sources_from(_fields(files, "sources.yaml", report)),
        lines={},
    )


def _services(files: dict[str, bytes], shelf: Shelf, report: Report) -> dict[str, Service]:
    services = {}
    for name in files:
        if not name.startswith("services/"):
            continue
        fields = _fields(files, name, report)
        if fields is not None and (service := service_from(fields, name, shelf)) is not None:
            services[service.id] = service
    return services


def _vocabulary(files: dict[str, bytes], report: Report) -> Vocabulary:
    return Vocabulary(
        signals=signals_from(_fields(files, "signals.yaml", report)),
        not_aws=not_aws_from(_fields(files, "not-aws.yaml", report)),
        ambiguous=ambiguous_from(_fields(files, "ambiguous.yaml", report)),
        english=english_of(files),
        terms=terms_of(files),
    )


def _edition(files: dict[str, bytes], services: dict[str, Service]) -> str:
    """The day the newest source was read and a short hash of every file."""
    days = [
        source.read_on
        for service in services.values()
        for duty in service.duties.values()
        for source in duty.sources
    ]
    return f"{max(days, default='0000-00-00')} {fingerprint(files)[:7]}"
