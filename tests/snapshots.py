"""One snapshot of every kind of reply, and of each view: JSON as Slack gets it, and drawn."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.render.blocks import reply
from bot.render.forms import answer_form, look_up_form
from bot.render.home import home_view
from bot.render.parts import Look
from tests.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from bot.ask import Desk

FOLDER = Path(__file__).parent / "render" / "snapshots"
_EDITION = re.compile(r"catalogue \d{4}-\d\d-\d\d [0-9a-f]{7}")
_COUNTS = re.compile(r"\d+ services and [^(]+ pages, [^(]+(?=\(catalogue)")
_ASKED = {
    "duty": "who backs up RDS?",
    "duty-two-layers": "who patches Fargate?",
    "duty-variants": "who patches the nodes in EKS?",
    "service": "what must we secure on RDS?",
    "compare": "compare EC2 and Lambda",
    "shift": "what changes if we move from EC2 to Fargate?",
    "list": "which services do we have to patch?",
    "overview": "who is responsible for encryption?",
    "class": "what do we secure with serverless?",
    "clarify": "who patches CF?",
    "not-found": "who patches FooBase?",
    "help": "help",
    "ignore": "book a table for two",
}


def without_edition(text: str) -> str:
    """`text` with every edition blotted out."""
    return _EDITION.sub("catalogue …", text)


def snapshots(desk: Desk) -> Iterator[tuple[str, str]]:
    """The name and the content of each file."""
    catalogue = desk.catalogue
    for name, asked in _ASKED.items():
        yield from _of_reply(name, desk, asked, Look(place="private"))
    table = Look(place="private", drawn="table")
    yield from _of_reply("compare-table", desk, _ASKED["compare"], table)
    yield from _of_view("home", home_view(catalogue, "#cloud-security"))
    yield from _of_view("form", look_up_form(catalogue))
    shown = reply(desk.ask(_ASKED["duty"]), catalogue, Look(place="view"))
    yield from _of_view("form-answered", answer_form(shown, "recipe"))


def _of_reply(name: str, desk: Desk, asked: str, look: Look) -> Iterator[tuple[str, str]]:
    made = reply(desk.ask(asked), desk.catalogue, look)
    said = _steady({"text": made.text, "blocks": [dict(block) for block in made.blocks]})
    yield f"{name}.json", _json(said)
    seen, heard = drawn(said["blocks"]), said["text"]
    yield f"{name}.txt", f"> {asked}\n\n{seen}\n===== text alone =====\n\n{heard}\n"


def _of_view(name: str, view: dict[str, Any]) -> Iterator[tuple[str, str]]:
    said = _steady(view)
    yield f"{name}.json", _json(said)
    yield f"{name}.txt", drawn(said["blocks"])


def _steady(said: dict[str, Any]) -> dict[str, Any]:
    """What was said without what every fact changes: the edition, how many pages there are."""
    text = _COUNTS.sub("… services and … pages, … ", json.dumps(said, ensure_ascii=False))
    steady: dict[str, Any] = json.loads(without_edition(text))
    return steady


def _json(said: dict[str, Any]) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def write_snapshots(desk: Desk) -> None:
    """Rewrite the folder."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.iterdir():
        path.unlink()
    for name, content in snapshots(desk):
        (FOLDER / name).write_text(content, "utf-8")
