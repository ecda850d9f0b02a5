"""How much an overlay of 5,000 rules costs an answer, as a ratio to answers without one.

Each round asks the same questions without an overlay, with the rules, and with fifty owners besides
that were set in Slack; the figures are the best rounds, taken in turn, so that other work on the
machine counts little. What is laid over is made once and measured by itself. Run it with
`make bench`; it ends with 1 where the ratio is over 1.5.
"""

from __future__ import annotations

import gc
import itertools
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ask import Desk
from bot.catalogue.load import load_catalogue
from bot.organisation.load import load_organisations
from bot.organisation.owners import OwnerSet, rule_of

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours

RULES, MOST = 5000, 1.5
_ROUNDS, _SET = 60, 50
ASKED = (
    "who patches RDS?",
    "who owns backups for prod RDS?",
    "what must we secure on EC2?",
    "compare EC2 and Lambda",
    "which services do we have to patch?",
    "who is responsible for encryption?",
    "what changes if we move from EC2 to Fargate?",
)


def many_rules(catalogue: Catalogue) -> str:
    """An overlay of 5,000 rules, each for a topic of a service in an account."""
    accounts = [f"a{n}" for n in range(9)]
    duties = itertools.product(accounts, catalogue.topics, catalogue.services)
    lines = [
        f"  - {{team: t{n % 50}, services: [{service}], topics: [{topic}], accounts: [{account}]}}"
        for n, (account, topic, service) in enumerate(itertools.islice(duties, RULES))
    ]
    head = "teams:\n" + "".join(f"  t{n}: {{name: Team {n}}}\n" for n in range(50))
    head += "environments:\n  prod: {name: Prod}\n  live: {name: Live}\naccounts:\n"
    head += "".join(f"  {one}: {{environment: prod, name: Account {one}}}\n" for one in accounts)
    return head + "rules:\n" + "\n".join(lines) + "\n"


def set_in_slack(catalogue: Catalogue) -> tuple[OwnerSet, ...]:
    """Fifty owners, each for everything on a service."""
    return tuple(
        OwnerSet(team="T1", service=one, topic="", place="", owner="t1", person="U1", at=1)
        for one in itertools.islice(catalogue.services, _SET)
    )


def best_rounds(desk: Desk, *overlays: Ours | None, rounds: int = _ROUNDS) -> list[float]:
    """The seconds of the best round over each overlay, the rounds taken in turn."""
    gc.disable()  # What others left behind is not what is measured.
    try:
        times = [[_seconds(desk, ours) for ours in overlays] for _ in range(rounds)]
    finally:
        gc.enable()
    return [min(one) for one in zip(*times, strict=True)]


def _seconds(desk: Desk, ours: Ours | None) -> float:
    started = time.perf_counter()
    for text in ASKED:
        desk.ask(text, None, ours)
    return time.perf_counter() - started


def main() -> int:
    """Print the figures as name=value pairs."""
    catalogue = load_catalogue()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "default.yaml"
        path.write_text(many_rules(catalogue), "utf-8")
        ours = load_organisations(str(path), catalogue).of()
    if ours is None:
        return 1
    rules = tuple(map(rule_of, set_in_slack(catalogue)))
    started = time.perf_counter()
    with_set = ours.with_owners(rules)
    laid_over = time.perf_counter() - started
    without, with_rules, set_too = best_rounds(Desk(catalogue), None, ours, with_set)
    figures = {
        "rules": len(ours.organisation.rules),
        "without_us": round(without / len(ASKED) * 1e6),
        "with_rules_over_without": round(with_rules / without, 2),
        "with_set_over_without": round(set_too / without, 2),
        "laid_over_ms": round(laid_over * 1000, 1),
    }
    sys.stdout.write(" ".join(f"{name}={value}" for name, value in figures.items()) + "\n")
    return int(max(with_rules, set_too) > MOST * without)


if __name__ == "__main__":
    sys.exit(main())
