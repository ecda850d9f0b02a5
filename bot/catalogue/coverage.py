"""Which of AWS's services the catalogue lacks, told by the clients of an installed botocore.

Only the names of its folders are read: nothing of it is imported or run.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.catalogue.model import Catalogue


@record
class Coverage:
    """`clients` are all that botocore has; `unclaimed` those of no entry; `unknown` the names
    that entries claim and botocore lacks, each with its entry.
    """

    clients: int
    unclaimed: tuple[str, ...]
    unknown: tuple[tuple[str, str], ...]


def installed_clients() -> tuple[str, ...] | None:
    """The client names of the botocore that is installed; None when none is."""
    found = find_spec("botocore")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "data"
    return tuple(sorted(path.parent.parent.name for path in folder.glob("*/*/service-2.json*")))


def coverage_of(catalogue: Catalogue, clients: Iterable[str]) -> Coverage:
    """Compare what entries claim in `ids.sdk` with botocore's clients."""
    known = set(clients)
    services = catalogue.services.values()
    claimed = {name: service.id for service in services for name in service.ids.sdk}
    # botocore drops the client of a service that has ended; people still paste its name.
    ended = {one.id for one in services if one.state.is_ == "ended"}
    strange = [(name, entry) for name, entry in claimed.items() if name not in known]
    return Coverage(
        clients=len(known),
        unclaimed=tuple(sorted(known - set(claimed))),
        unknown=tuple(sorted(one for one in strange if one[1] not in ended)),
    )
