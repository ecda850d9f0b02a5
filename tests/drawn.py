"""Blocks drawn as text, so that a reviewer sees a change of looks without a client."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# A phone shows about this many letters a line, which is where looks break first.
_WIDTH = 56
_LINK = re.compile(r"<https://[^|<>]+\|([^<>]+)>")


def drawn(blocks: Sequence[Any]) -> str:
    """A reply or view, block below block, at about the width of a phone."""
    return "\n".join(line for block in blocks for line in [*_block(block), ""]).rstrip() + "\n"


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "header":
        yield from _wrapped(block["text"]["text"], "# ", "# ")
    elif kind == "section":
        for one in [block["text"]] if "text" in block else block["fields"]:
            yield from _wrapped(one["text"])
        yield from _elements([block["accessory"]] if "accessory" in block else [])
    elif kind == "context":
        for one in block["elements"]:
            yield from _wrapped(one["text"], "  ", "    ")
    elif kind == "actions":
        yield from _elements(block["elements"])
    elif kind == "input":
        yield from _wrapped(f"{block['label']['text']}:")
        yield from _elements([block["element"]])
    elif kind == "table":
        yield from _table(block["rows"])
    else:
        yield "-" * _WIDTH


def _wrapped(text: str, first: str = "", rest: str = "  ") -> Iterator[str]:
    for line in _LINK.sub(r"↗ \1", text).split("\n"):
        yield from textwrap.wrap(
            line, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False
        ) or [""]


def _elements(elements: Sequence[dict[str, Any]]) -> Iterator[str]:
    for one in elements:
        words = one["text"] if "text" in one else one["placeholder"]
        mark = "" if one["type"] == "button" else " ▾"
        strong = "*" if one.get("style") == "primary" else " "
        yield f"[{strong}{words['text']}{mark}{strong}]"


def _table(rows: Sequence[Sequence[dict[str, str]]]) -> Iterator[str]:
    widths = [max(len(row[at]["text"]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = zip(row, widths, strict=True)
        yield "| " + " | ".join(cell["text"].ljust(width) for cell, width in cells) + " |"
