"""The database breaks under a running bot, in every way and over both databases.

    python -m tests.faults.database 10000

prints one line a way. The gate does the same with fewer questions. A bot meets several ways one
after the other, for its start costs more than they do.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from tests.faults.asking import SEED
from tests.faults.lane import A_ROUND, Lane, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

LANES = (
    ("PostgreSQL: backends killed", "PostgreSQL: killed and recovered", "PostgreSQL: restarted"),
    ("PostgreSQL: read-only", "PostgreSQL: no connection left"),
    ("PostgreSQL: tables locked", "PostgreSQL: stopped"),
    ("PostgreSQL: disk full",),
    ("SQLite: locked", "SQLite: full"),
    ("SQLite: overwritten", "SQLite: folder gone"),
    ("SQLite: read-only",),
    ("SQLite: garbage",),
)
NAMES = tuple(name for lane in LANES for name in lane)


async def side_by_side(
    asked: int, folder: Path, a_round: int = A_ROUND
) -> dict[str, Outcome | BaseException]:
    """All of them, the lanes beside each other; in its place what kept one from being run."""
    lanes = [Lane(names, folder / str(at), a_round) for at, names in enumerate(LANES)]

    async def run(lane: Lane, fault: BaseException | None) -> dict[str, Outcome]:
        if fault is not None:
            raise fault
        return await lane.run(asked)

    try:
        # All are open before one begins: a start takes the machine's time.
        opened = await asyncio.gather(*(lane.open() for lane in lanes), return_exceptions=True)
        runs = await asyncio.gather(*map(run, lanes, opened), return_exceptions=True)
    finally:
        for lane in lanes:
            await lane.close()
    return {
        name: found if isinstance(found, BaseException) else found[name]
        for lane, found in zip(lanes, runs, strict=True)
        for name in lane.names
    }


async def alone(names: Sequence[str], asked: int, folder: Path) -> dict[str, Outcome]:
    """One lane by itself."""
    lane = Lane(names, folder)
    try:
        await lane.open()
        return await lane.run(asked)
    finally:
        await lane.close()


def main(asked: int) -> int:
    """All of them, one lane after the other; whether a promise was broken."""
    failed = 0
    for names in LANES:
        with TemporaryDirectory() as folder:
            try:
                outcomes = asyncio.run(alone(names, asked, Path(folder)))
            except pytest.skip.Exception as why:
                sys.stdout.write(f"{', '.join(names)}: skipped, {why}\n")
                continue
        for name, outcome in outcomes.items():
            broken = outcome.broken(name)
            failed += bool(broken)
            said = f" BROKEN: {', '.join(broken)}" if broken else ""
            sys.stdout.write(f"{name}: seed={SEED} {outcome}{said}\n")
        sys.stdout.flush()
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
