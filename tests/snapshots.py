"""One snapshot of every kind of reply, and of each view: JSON as Slack gets it, and drawn."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answers.gaps import gaps_of
from bot.organisation.load import load_organisations
from bot.organisation.owners import OwnerSet, rule_of
from bot.render import owner_phrases
from bot.render import phrases_slack as words
from bot.render.blocks import reply
from bot.render.feedback import about_of, feedback_block, thanks_view, wrong_modal
from bot.render.forms import answer_form, look_up_form
from bot.render.home import home_view, maintainers_part
from bot.render.issue import fix_lines
from bot.render.notify import notify_done, notify_form
from bot.render.owners import OwnerFor, differing, owner_done, owner_form
from bot.render.parts import Look
from tests.drawn import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from bot.ask import Desk
    from bot.organisation.ours import Ours

EXAMPLE = Path(__file__).parent.parent / "data" / "examples" / "organisation"
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
_ASKED_OF_OURS = {
    "duty": "who owns backups for prod RDS?",
    "differs": "who backs up RDS in staging?",
    "nobody": "who watches the logs of SQS?",
    "list": "which services do we have to patch?",
    "team": "what does team Payments own?",
    "shift": "what would move off platform team if checkout goes to Fargate?",
}
_SET = OwnerSet(
    team="T1",
    service="rds",
    topic="backup",
    place="",
    owner="platform",
    person="U1",
    at=1_795_680_000,
)
_FACTS = "https://github.com/example/srm-bot/blob/main/data"


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
    about = about_of(desk.ask(_ASKED["compare"]))
    if about is not None:
        yield from _of_view("feedback-form", wrong_modal(about, catalogue))
        yield from _of_view(
            "feedback-done", thanks_view(fix_lines(about, catalogue, _FACTS), kept=True)
        )
    yield from _of_ours(desk)


def _of_ours(desk: Desk) -> Iterator[tuple[str, str]]:
    """What an organisation sees: the example's, with an owner that was set in Slack."""
    catalogue = desk.catalogue
    files = load_organisations(str(EXAMPLE), catalogue).of()
    assert files is not None
    ours = files.with_owners((rule_of(_SET),))
    mine = Look(place="private", admin=True)
    for name, asked in _ASKED_OF_OURS.items():
        yield from _of_reply(f"ours-{name}", desk, asked, mine, ours)
    shown = reply(desk.ask(_ASKED_OF_OURS["duty"], None, ours), catalogue, Look(place="view"))
    yield from _of_view("ours-form-answered", answer_form(shown, "recipe", ours=True))
    asked_for = OwnerFor(service="rds", topic="backup", place="environment:production")
    yield from _of_view("ours-owner-form", owner_form(asked_for, catalogue, ours, "Payments"))
    differs = [
        ("rds", "backup", one)
        for one in ours.differences(catalogue.services["rds"], "backup", None)
    ]
    done = [owner_phrases.is_now("backup on Amazon RDS", "Platform")]
    done += [*differing(differs, catalogue, ours), owner_phrases.EXPORT]
    yield from _of_view("ours-owner-done", owner_done(done, asked_for))
    team = ours.organisation.teams["payments"]
    told = reply(desk.ask(_ASKED_OF_OURS["duty"], None, ours), catalogue, Look(place="shared"))
    yield from _of_view("ours-notify-form", notify_form(told, team, "U1", "value"))
    outside = words.notify_outside("#payments")
    yield from _of_view("ours-notify-outside", notify_done(outside, team, "T1", told.text))
    part = maintainers_part(gaps_of(ours, catalogue), catalogue, ours.organisation)
    yield from _of_view("ours-home", home_view(catalogue, "#cloud-security", part))


def _of_reply(
    name: str, desk: Desk, asked: str, look: Look, ours: Ours | None = None
) -> Iterator[tuple[str, str]]:
    answer = desk.ask(asked, None, ours)
    judge = feedback_block(answer)
    made = reply(answer, desk.catalogue, look, [judge] if judge else ())
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
