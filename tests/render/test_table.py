"""The matrix: who owns what, as text, Markdown and CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from bot.render.table import FORMATS, Table, as_csv, as_markdown, as_text, table_of

if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue


@pytest.mark.parametrize("drawn_as", FORMATS)
def test_every_service_stands_in_the_matrix_of_the_whole_catalogue(
    catalogue: Catalogue, drawn_as: str
) -> None:
    services = list(catalogue.services.values())
    drawn = FORMATS[drawn_as](table_of(catalogue, services, "class"))
    assert [one.name for one in services if one.name not in drawn] == []


def test_a_cell_says_what_the_entry_says_and_marks_what_only_its_class_says(
    catalogue: Catalogue,
) -> None:
    services = [catalogue.services["fargate"]]
    table = table_of(catalogue, services, "topic")
    cells = {row[0]: row[1] for row in table.rows}
    assert cells["Operating system"] == "AWS"
    silent = [topic for topic in catalogue.topics if topic not in services[0].duties]
    for topic in silent:
        assert cells[catalogue.topics[topic].title].endswith("*")


def test_by_owner_every_topic_of_a_service_stands_once(catalogue: Catalogue) -> None:
    table = table_of(catalogue, [catalogue.services["rds"]], "owner")
    said = [topic for cell in table.rows[0][1:] if cell for topic in cell.split(", ")]
    assert len(said) == len(set(said)) == len(catalogue.topics)


def test_csv_is_read_back_as_it_was_and_runs_no_formula() -> None:
    table = Table(head=("Service", "Note"), rows=(('a "b", c', "=1+1"), ("d", "e")))
    back = list(csv.reader(io.StringIO(as_csv(table))))
    assert back == [["Service", "Note"], ['a "b", c', "'=1+1"], ["d", "e"]]


def test_markdown_cells_cannot_break_the_row_and_text_columns_line_up() -> None:
    table = Table(head=("A", "B"), rows=(("x|y", "z"), ("longer", "z")))
    assert "| x\\|y | z |" in as_markdown(table)
    assert {line.index("z") for line in as_text(table).splitlines()[1:]} == {8}
