"""The commands, run as a person or a program runs them: real processes, real pipes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest

from bot.catalogue.coverage import installed_clients

FIELDS = {
    "kind", "question", "edition", "services", "topic", "topics", "owner", "verdict", "aws", "team",
    "partner", "case", "basis", "duties", "class", "filter", "candidates", "not_aws", "text",
    "sources",
}  # fmt: skip


def srm(*words: str, given: bytes = b"", **environ: str) -> subprocess.CompletedProcess[bytes]:
    """Run `srm` in a process of its own with no Slack settings."""
    clean = {name: value for name, value in os.environ.items() if "SLACK" not in name}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=given,
        capture_output=True,
        check=False,
        env={**clean, **environ},
    )


def objects(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.stdout.split(b"\n")[:-1]]


def test_a_question_as_arguments_is_answered_with_source_and_date() -> None:
    done = srm("ask", "who", "patches", "RDS?")
    said = done.stdout.decode()
    assert done.returncode == 0
    assert "AWS" in said
    assert re.search(r"Source: .*read \d+ \w{3} \d{4}", said)


def test_json_carries_every_field_of_the_contract_on_one_line() -> None:
    done = srm("ask", "--json", "who patches RDS?")
    (answer,) = objects(done)
    assert set(answer) >= FIELDS
    assert answer["services"] == [
        {"id": "rds", "name": "Amazon RDS", "said": "RDS", "how": "exact", "score": 100}
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d [0-9a-f]{7}", answer["edition"])
    assert all(one["url"].startswith("https://") and one["read_on"] for one in answer["sources"])


def test_a_thousand_lines_give_a_thousand_objects_in_order() -> None:
    asked = [f"who backs up RDS number {n}?" if n % 3 else "" for n in range(1000)]
    done = srm("ask", "--json", given="".join(f"{line}\n" for line in asked).encode())
    answers = objects(done)
    assert done.returncode == 0
    assert [one["question"] for one in answers] == asked
    assert {one["kind"] for one in answers[::3]} == {"help"}


def test_only_a_line_feed_ends_a_line_and_the_last_needs_none() -> None:
    given = "who patches RDS?\x0b\x0c\x1c\u2028\u0085\r\nthanks\nhelp".encode()
    assert len(objects(srm("ask", "--json", given=given))) == 3


def test_bytes_that_are_not_utf_8_are_replaced() -> None:
    done = srm("ask", "--json", given=b"who patches \xff\xfe RDS?\n")
    assert [one["id"] for one in objects(done)[0]["services"]] == ["rds"]


def test_each_line_is_answered_while_the_pipe_stays_open() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for _ in range(3):
            program.stdin.write(b"who patches RDS?\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["kind"] == "duty"
        program.stdin.close()
        assert program.wait(10) == 0


def test_thread_makes_lines_turns_of_one_conversation() -> None:
    given = b"who patches RDS?\nand backups?\n"
    alone = objects(srm("ask", "--json", given=given))
    turns = objects(srm("ask", "--json", "--thread", given=given))
    assert alone[1]["kind"] == "overview"
    assert (turns[1]["kind"], turns[1]["topics"]) == ("duty", ["backup"])
    assert [(one["id"], one["how"]) for one in turns[1]["services"]] == [("rds", "context")]


def test_text_as_slack_sends_it_is_undone_once() -> None:
    done = srm(
        "ask", "--json", "<@U0123ABC> who patches <https://aws.amazon.com/rds/|RDS> &amp;lt;b?"
    )
    (answer,) = objects(done)
    assert [one["id"] for one in answer["services"]] == ["rds"]
    assert "&lt;b" in answer["question"]
    assert "<@" not in answer["question"]


def test_a_piped_conversation_answers_each_line_and_prompts_nowhere() -> None:
    done = srm("run", given=b"who backs up RDS?\n\nand DynamoDB?\n")
    said = done.stdout.decode()
    assert done.returncode == 0
    assert "srm>" not in said
    assert said.count("Source:") >= 2
    assert "DynamoDB" in said


def test_services_lists_the_index_one_object_a_line() -> None:
    done = srm("services", "--json")
    index = {one["id"]: one for one in objects(done)}
    assert set(index["rds"]) >= {
        "id", "name", "aliases", "class", "category", "variant_of", "state", "successor", "sdk",
        "topics",
    }  # fmt: skip
    assert index["aurora-serverless"]["variant_of"] == "aurora"
    assert "Amazon RDS" in srm("services").stdout.decode()


def test_check_is_clean_on_the_bundled_catalogue() -> None:
    done = srm("check")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"no problems" in done.stdout


@pytest.mark.parametrize("command", [["ask", "hi"], ["services"], ["check"], ["--version"]])
def test_a_broken_catalogue_ends_every_command_with_one_and_every_problem(
    tmp_path: Path, command: list[str]
) -> None:
    done = srm(*command, SRM_CATALOGUE=str(tmp_path))
    assert done.returncode == 1
    assert done.stdout == b""
    for name in ("topics.yaml", "classes.yaml", "english.txt"):
        assert name in done.stderr.decode()


def test_wrong_usage_ends_with_two() -> None:
    assert srm("ponder").returncode == 2
    assert srm("ask", "--yaml").returncode == 2
    assert srm("check", "/nowhere").returncode == 2
    assert srm("ask", "hi", SRM_CATALOGUE="/nowhere").returncode == 2


def test_the_version_quotes_the_catalogue_s_edition() -> None:
    done = srm("--version")
    assert re.fullmatch(rb"srm \d+\.\d+\.\d+, catalogue \d{4}-\d\d-\d\d [0-9a-f]{7}\n", done.stdout)


def test_a_reader_that_goes_away_is_no_error() -> None:
    program = f"{sys.executable} -m bot services --json | head -1"
    done = subprocess.run(["bash", "-c", program], capture_output=True, check=False)
    assert json.loads(done.stdout)
    assert done.stderr == b""


def test_asking_imports_neither_slack_nor_a_network_library() -> None:
    code = (
        "import sys; from bot.cli import main; main(['ask', 'who patches RDS?']);"
        "print(sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    loaded = done.stdout.splitlines()[-1]
    for name in ("slack_bolt", "slack_sdk", "aiohttp", "asyncio", "dataclasses"):
        assert f"'{name}'" not in loaded


def test_the_matrix_names_what_is_not_in_the_catalogue_and_how_to_find_what_is() -> None:
    done = srm("table", "rds", "Foo Base", "--format", "csv")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Foo Base" in done.stderr
    assert b"srm services" in done.stderr
    done = srm("table", "rds", "Amazon EC2", "lambdas", "--format", "csv")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 4


def test_check_lists_the_sources_that_were_read_long_ago() -> None:
    done = srm("check", "--stale-after", "0")
    assert done.returncode == 0
    assert b"https://docs.aws.amazon.com/" in done.stdout
    done = srm("check", "--stale-after", "9999")
    assert done.stdout.splitlines()[-1] == b"0 sources were read over 9999 days ago."
    assert srm("check", "--stale-after", "soon").returncode == 2


def test_a_check_of_links_that_had_no_time_says_so_and_is_not_fine(tmp_path: Path) -> None:
    done = srm("check", "--links", "--minutes", "0", XDG_CACHE_HOME=str(tmp_path))
    assert done.returncode == 1
    assert re.search(rb"\n0 of \d{3,} pages visited", done.stdout)
    assert re.search(rb"\n\d{3,} are left; run it again to go on", done.stdout)
    assert srm("check", "--links", "--minutes", "some").returncode == 2


def test_coverage_fails_when_a_client_has_no_entry_or_an_entry_names_none(tmp_path: Path) -> None:
    assert srm("coverage").returncode == 0
    for client in (*(installed_clients() or ()), "brand-new"):
        model = tmp_path / "botocore" / "data" / client / "2026-01-01" / "service-2.json"
        model.parent.mkdir(parents=True, exist_ok=True)
        model.touch()
    (tmp_path / "botocore" / "__init__.py").touch()
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]).rstrip(os.pathsep)
    done = srm("coverage", PYTHONPATH=path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, b"unclaimed: brand-new")
    rmtree(tmp_path / "botocore" / "data" / "brand-new")
    rmtree(tmp_path / "botocore" / "data" / "rds")
    done = srm("coverage", PYTHONPATH=path)
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        1,
        b"unknown to botocore: rds, claimed by rds",
    )


def test_a_facts_address_that_will_not_do_is_named() -> None:
    done = srm("ask", "rds", SRM_FACTS_URL="javascript:alert(1)")
    assert done.returncode == 2
    assert b"SRM_FACTS_URL" in done.stderr


def test_the_manifest_is_printed_whole_for_each_way_that_slack_reaches_the_bot() -> None:
    socket, http = srm("manifest"), srm("manifest", "--http", "https://srm.example.com")
    assert json.loads(socket.stdout)["settings"]["socket_mode_enabled"] is True
    events = json.loads(http.stdout)["settings"]["event_subscriptions"]
    assert events["request_url"] == "https://srm.example.com/slack/events"
    assert "functions" in json.loads(srm("manifest", "--workflow").stdout)


def test_an_address_that_slack_would_refuse_is_refused_with_an_example() -> None:
    done = srm("manifest", "--http", "http://srm.example.com")
    assert done.returncode == 2
    assert b"such as https://srm.example.com" in done.stderr


def test_an_answer_on_the_terminal_loads_neither_slack_nor_the_store() -> None:
    code = (
        "import sys; from bot.cli import main; main(['ask', 'who patches RDS?']); "
        "heavy = {'slack_sdk', 'slack_bolt', 'aiohttp', 'sqlalchemy', 'aiosqlite', 'bot.store'}; "
        "sys.exit(str(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
