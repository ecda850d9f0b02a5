"""Slack's limits on blocks, as one table of ours: the SDK knows half of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINK = re.compile(r"<(https://[^|<>]+)\|[^<>]+>")
# Slack counts all that blocks hold and refuses at about 13,200.
IN_ALL, BUDGET = 13_200, 10_000
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
_TEXTS = {"section": 3000, "header": 150, "context": 3000, "button": 75, "option": 75}


def block_problems(
    blocks: Sequence[Any], surface: str = "message", *, by_sdk: bool = True
) -> Iterator[str]:
    """What in these blocks breaks a limit; without `by_sdk`, which is slow, of ours alone."""
    if not 1 <= len(blocks) <= MOST_BLOCKS[surface]:
        yield f"{len(blocks)} blocks"
    words = sum(len(text) for _, text in texts_of(blocks))
    if words > BUDGET:
        yield f"{words} characters in all"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) != len(ids) or any(not 1 <= len(one) <= 255 for one in ids):
        yield "a block id twice, or too long"
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > (surface == "message"):
        yield "a table too many"
    if by_sdk and [one.to_dict() for one in Block.parse_all(list(blocks))] != list(blocks):
        yield "blocks that the SDK does not know"
    for block in blocks:
        yield from _block(block)


def _block(block: dict[str, Any]) -> Iterator[str]:
    most = _TEXTS.get(block["type"], 3000)
    if "text" in block and not 1 <= len(block["text"]["text"]) <= most:
        yield f"{block['type']} of {len(block['text']['text'])} characters"
    fields = block.get("fields", ())
    if len(fields) > 10 or any(not 1 <= len(one["text"]) <= 2000 for one in fields):
        yield "fields too many or too long"
    if block["type"] == "context" and not 1 <= len(block["elements"]) <= 10:
        yield "a context of too many elements"
    if block["type"] == "actions":
        yield from _actions(block["elements"])
    if block["type"] == "table":
        yield from _table(block["rows"])


def _actions(elements: Sequence[dict[str, Any]]) -> Iterator[str]:
    ids = [one["action_id"] for one in elements]
    if not 1 <= len(ids) <= 25 or len(set(ids)) != len(ids):
        yield "buttons too many, none, or twice the same"
    for one in elements:
        if one["type"] == "button" and not 1 <= len(one["text"]["text"]) <= 75:
            yield f"a button of {len(one['text']['text'])} letters"
        if len(one.get("value", "-")) > 2000 or len(one["action_id"]) > 255:
            yield "a value too long"


def _table(rows: Sequence[Sequence[dict[str, str]]]) -> Iterator[str]:
    widths = {len(row) for row in rows}
    if len(rows) > 100 or len(widths) != 1 or max(widths) > 20:
        yield "a table too large, or not even"
    if any(not cell["text"] for row in rows for cell in row):
        yield "an empty cell"


def texts_of(block: Any) -> Iterator[tuple[str, str]]:
    """Every text with its type, however deep; those of buttons, menus and cells too."""
    if isinstance(block, dict):
        if isinstance(block.get("text"), str):
            yield str(block.get("type")), block["text"]
        for inner in block.values():
            yield from texts_of(inner)
    elif isinstance(block, list | tuple):
        for inner in block:
            yield from texts_of(inner)


def live_markup(blocks: Sequence[Any], text: str, hosts: tuple[str, ...]) -> Iterator[str]:
    """What Slack would make a link or a mention of, but for links to `hosts`."""
    marked = [words for kind, words in texts_of(list(blocks)) if kind == "mrkdwn"]
    for one in [*marked, text]:
        for found in re.findall(r"<[^>]*>", one):
            link = LINK.fullmatch(found)
            if not link or not link.group(1).startswith(hosts):
                yield f"live markup {found}"


def foreign_links(blocks: Sequence[Any], text: str, hosts: tuple[str, ...]) -> Iterator[str]:
    """Bare addresses that Slack would make links of, but for those at `hosts`."""
    for words in [*_linked(list(blocks)), text]:
        for found in re.findall(r"https?://[^\s<>|]+", words):
            if not found.startswith(hosts):
                yield f"a foreign link {found}"


def _linked(block: Any) -> Iterator[str]:
    """The texts in which Slack looks for addresses: markup that is not taken as it stands."""
    if isinstance(block, dict):
        if block.get("type") == "mrkdwn" and not block.get("verbatim"):
            yield block["text"]
        for inner in block.values():
            yield from _linked(inner)
    elif isinstance(block, list | tuple):
        for inner in block:
            yield from _linked(inner)
