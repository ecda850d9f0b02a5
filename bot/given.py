"""What the environment names: the catalogue, the overlays, how replies look.

Only what a command needs is imported, and late, here as in `bot.cli`.
"""

from __future__ import annotations

import os
import sys
import time

from bot.errors import CatalogueError, OrganisationError, SettingsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from bot.catalogue.model import Catalogue
    from bot.errors import SrmError
    from bot.organisation.ours import Ours
    from bot.organisation.workspaces import Workspaces
    from bot.render.parts import Look

DONE, BROKEN, USAGE = 0, 1, 2


def complain(head: str, lines: Sequence[str]) -> None:
    """Say on standard error what is wrong."""
    sys.stderr.write("\n".join([head, *(f"  {line}" for line in lines)]) + "\n")


def named_folder() -> str | None:
    """The catalogue's folder that the environment names, if any."""
    named = os.environ.get("SRM_CATALOGUE")
    if named and not os.path.isdir(named):
        raise SettingsError([f"SRM_CATALOGUE: {named!r} is no folder. Name one, or unset it."])
    return named or None


def all_named(*reads: Callable[[], Any]) -> list[Any]:
    """What each of them reads; raises `SettingsError` with the faults of all at once."""
    found: list[Any] = []
    faults: list[str] = []
    for read in reads:
        try:
            found.append(read())
        except SettingsError as fault:
            faults.extend(fault.faults)
    if faults:
        raise SettingsError(faults)
    return found


def catalogue_named() -> Catalogue:
    """The catalogue that the environment names, or the bundled one, ready to be asked."""
    from bot.catalogue.open import open_catalogue  # noqa: PLC0415 - as above

    return open_catalogue(named_folder(), _prepared)


def _prepared(catalogue: Catalogue) -> dict[str, Any]:
    """What reading makes of a catalogue's words, made once and kept."""
    from bot.understand.read import Reader  # noqa: PLC0415 - as above

    return Reader(catalogue).tables()


def ours_named(catalogue: Catalogue, workspace: str = "") -> Ours | None:
    """The organisation's overlay, where the environment names one."""
    overlays = overlays_named(catalogue)
    return overlays.of(workspace) if overlays is not None else None


def overlays_named(catalogue: Catalogue, named: str | None = None) -> Workspaces | None:
    """Every workspace's overlay, where the arguments or the environment name any."""
    path = overlay_path(named)
    if path is None:
        return None
    from bot.organisation.open import open_organisations  # noqa: PLC0415 - as above

    return open_organisations(path, catalogue)


def overlay_path(named: str | None = None) -> str | None:
    """Where the overlays lie that the arguments or the environment name, if they name any."""
    path = named or os.environ.get("SRM_ORGANISATION")
    if path and not os.path.exists(path):
        says = f"There is nothing at {path!r}. Name an overlay's file or folder there."
        raise SettingsError([says if named else f"SRM_ORGANISATION: {says}"])
    return path or None


def look_now() -> Look:
    """How replies look today, by the environment."""
    from bot.render.parts import Look  # noqa: PLC0415 - as above

    url = ""
    if os.environ.get("SRM_FACTS_URL"):
        from bot.settings import read_facts_url  # noqa: PLC0415 - as above

        url = read_facts_url(os.environ)
    return Look(facts_url=url, today=time.strftime("%Y-%m-%d"))


def told(fault: SrmError) -> int:
    """Say what cannot be used, and all that is wrong with it; the exit status."""
    if isinstance(fault, SettingsError):
        complain("The settings cannot be used:", fault.faults)
        return USAGE
    what = {CatalogueError: "catalogue", OrganisationError: "organisation's overlay"}
    named = f"The {what.get(type(fault), 'database')} cannot be used:"
    complain(named, [str(one) for one in getattr(fault, "problems", (fault,))])
    return BROKEN
