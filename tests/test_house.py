"""What the repository says of itself is true."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.render.phrases import EXAMPLES
from tests.replies import README, fresh
from tests.snapshots import without_edition

if TYPE_CHECKING:
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue

ROOT = README.parent


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
    named = re.compile(r"`((?:bot|data|tests|manifests|docs)/[\w./-]+)`")
    missing = [
        (page.name, path)
        for page in [README, ROOT / "CONTRIBUTING.md", ROOT / "data" / "README.md"]
        for path in named.findall(page.read_text("utf-8"))
        if not Path(ROOT / path).exists()
    ]
    assert missing == []
