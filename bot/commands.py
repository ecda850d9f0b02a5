"""The commands about an organisation's overlay: what it leaves open, and how it begins."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bot.answers.gaps import gaps_of
from bot.render.gaps import gap_object, gaps_text
from bot.render.ours import OurTitles
from bot.render.parts import Titles
from bot.render.phrases import QUESTIONS
from bot.starter.found import Found, plain, slug
from bot.starter.kinds import Kinds
from bot.starter.people import read_names
from bot.starter.read import read_source
from bot.starter.write import report_of, starter_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours


def print_gaps(ours: Ours, catalogue: Catalogue, drawn_as: str) -> bool:
    """Print what the overlay leaves open; whether that is anything."""
    gaps = gaps_of(ours, catalogue)
    if drawn_as == "json":
        names = OurTitles(organisation=ours.organisation, titles=Titles(catalogue))
        lines = [json.dumps(gap_object(gap, names), ensure_ascii=False) for gap in gaps]
    else:
        lines = [gaps_text(gaps, catalogue, ours.organisation, drawn_as)]
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    sys.stdout.flush()
    return bool(gaps)


def begin(catalogue: Catalogue, sources: Sequence[str], output: str | None) -> bool:
    """Write the beginning of an overlay, from files or from a few questions; whether it was.

    The report goes to standard error, so that standard output holds the overlay alone.
    """
    found, kinds = Found(), Kinds(catalogue)
    for source in sources:
        read_source(Path(source), kinds, found)
    if not sources:
        _ask(found, kinds)
    sys.stderr.write(f"{report_of(found)}\n")
    if sources and not found.files:
        return False
    text = starter_of(found, catalogue)
    if output is None:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.flush()
        return True
    # Never over what is there: it may hold a year of rules.
    with Path(output).open("x", encoding="utf-8") as stream:
        stream.write(text)
    return True


def _ask(found: Found, kinds: Kinds) -> None:
    """The few questions; whatever is left empty is left to be written."""
    name, teams, environments, services = (_answered(question) for question in QUESTIONS)
    found.name = plain(name)
    for team in teams.split(","):
        found.team(team.strip())
    named = [plain(one) for one in environments.split(",")]
    found.environments = list({slug(one): one for one in named if slug(one)}.values())
    read_names(services, kinds, found)


def _answered(question: str) -> str:
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()
