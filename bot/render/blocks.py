"""A sheet as Block Kit dicts, within Slack's limits, and the complete `text` beside them."""

from __future__ import annotations

from bot.render import phrases
from bot.render.parts import Look
from bot.render.plain import text_of
from bot.render.reply import Reply
from bot.render.sheet import sheet_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.render.parts import Part, Sheet

    Block = dict[str, Any]

# Slack refuses a section over 3,000 characters and, over all blocks, about 13,200; what
# cannot be cut (headline, notes, proof) comes off the room for the rest.
_SECTION, _MESSAGE, _TEXT, _CONTEXT = 2900, 9800, 3900, 1900
_PLAIN_LOOK = Look()


def reply(answer: Answer, catalogue: Catalogue, look: Look = _PLAIN_LOOK) -> Reply:
    """The message for Slack: blocks for the eye, `text` for screen readers and notices."""
    sheet = sheet_of(answer, catalogue, look)
    return Reply(text=escape(text_of(sheet, _TEXT)), blocks=tuple(blocks_of(sheet)))


def escape(text: str) -> str:
    """The three letters that mean something to Slack, made plain. Done once, last."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks_of(sheet: Sheet) -> list[Block]:
    """Headline, parts, notes, then the sources and the catalogue's edition."""
    head = "\n".join(
        [*([escape(sheet.opening)] if sheet.opening else []), f"*{escape(sheet.headline)}*"]
    )
    below = ["\n".join(escape(note) for note in sheet.notes), _proof(sheet)]
    below = [_cut(text) for text in below if text]
    room = _MESSAGE - len(head) - sum(map(len, below))
    parts = _packed([_part(part) for part in sheet.parts], room)
    return [_section(text) for text in [head, *parts]] + [_context(text) for text in below]


def _section(text: str) -> Block:
    mrkdwn = {"type": "mrkdwn", "text": text, "verbatim": True}
    return {"type": "section", "text": mrkdwn, "expand": True}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _cut(text: str) -> str:
    """Whole lines that fit a context block."""
    return text if len(text) <= _CONTEXT else text[: text.rfind("\n", 0, _CONTEXT)]


def _part(part: Part) -> list[str]:
    """The lines of a part; a line is never cut inside."""
    label = f"*{escape(part.label)}*" if part.label else ""
    if part.items:
        return [*([label] if label else []), *(f"• {escape(item)}" for item in part.items)]
    ends = [f"<{escape(link.url)}|{escape(link.label)}>" for link in part.links]
    text = " · ".join([*([escape(part.text)] if part.text else []), *ends])
    text = f"{text} ({escape(part.tail)})" if part.tail else text
    return [f"{label}  {text}".strip()]


def _packed(parts: Iterable[Sequence[str]], room: int) -> list[str]:
    """Lines into sections below the limits; what does not fit the message is counted."""
    sections: list[str] = []
    left = room
    dropped = 0
    for lines in parts:
        current = ""
        for line in lines:
            if len(line) + 1 > left:
                dropped += 1
                continue
            left -= len(line) + 1
            if len(current) + len(line) + 1 > _SECTION:
                sections.append(current)
                current = ""
            current = f"{current}\n{line}".strip()
        if current:
            sections.append(current)
    return _merged(sections) + ([phrases.and_more(dropped)] if dropped else [])


def _merged(sections: Sequence[str]) -> list[str]:
    """Short sections together, so that a reply of one line a party stays small."""
    merged: list[str] = []
    for section in sections:
        if merged and len(merged[-1]) + len(section) + 1 <= _SECTION:
            merged[-1] = f"{merged[-1]}\n{section}"
        else:
            merged.append(section)
    return merged


def _proof(sheet: Sheet) -> str:
    """The pages with their days, then the catalogue's edition; nothing without pages."""
    if not sheet.sources:
        return ""
    lines = [
        f"<{source.url}|{escape(source.title)}>, read {phrases.day(source.read_on)}"
        for source in sheet.sources
    ]
    links = [f"<{link}|{phrases.FIX_FACT}>" for link in sheet.facts]
    lines += [escape(sheet.more)] if sheet.more else []
    lines += [" · ".join([*links, escape(sheet.footer)])] if sheet.footer else links
    return "\n".join(lines)
