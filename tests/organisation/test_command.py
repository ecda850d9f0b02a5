"""The commands with an overlay in the environment, and how fast they stay."""

from __future__ import annotations

import gc
import itertools
import time
from typing import TYPE_CHECKING

import pytest

from tests.organisation.conftest import SMALL, ours_of, write
from tests.test_cli import objects, srm

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours

ASKED = (
    "who patches RDS?",
    "who owns backups for prod RDS?",
    "what must we secure on EC2?",
    "compare EC2 and Lambda",
    "which services do we have to patch?",
    "who is responsible for encryption?",
    "what changes if we move from EC2 to Fargate?",
)


def test_asking_with_an_overlay_names_the_team(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    (answer,) = objects(
        srm("ask", "--json", "who backs up RDS?", SRM_ORGANISATION=str(tmp_path / "default.yaml"))
    )
    assert answer["duties"][0]["ours"]["team"] == "Databases"


def test_a_workspace_may_be_named_and_sees_no_other(tmp_path: Path) -> None:
    write(tmp_path, SMALL, "T1.yaml")
    seen = []
    for name in ("T1", "T2"):
        done = srm("ask", "--json", "--workspace", name, "rds", SRM_ORGANISATION=str(tmp_path))
        seen.append(objects(done)[0]["duties"][-1]["ours"])
    assert [bool(one) for one in seen] == [True, False]


def test_a_broken_overlay_ends_with_one_and_every_problem(tmp_path: Path) -> None:
    write(tmp_path, "teams: {a: {name: <b>}}\nrules: [{services: [rds]}]\n")
    done = srm("ask", "rds", SRM_ORGANISATION=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.count(b"default.yaml:") == 2


def test_check_reads_the_overlay_too(tmp_path: Path) -> None:
    done = srm("check", SRM_ORGANISATION=str(write(tmp_path, SMALL)))
    assert (done.returncode, b"1 overlay, no problems." in done.stdout) == (0, True)
    write(tmp_path, SMALL.replace("name: Example", "name: <b>"))
    assert srm("check", SRM_ORGANISATION=str(tmp_path)).returncode == 1


def test_an_overlay_that_is_not_there_is_wrong_usage() -> None:
    done = srm("ask", "rds", SRM_ORGANISATION="/nowhere")
    assert done.returncode == 2
    assert b"SRM_ORGANISATION" in done.stderr


def many_rules(catalogue: Catalogue) -> str:
    """5,000 rules, each for a topic of a service in an account."""
    accounts = [f"a{n}" for n in range(9)]
    duties = itertools.product(accounts, catalogue.topics, catalogue.services)
    lines = [
        f"  - {{team: t{n % 50}, services: [{service}], topics: [{topic}], accounts: [{account}]}}"
        for n, (account, topic, service) in enumerate(itertools.islice(duties, 5000))
    ]
    head = "teams:\n" + "".join(f"  t{n}: {{name: Team {n}}}\n" for n in range(50))
    head += "environments:\n  prod: {name: Prod}\n  live: {name: Live}\naccounts:\n"
    head += "".join(f"  {one}: {{environment: prod, name: Account {one}}}\n" for one in accounts)
    return head + "rules:\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Ours:
    folder = tmp_path_factory.mktemp("many")
    return ours_of(write(folder, many_rules(catalogue)), catalogue)


def seconds(desk: Desk, ours: Ours | None) -> float:
    """How long the questions take once."""
    started = time.perf_counter()
    for text in ASKED:
        desk.ask(text, None, ours)
    return time.perf_counter() - started


def test_five_thousand_rules_cost_at_most_half_as_much_again(desk: Desk, many: Ours) -> None:
    """The best of many rounds, taken in turn, so that a busy machine is not what is measured."""
    assert len(many.organisation.rules) == 5000
    gc.disable()  # what other tests left behind is not what is measured
    try:
        rounds = [(seconds(desk, None), seconds(desk, many)) for _ in range(60)]
    finally:
        gc.enable()
    without, with_it = (min(times) for times in zip(*rounds, strict=True))
    assert with_it < 1.5 * without, f"{with_it:.4f} s against {without:.4f} s"
