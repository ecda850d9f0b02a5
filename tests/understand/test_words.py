"""Text as Slack sends it becomes plain words, once."""

from __future__ import annotations

import pytest

from bot.understand.words import LONGEST, clean, stem, tokens_of


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("<@U0123> who patches Fargate?", "who patches Fargate?"),
        ("<@U0123|srm> who patches Fargate?", "who patches Fargate?"),
        ("@srm who patches Fargate?", "who patches Fargate?"),
        ("/srm rds", "rds"),
        ("srms are a thing", "srms are a thing"),
        ("a &amp;&amp; b &lt;c&gt;", "a && b <c>"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("see <https://aws.amazon.com/rds/>", "see  https://aws.amazon.com/rds/"),
        ("in <#C123|general> please", "in  general  please"),
        ("<!here> who patches RDS", "who patches RDS"),
        ("who\u200b patches\u00ad RDS", "who patches RDS"),
        ("\u202ewho patches RDS\u202c", "who patches RDS"),
        ("\uff32\uff24\uff33", "RDS"),
        (":wave: who patches RDS :pray:", "who patches RDS"),
        ("who patches \ud800 RDS", "who patches   RDS"),
        ("who\x00patches\x1bRDS", "who patches RDS"),
    ],
)
def test_markup_is_undone_once_and_what_cannot_be_seen_goes(sent: str, read: str) -> None:
    assert clean(sent) == read


def test_a_text_is_cut_at_its_longest() -> None:
    assert len(clean("who patches RDS " * 10_000)) <= LONGEST


@pytest.mark.parametrize("word", ["patch", "patches", "patching", "patched"])
def test_inflections_have_one_stem(word: str) -> None:
    assert stem(word) == "patch"


def test_letters_of_another_alphabet_that_look_latin_are_read_as_latin() -> None:
    assert "".join(token.text for token in tokens_of("\u0415\u0421\u0032")) == "ec2"


def test_a_possessive_is_the_word_itself() -> None:
    assert [token.text for token in tokens_of("RDS's backups")] == ["rds", "backups"]
