"""What people thought of answers, printed for those who look after the catalogue."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.render.feedback_phrases import NO_FEEDBACK, feedback_line, forgotten, nothing_kept
from bot.settings_database import place_of
from bot.store.sql import opened

if TYPE_CHECKING:
    from typing import TextIO

    from bot.secret import Secret
    from bot.store.port import Feedback


def judged(database: Secret, out: TextIO, *, forget: str | None, as_json: bool) -> None:
    """Print what people thought of answers, or delete all that is kept of a workspace."""
    if forget:
        asyncio.run(forget_team(database, forget, out))
    else:
        asyncio.run(print_feedback(database, out, as_json=as_json))


async def print_feedback(database: Secret, out: TextIO, *, as_json: bool) -> None:
    """Print what people thought of answers, the newest first; raises `StoreError`."""
    async with opened(database.reveal()) as store:
        said = await store.feedback()
    lines = [_as_json(one) if as_json else _as_text(one) for one in said]
    out.write("".join(f"{line}\n" for line in lines or ([] if as_json else [NO_FEEDBACK])))


async def forget_team(database: Secret, team: str, out: TextIO) -> None:
    """Delete all that is kept of a workspace; raises `StoreError`."""
    async with opened(database.reveal()) as store:
        rows = await store.forget_team(team)
    if not rows:
        raise StoreError(nothing_kept(team, place_of(database.reveal())))
    out.write(f"{forgotten(rows)}\n")


def _as_json(one: Feedback) -> str:
    fields = ("entries", "topics", "verdict", "edition", "team", "words", "link")
    said = {"at": _day(one), **{name: getattr(one, name) for name in fields}}
    return json.dumps(said, ensure_ascii=False)


def _as_text(one: Feedback) -> str:
    about = ", ".join(one.entries) + (f" on {', '.join(one.topics)}" if one.topics else "")
    added = [f"    {_shown(text)}" for text in (*one.words.splitlines(), one.link) if text]
    return "\n".join([feedback_line(_day(one), one.verdict, about, one.edition), *added])


def _day(one: Feedback) -> str:
    return datetime.fromtimestamp(one.at, tz=UTC).strftime("%Y-%m-%d")


def _shown(text: str) -> str:
    """A person's words without what would steer a terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
