"""The corpus of questions: YAML files of what people type and what must come back.

Someone without Python extends it: each item has `ask` (one text) or `turns` (a list of
items that are one conversation), and the fields of the machine interface that must hold. `from` is
the address of the public thread that a question was reworded from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from bot.render.export import answer_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ask import Desk
    from bot.understand.question import Context

QUESTIONS = Path(__file__).parent / "questions"
# Scored, and neither run as tests nor looked into while mending.
BLIND = Path(__file__).parent / "blind"
# Fields compared as sets of ids rather than as they stand.
_IDS = {"services": "id", "candidates": "id"}
_PLAIN = ("kind", "owner", "verdict", "case", "class", "topic", "basis")
_KNOWN = {
    "ask",
    "turns",
    "tags",
    "note",
    "source",
    "topics",
    "filter",
    "not_aws",
    "says",
    "lists",
    "from",
}
_KNOWN |= {*_IDS, *_PLAIN}


@dataclass(frozen=True)
class Item:
    """One line of the corpus: where it stands, the turns, and their tags."""

    file: str
    number: int
    turns: tuple[dict[str, Any], ...]
    tags: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return f"{self.file}[{self.number}] {self.turns[-1]['ask'][:60]}"


def items_in(folder: Path = QUESTIONS) -> Iterator[Item]:
    """Every item of every file in `folder`, in order."""
    for path in sorted(folder.glob("*.yaml")):
        for number, one in enumerate(yaml.safe_load(path.read_text("utf-8")) or []):
            turns = tuple(one["turns"]) if "turns" in one else (one,)
            tags = tuple(one.get("tags", ()))
            yield Item(file=path.stem, number=number, turns=turns, tags=tags)


def misses(item: Item, desk: Desk) -> list[str]:
    """What came back otherwise than the item says; empty when all is right."""
    before: Context | None = None
    wrong: list[str] = []
    for turn in item.turns:
        answer = desk.ask(str(turn["ask"]), before)
        before = answer.context
        given = answer_object(answer, desk.catalogue)
        wrong += [f"{turn['ask']!r}: {one}" for one in _differences(turn, given)]
    return wrong


def _differences(turn: dict[str, Any], given: dict[str, Any]) -> Iterator[str]:
    unknown = set(turn) - _KNOWN
    if unknown:
        yield f"the corpus has no field {sorted(unknown)}"
    for name in (*_PLAIN, "not_aws"):
        if name in turn and given[name] != turn[name]:
            yield f"{name} is {given[name]!r}, not {turn[name]!r}"
    for name, key in _IDS.items():
        ids = [one[key] for one in given[name]]
        if name in turn and ids != turn[name]:
            yield f"{name} are {ids}, not {turn[name]}"
    if "topics" in turn and set(given["topics"]) != set(turn["topics"]):
        yield f"topics are {given['topics']}, not {turn['topics']}"
    yield from _lacks(turn, given)


def _lacks(turn: dict[str, Any], given: dict[str, Any]) -> Iterator[str]:
    """What should stand in the answer, among other things, and does not."""
    for name, value in turn.get("filter", {}).items():
        if (given["filter"] or {}).get(name) != value:
            yield f"filter is {given['filter']}, not {turn['filter']}"
    for words in turn.get("says", ()):
        if words not in given["text"]:
            yield f"the text does not say {words!r}"
    listed = {duty["service"] for duty in given["duties"]}
    missing = [one for one in turn.get("lists", ()) if one not in listed]
    if missing:
        yield f"the list lacks {missing}"
