"""The commands that look after the catalogue: what is wrong, old, moved or lacking in it."""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.catalogue.model import Catalogue
    from bot.organisation.model import Organisation

_SHOWN = 20


def print_counts(catalogue: Catalogue, overlays: int | None) -> None:
    """Print how much was checked and found right; `overlays` is None where there are none."""
    duties = sum(len(service.duties) for service in catalogue.services.values())
    count = len(catalogue.services)
    sys.stdout.write(f"{count} entries, {duties} duties, no problems ({catalogue.edition}).\n")
    if overlays is not None:
        noun = "overlay" if overlays == 1 else "overlays"
        sys.stdout.write(f"{overlays} {noun}, no problems.\n")


def print_unknown_owners(organisations: Iterable[Organisation]) -> None:
    """Print the teams that rules name and no overlay defines: no fault, and perhaps a slip."""
    strange = {
        rule.team
        for one in organisations
        for rule in one.rules
        if rule.team and rule.team not in one.teams
    }
    if strange:
        noun = "owner is" if len(strange) == 1 else "owners are"
        named = ", ".join(sorted(strange)[:_SHOWN])
        cure = "(`srm gaps` lists their duties)"
        sys.stdout.write(f"{len(strange)} {noun} no team of an overlay {cure}: {named}\n")


def print_stale(catalogue: Catalogue, after: int) -> None:
    """Print the sources that were read more than `after` days ago."""
    from bot.catalogue.stale import stale_sources  # noqa: PLC0415 - each command loads its own

    old = stale_sources(catalogue, _today(), after)
    sys.stdout.write("".join(f"{one}\n" for one in old))
    sys.stdout.write(f"{len(old)} sources were read over {after} days ago.\n")


def links_are_fine(catalogue: Catalogue, minutes: int) -> bool:
    """Visit the pages that the catalogue cites, print what has become of them."""
    from bot.links.check import check_links  # noqa: PLC0415 - as above
    from bot.links.pages import pages_of  # noqa: PLC0415 - as above
    from bot.links.visit import Manners  # noqa: PLC0415 - as above

    manners = Manners(whole=minutes * 60.0)
    return check_links(pages_of(catalogue), _today(), manners, sys.stdout)


def coverage_is_whole(catalogue: Catalogue) -> bool | None:
    """Print what the installed botocore has and the catalogue lacks, and the other way round.

    True where there is nothing of either, None without botocore.
    """
    from bot.catalogue.coverage import coverage_of, installed_clients  # noqa: PLC0415 - as above

    clients = installed_clients()
    if clients is None:
        return None
    found = coverage_of(catalogue, clients)
    said = [f"unclaimed: {name}" for name in found.unclaimed]
    said += [f"unknown to botocore: {name}, claimed by {entry}" for name, entry in found.unknown]
    covered = found.clients - len(found.unclaimed)
    said.append(f"{covered} of {found.clients} clients have an entry.")
    sys.stdout.write("".join(f"{line}\n" for line in said))
    return not found.unclaimed and not found.unknown


def schema_text(catalogue: Catalogue) -> str:
    """The JSON Schema of a service file, as it stands in `data/service.schema.json`."""
    import json  # noqa: PLC0415 - as above

    from bot.catalogue.schema import service_schema  # noqa: PLC0415 - as above

    return json.dumps(service_schema(catalogue), indent=1, ensure_ascii=False) + "\n"


def _today() -> str:
    return time.strftime("%Y-%m-%d")
