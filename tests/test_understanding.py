"""The page on understanding tells what is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.score import PAGE, tables, with_tables

if TYPE_CHECKING:
    from bot.ask import Desk


def test_the_table_on_the_page_is_what_is_measured(desk: Desk) -> None:
    page = PAGE.read_text("utf-8")
    assert page == with_tables(page, tables(desk)), "run python -m benchmarks.score --page"
