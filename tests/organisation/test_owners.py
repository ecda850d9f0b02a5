"""Owners set in Slack: which one counts, that it is told, and how they come back to the files."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from bot.answers.gaps import gaps_of
from bot.organisation.owners import OwnerSet, SetOwners, rule_of
from bot.record import replace
from bot.render.export import answer_object
from bot.store.sql import open_store
from tests.organisation.conftest import SMALL, ours_of, with_rules, write
from tests.test_cli import objects, srm

if TYPE_CHECKING:
    from pathlib import Path
    from subprocess import CompletedProcess

    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours

# The 26th of November 2026, in the morning.
SET = OwnerSet(
    team="T1",
    service="rds",
    topic="backup",
    place="",
    owner="backups",
    person="U7",
    at=1_795_680_000,
)
FOR_PROD = "team: payments, services: [rds], topics: [backup], environments: [production]"


def over(ours: Ours, *owners: OwnerSet) -> Ours:
    return ours.with_owners(tuple(map(rule_of, owners)))


def told(desk: Desk, text: str, ours: Ours) -> dict[str, Any]:
    return answer_object(desk.ask(text, None, ours), desk.catalogue)


def test_what_was_set_counts_and_the_reply_says_what_the_files_say(desk: Desk, small: Ours) -> None:
    answer = told(desk, "who backs up RDS?", over(small, SET))
    ours = answer["duties"][0]["ours"]
    assert ours["team"] == "Backup crew"
    assert ours["rule"] == "set in Slack on 26 Nov 2026 for backup on Amazon RDS"
    assert ours["differs"] == [
        {
            "in": [],
            "counts": "slack",
            "team": "Backup crew",
            "other": "Databases",
            "set_on": "2026-11-26",
        }
    ]
    assert (
        "Slack and our files differ: Backup crew counts, set in Slack on 26 Nov 2026; the files "
        "say Databases (default.yaml:26)." in answer["text"]
    )
    assert "U7" not in answer["text"]


def test_a_more_specific_rule_of_the_files_counts_and_the_reply_says_so(
    desk: Desk, tmp_path: Path, catalogue: Catalogue
) -> None:
    ours = over(ours_of(write(tmp_path, with_rules(FOR_PROD)), catalogue), SET)
    (at_prod,) = told(desk, "who backs up RDS in prod?", ours)["duties"]
    assert at_prod["ours"]["team"] == "Payments"
    assert at_prod["ours"]["differs"][0]["counts"] == "files"
    everywhere = told(desk, "who backs up RDS?", ours)["text"]
    assert "Whose job here, Staging: Backup crew" in everywhere
    assert "Whose job here, Production: Payments" in everywhere
    assert (
        "Payments counts, by the more specific rule in default.yaml:27; Backup crew" in everywhere
    )


def test_the_very_same_duty_is_slack_s(desk: Desk, tmp_path: Path, catalogue: Catalogue) -> None:
    ours = ours_of(write(tmp_path, with_rules(FOR_PROD)), catalogue)
    ours = over(ours, replace(SET, place="environment:production", owner="data"))
    (duty,) = told(desk, "who backs up RDS in prod?", ours)["duties"]
    assert (duty["ours"]["team"], duty["ours"]["differs"][0]["other"]) == ("Databases", "Payments")


def test_where_both_say_the_same_nothing_is_told_and_the_file_s_rule_speaks(
    desk: Desk, small: Ours
) -> None:
    answer = told(desk, "who backs up RDS?", over(small, replace(SET, owner="data")))
    assert answer["duties"][0]["ours"]["differs"] == []
    assert answer["duties"][0]["ours"]["rule"].endswith("default.yaml:26")
    assert "Slack" not in answer["text"]


@pytest.mark.parametrize("text", ["what must we secure on RDS?", "compare RDS and DynamoDB"])
def test_an_answer_of_many_duties_tells_it_in_a_note(desk: Desk, small: Ours, text: str) -> None:
    said = told(desk, text, over(small, SET))["text"]
    assert "Note: Slack and our files differ on Amazon RDS, backup: Backup crew counts" in said
    assert "and owners set in Slack" in said


def test_the_catalogue_s_half_is_no_other_for_it(desk: Desk, small: Ours) -> None:
    for text in ("who backs up RDS?", "what must we secure on RDS?"):
        one, other = (told(desk, text, ours)["duties"] for ours in (small, over(small, SET)))
        for fields in (*one, *other):
            del fields["ours"]
        assert one == other


def test_a_workspace_sees_what_was_set_there_and_never_another_s(small: Ours) -> None:
    every = SetOwners()
    every.put([SET, replace(SET, team="T2", owner="payments")])
    assert [rule.team for rule in every.over(small, "T1").set_rules] == ["backups"]  # type: ignore[union-attr]
    assert [rule.team for rule in every.over(small, "T2").set_rules] == ["payments"]  # type: ignore[union-attr]
    assert every.over(small, "T3") is small
    assert every.over(None, "T1") is None


def test_it_is_laid_over_once_for_each_version_of_files_and_store(
    small: Ours, tmp_path: Path, catalogue: Catalogue
) -> None:
    every = SetOwners()
    every.put([SET])
    made = every.over(small, "T1")
    every.put([SET])
    assert every.over(small, "T1") is made
    every.put([replace(SET, owner="data")])
    assert every.over(small, "T1") is not made
    newer = ours_of(write(tmp_path, with_rules(FOR_PROD)), catalogue)
    assert every.over(newer, "T1").organisation is newer.organisation  # type: ignore[union-attr]
    every.put([])
    assert every.over(small, "T1") is small


def test_gaps_tell_where_they_differ_and_what_was_set_for_nothing(
    small: Ours, catalogue: Catalogue
) -> None:
    gone = replace(SET, place="account:sold", owner="nobody-any-more")
    gaps = gaps_of(over(small, SET, gone), catalogue)
    assert [(one.kind, one.service, one.topic, one.owner) for one in gaps] == [
        ("no-such-owner", None, None, "nobody-any-more"),
        ("differs", "rds", "backup", "backups"),
        ("set-for-nothing", "rds", "backup", "nobody-any-more"),
    ]
    assert gaps_of(over(small, replace(SET, owner="data")), catalogue) == ()


def test_an_owner_that_was_set_fills_a_gap_and_is_told_until_the_files_have_it(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    files = ours_of(write(tmp_path, SMALL.split("rules:")[0]), catalogue)
    before = {one.topic for one in gaps_of(files, catalogue) if one.service == "rds"}
    after = [one for one in gaps_of(over(files, SET), catalogue) if one.service == "rds"]
    assert {one.topic for one in after if one.kind == "unowned"} == before - {"backup"}
    assert [one.topic for one in after if one.kind == "differs"] == ["backup"]


def stored(folder: Path, *owners: OwnerSet) -> str:
    """The address of a database that holds these."""
    url = f"sqlite:///{folder}/state/srm.db"

    async def fill() -> None:
        store = await open_store(url)
        for one in owners:
            await store.set_owner(one)
        await store.close()

    asyncio.run(fill())
    return url


def run(environ: dict[str, str], *words: str) -> CompletedProcess[bytes]:
    return srm(*words, given=b"", **environ)


def test_the_export_is_rules_that_the_files_take_and_then_it_is_settled(tmp_path: Path) -> None:
    overlay = write(tmp_path, SMALL) / "default.yaml"
    elsewhere = replace(SET, topic="", place="account:ledger", owner="payments")
    env = {"SRM_DATABASE_URL": stored(tmp_path, SET, elsewhere), "SRM_ORGANISATION": str(overlay)}
    exported = run(env, "owners")
    assert exported.returncode == 0
    assert b"set by U7 on 2026-11-26" in exported.stdout
    gaps = run(env, "gaps")
    assert (gaps.returncode, b"Slack and the files differ" in gaps.stdout) == (1, True)
    assert b"0 taken back" in run(env, "owners", "--settled").stdout
    rules = exported.stdout.decode().partition("rules:\n")[2]
    overlay.write_text(overlay.read_text("utf-8") + rules, "utf-8")
    assert run(env, "check").returncode == 0
    assert run(env, "gaps").returncode == 0
    assert b"say the same" in run(env, "owners").stdout
    assert b"2 taken back" in run(env, "owners", "--settled").stdout
    assert b"No owner was set in Slack." in run(env, "owners").stdout


def test_a_rule_of_the_files_for_the_very_same_is_named_in_the_export(tmp_path: Path) -> None:
    rule = "team: data, services: [rds], topics: [backup]"
    overlay = write(tmp_path, with_rules(rule)) / "default.yaml"
    env = {"SRM_DATABASE_URL": stored(tmp_path, SET), "SRM_ORGANISATION": str(overlay)}
    assert b"the files say Databases (default.yaml:27)" in run(env, "owners").stdout


def test_several_workspaces_are_asked_for_one_by_one(tmp_path: Path) -> None:
    overlay = write(tmp_path, SMALL) / "default.yaml"
    url = stored(tmp_path, SET, replace(SET, team="T2", owner="payments"))
    env = {"SRM_DATABASE_URL": url, "SRM_ORGANISATION": str(overlay)}
    asked = run(env, "owners")
    assert (asked.returncode, b"--workspace (T1, T2)" in asked.stderr) == (2, True)
    assert b'team: "payments"' in run(env, "owners", "--workspace", "T2").stdout
    assert len(objects(run(env, "owners", "--format", "json"))) == 2
    assert run(env, "owners", "--format", "text").stdout.count(b"backup") == 3
    gaps = run(env, "gaps")
    assert (gaps.returncode, b"--workspace" in gaps.stderr) == (1, True)
    assert b"Payments counts" in run(env, "gaps", "--workspace", "T2").stdout


def test_without_a_database_nothing_is_made_and_nothing_is_said_by_gaps(tmp_path: Path) -> None:
    overlay = write(tmp_path, SMALL) / "default.yaml"
    env = {
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "SRM_ORGANISATION": str(overlay),
    }
    gaps = run(env, "gaps")
    assert (gaps.returncode, gaps.stderr) == (0, b"")
    assert b"no database yet" in run(env, "owners").stderr
    assert not (tmp_path / "state").exists()


def test_a_database_that_cannot_be_used_is_told_and_the_files_gaps_are_shown(
    tmp_path: Path,
) -> None:
    overlay = write(tmp_path, SMALL) / "default.yaml"
    (tmp_path / "bad.db").write_bytes(b"no database" * 100)
    env = {
        "SRM_DATABASE_URL": f"sqlite:///{tmp_path}/bad.db",
        "SRM_ORGANISATION": str(overlay),
    }
    done = run(env, "gaps")
    assert (done.returncode, b"No gaps" in done.stdout) == (1, True)
    assert b"What was set in Slack is left out" in done.stderr
