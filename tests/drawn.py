"""Blocks drawn as text, so that a reviewer sees a change of looks without a client."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# A phone shows about this many letters a line, which is where looks break first.
_WIDTH = 56
_LINK = re.compile(r"<https://[^|<>]+\|([^<>]+)>")


def drawn(blocks: Sequence[Any]) -> str:
    """A reply or view, block below block, at about the width of a phone."""
    return "\n".join(line for block in blocks for line in [*_block(block), ""]).rstrip() + "\n"


def _block(block: dict[str, Any]) -> Iterator[str]:
    draw = _DRAW.get(block["type"])
    yield from draw(block) if draw else ["-" * _WIDTH]


def _header(block: dict[str, Any]) -> Iterator[str]:
    yield from _wrapped(block["text"]["text"], "# ", "# ")


def _section(block: dict[str, Any]) -> Iterator[str]:
    for one in [block["text"]] if "text" in block else block["fields"]:
        yield from _wrapped(one["text"])
    yield from _elements([block["accessory"]] if "accessory" in block else [])


def _context(block: dict[str, Any]) -> Iterator[str]:
    for one in block["elements"]:
        yield from _wrapped(one["text"], "  ", "    ")


def _actions(block: dict[str, Any]) -> Iterator[str]:
    yield from _elements(block["elements"])


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _wrapped(f"{block['label']['text']}:")
    yield from _elements([block["element"]])


def _rich_text(block: dict[str, Any]) -> Iterator[str]:
    for line in block["elements"][0]["elements"][0]["text"].splitlines():
        yield from _wrapped(line, "| ", "|   ")


def _judged(block: dict[str, Any]) -> Iterator[str]:
    one = block["elements"][0]
    buttons = (one["positive_button"], one["negative_button"])
    yield "  " + "  ".join(f"({button['text']['text']})" for button in buttons)


def _wrapped(text: str, first: str = "", rest: str = "  ") -> Iterator[str]:
    for line in _LINK.sub(r"↗ \1", text).split("\n"):
        yield from textwrap.wrap(
            line, _WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False
        ) or [""]


def _elements(elements: Sequence[dict[str, Any]]) -> Iterator[str]:
    for one in elements:
        if one["type"] == "checkboxes":
            yield from (f"[ ] {option['text']['text']}" for option in one["options"])
            continue
        words = one["text"] if "text" in one else one["placeholder"]
        words = one.get("initial_option", {}).get("text", words)
        mark = "" if one["type"] == "button" else " ▾"
        strong = "*" if one.get("style") == "primary" else " "
        yield f"[{strong}{words['text']}{mark}{strong}]"


def _table(block: dict[str, Any]) -> Iterator[str]:
    rows = block["rows"]
    widths = [max(len(row[at]["text"]) for row in rows) for at in range(len(rows[0]))]
    for row in rows:
        cells = zip(row, widths, strict=True)
        yield "| " + " | ".join(cell["text"].ljust(width) for cell, width in cells) + " |"


_DRAW: dict[str, Callable[[dict[str, Any]], Iterator[str]]] = {
    "header": _header,
    "section": _section,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "table": _table,
    "rich_text": _rich_text,
    "context_actions": _judged,
}
