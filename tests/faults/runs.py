"""The runs of the fault table: one for each kind of fault, and a mixed one.

    python -m tests.faults.runs 10000

prints one line a run. The gate runs the same with fewer questions.
"""

from __future__ import annotations

import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.store.sql import open_store
from bot.store.steady import SteadyStore
from tests.fakes.slack import FakeSlack
from tests.faults.dice import KINDS, Dice
from tests.faults.oracle import ask_all, calm, judge, possible_copies
from tests.toy import write_toy_catalogue

if TYPE_CHECKING:
    from tests.faults.oracle import Verdict

SEED = 20261126
AGAIN = "the same event again"
RUNS = {kind: (kind,) for kind in KINDS} | {"all of them": tuple(KINDS)}


async def run(name: str, asked: int, desk: Desk, folder: Path, seed: int = SEED) -> Verdict:
    """One run over a store of its own; `name` is a kind, or all of them."""
    url = f"sqlite:///{folder}/{abs(hash(name))}/srm.db"
    store = SteadyStore(lambda: open_store(url), time.monotonic)
    async with FakeSlack() as slack, calm(slack, desk, store) as door:
        if name != AGAIN:
            slack.dice = Dice(seed, *RUNS[name])
        again = 0.05 if name in (AGAIN, "all of them") else 0.0
        await ask_all(door, asked, again=again, seed=seed)
        counted = await possible_copies(door)
    await store.close()
    return judge(slack, asked, counted)


async def main(asked: int) -> int:
    """All runs; whether a promise was broken."""
    broken = 0
    with TemporaryDirectory() as folder:
        desk = Desk(load_catalogue(write_toy_catalogue(Path(folder))))
        for name in (AGAIN, *RUNS):
            began = time.monotonic()
            verdict = await run(name, asked, desk, Path(folder))
            seconds = time.monotonic() - began
            sys.stdout.write(f"{name}: seed={SEED} {verdict} seconds={seconds:.0f}\n")
            sys.stdout.flush()
            broken += verdict.lost > 0 or verdict.most > 2 or verdict.copies > verdict.counted
    return int(broken > 0)


if __name__ == "__main__":
    sys.exit(asyncio.run(main(int(sys.argv[1]))))
