"""What the repository says of itself is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.render.about import DESCRIPTION, SCOPE_REASONS
from bot.render.phrases import EXAMPLES
from bot.slack.seen import LASTING as SEEN
from bot.store.retention import DAYS, HOURS
from bot.thread.memory import LASTING as THREADS
from tests.replies import README, fresh
from tests.screenshots import PICTURES
from tests.snapshots import without_edition

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue

ROOT = README.parent
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "PRIVACY.md", "SECURITY.md")),
    ROOT / "data" / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
]


def test_the_readme_shows_the_replies_of_today(catalogue: Catalogue) -> None:
    """`make replies` rewrites them."""
    text = README.read_text("utf-8")
    assert text.count('$ srm ask "') >= 3
    assert without_edition(text) == without_edition(fresh(text, catalogue))


def test_every_example_that_help_shows_gets_a_factual_answer(desk: Desk) -> None:
    for example in EXAMPLES:
        answer = desk.ask(example)
        assert answer.sources, example
        assert answer.kind not in ("clarify", "not-found", "help", "ignore"), example


def test_no_file_of_code_is_long() -> None:
    """But for the phrases: a reviewer reads the whole voice of the bot on one page."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("tests/**/*.py")]
        if (lines := len(path.read_text("utf-8").splitlines())) > 300 and path.name != "phrases.py"
    }
    assert long == {}


def test_every_path_that_the_documents_name_exists() -> None:
    folders = "assets|bot|data|docs|manifests|tests|\\.github|\\.slack"
    named = re.compile(rf"`((?:{folders})/[\w./-]*|[A-Z]+\.md|Makefile|Procfile|pyproject\.toml)`")
    missing = [
        (page.name, path)
        for page in PAGES
        for path in named.findall(page.read_text("utf-8"))
        if not Path(ROOT / path).exists()
    ]
    assert missing == []


def test_every_picture_that_the_documents_show_is_there_and_small_and_none_besides() -> None:
    shown = {
        (page.parent / path).resolve()
        for page in PAGES
        for path in re.findall(r"!\[[^\]]+\]\(([\w./-]+)\)", page.read_text("utf-8"))
    }
    there = {path.resolve() for path in (ROOT / "docs" / "img").iterdir()}
    assert shown == there
    assert {path.stem for path in there} == set(PICTURES)
    assert [path for path in there if path.stat().st_size > 400_000] == []


def test_every_test_that_the_documents_name_exists() -> None:
    code = "\n".join(path.read_text("utf-8") for path in ROOT.glob("tests/**/test_*.py"))
    there = set(re.findall(r"def (test_\w+)\(", code))
    named = [
        name for page in PAGES for name in re.findall(r"`(test_\w+)`", page.read_text("utf-8"))
    ]
    assert len(named) > 20
    assert [name for name in named if name not in there] == []


def test_every_line_of_the_marketplace_checklist_is_answered_or_not_yet() -> None:
    lines = (ROOT / "docs" / "marketplace.md").read_text("utf-8").splitlines()
    rows = [line.strip("|").split("|") for line in lines if line.startswith("| ")]
    answers = [answer for asked, answer in rows if asked.strip() != "asked"]
    assert len(answers) > 30
    assert [one for one in answers if "`" not in one and "not yet" not in one] == [
        " your own proxy ends TLS for HTTP; calls out are checked by Python's defaults "
    ]


def test_the_reason_of_each_scope_is_the_same_in_the_documents_and_in_the_code() -> None:
    page = (ROOT / "docs" / "slack.md").read_text("utf-8")
    for scope, reason in SCOPE_REASONS.items():
        assert f"| `{scope}` | {reason} |" in page


def test_the_privacy_page_gives_the_times_that_the_code_keeps() -> None:
    rows = [
        line
        for line in (ROOT / "PRIVACY.md").read_text("utf-8").splitlines()
        if line.startswith("| ")
    ]

    def times(word: str) -> set[str]:
        return {row.split("|")[3].strip() for row in rows if word in row.split("|")[1]}

    assert times("greeted") == {f"{DAYS['greeted']} days"}
    assert times("Home tab") == {f"{DAYS['home']} days"}
    assert times("owners that an admin set") == {"until it is taken back"}
    assert times("how many questions") == {f"{DAYS['counts']} days"}
    assert times("feedback") == {f"{DAYS['feedback']} days"}
    assert times("conversation") == {f"{THREADS / 3600:.0f} hours after its last turn"}
    assert HOURS["seen"] * 3600 == SEEN
    assert HOURS["turns"] * 3600 == THREADS
    assert times("unanswered") == {f"until it is answered, {HOURS['work']} hours at most"}
    assert times("events") == {f"{SEEN / 3600:.0f} hours"}


def test_the_short_description_has_ten_words_at_most() -> None:
    assert len(DESCRIPTION.split()) <= 10


def test_the_icon_is_large_enough_for_slack() -> None:
    """Its size stands in the PNG's header: between 512 and 2,000 pixels, a square."""
    header = (ROOT / "assets" / "icon.png").read_bytes()[:24]
    assert header[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(header[at : at + 4]) for at in (16, 20))
    assert 512 <= width == height <= 2000
