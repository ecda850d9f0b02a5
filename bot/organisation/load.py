"""Overlays from disk, one a workspace, or every problem in them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.catalogue.fields import Fields, Report
from bot.catalogue.names import short, squash
from bot.catalogue.nodes import parse
from bot.errors import OrganisationError
from bot.organisation.build import Draft
from bot.organisation.check import problems_in
from bot.organisation.files import LARGEST, files_of, fingerprint_of
from bot.organisation.model import Organisation
from bot.organisation.ours import Ours
from bot.organisation.workspaces import Workspaces

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.catalogue.model import Catalogue


def load_organisations(path: str, catalogue: Catalogue) -> Workspaces:
    """The overlays at `path`, a file or a folder, made ready over `catalogue`.

    Raises `OrganisationError` with every problem found; never returns half an overlay.
    """
    report = Report()
    files = files_of(path, report)
    find = finder(catalogue)
    found = {
        workspace: _organisation(inside, catalogue, find, report)
        for workspace, inside in files.items()
    }
    if report.problems:
        report.problems.sort(key=lambda problem: (problem.file, problem.line))
        raise OrganisationError(report.problems)
    return Workspaces({name: Ours(one, catalogue) for name, one in found.items()})


def finder(catalogue: Catalogue) -> Callable[[str], str | None]:
    """Finds a service's id by its id, name or alias, however it is written."""
    known = {
        squash(text): one.id
        for one in catalogue.services.values()
        for text in (*one.aliases, short(one.name), one.name, one.id)
    }
    return lambda text: known.get(squash(text))


def _organisation(
    files: Mapping[str, bytes],
    catalogue: Catalogue,
    find: Callable[[str], str | None],
    report: Report,
) -> Organisation:
    draft = Draft(tuple(catalogue.topics), find)
    before = len(report.problems)
    for name, data in files.items():
        report.file = name
        tree, problems = parse(data, name, LARGEST)
        report.problems.extend(problems)
        if tree is not None:
            draft.read(Fields(tree, report))
    organisation = Organisation(
        name=draft.name,
        edition=fingerprint_of(files),
        teams=draft.teams,
        parties=draft.parties,
        environments=draft.environments,
        accounts=draft.accounts,
        stack=tuple(draft.stack),
        rules=tuple(draft.rules),
        locals=tuple(draft.locals),
    )
    if len(report.problems) == before:
        report.problems.extend(problems_in(organisation, catalogue))
    return organisation
