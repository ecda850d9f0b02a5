"""A sheet as Block Kit dicts, within Slack's limits, and the complete `text` beside them."""

from __future__ import annotations

from bot.record import replace
from bot.render import phrases
from bot.render import phrases_slack as words
from bot.render.buttons import CONVERSATIONS, buttons_of, row
from bot.render.grid import can_be_table, is_marked, table_block
from bot.render.parts import Look, Part, Titles, shortened
from bot.render.phrases_slack import CHOOSE, IN_SHORT, LAYER_MARKS, MOSTLY
from bot.render.plain import text_of
from bot.render.reply import Reply
from bot.render.sheet import sheet_of
from bot.render.stack import picture, stack_of_class, stack_of_service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.render.parts import Sheet

    Block = dict[str, Any]

# Slack refuses a section over 3,000 characters and, over all blocks, about 13,200; what
# cannot be cut (headline, notes, proof) comes off the room for the rest.
# Buttons, and a line before it all (a greeting, who shared it), come on top.
_SECTION, _MESSAGE, _TEXT, _CONTEXT = 2900, 9000, 3700, 1900
_HEADER, _FIELD, _LEAD = 150, 1900, 70
# A screen reader reads `text` alone, so that it is whole, whatever Slack recommends; it takes that
# much in a new message.
_TEXT_WHOLE = 12_000
_PLAIN_LOOK = Look()


def reply(
    answer: Answer,
    catalogue: Catalogue,
    look: Look = _PLAIN_LOOK,
    extra: Sequence[Block] = (),
) -> Reply:
    """The message for Slack: blocks for the eye, `text` for screen readers and notices.

    `extra` are blocks of others that stand last, such as those that ask whether it helped.
    """
    sheet = _spoken(sheet_of(answer, catalogue, look), answer, catalogue, look)
    table = None
    if look.drawn == "table" and look.tables and look.place != "view" and can_be_table(answer):
        table = table_block(answer, Titles(catalogue))
        notes = (*sheet.notes, *((phrases.TABLE_FOOT,) if is_marked(answer) else ()))
        drawn = blocks_of(replace(sheet, parts=(), notes=notes), table)
    else:
        drawn = blocks_of(_seen(sheet, answer, catalogue, look))
    below = buttons_of(answer, catalogue, look)
    text = _said(sheet, _TEXT_WHOLE)
    shorter = _said(sheet, _TEXT) if len(text) > _TEXT else ""
    return Reply(text=text, blocks=(*drawn, *below, *extra), shorter=shorter)


def _said(sheet: Sheet, longest: int) -> str:
    """A sheet as `text`."""
    text = text_of(sheet, longest)
    for mark in LAYER_MARKS:
        # The word behind it says the same, and a voice would read it out.
        text = text.replace(f"{mark} ", "")
    return escape(text)


def _spoken(sheet: Sheet, answer: Answer, catalogue: Catalogue, look: Look) -> Sheet:
    """What is said in Slack only, to eyes and ears alike."""
    if answer.kind == "help":
        said = [words.ADMIN_HELP] if look.admin else []
        said.append(words.support(look.support or words.SUPPORT_UNKNOWN))
        return replace(sheet, parts=(*sheet.parts, *(Part(text=text) for text in said)))
    if answer.kind == "clarify" and look.place not in CONVERSATIONS:
        # What only one person sees cannot be answered with a number: there are the buttons.
        return replace(sheet, parts=(*sheet.parts[:-1], Part(text=CHOOSE)))
    if answer.kind == "class" and answer.class_ and not (answer.category or answer.topics):
        layers = stack_of_class(catalogue.classes[answer.class_], catalogue)
        return replace(sheet, parts=(*sheet.parts[:1], *picture(MOSTLY, layers), *sheet.parts[1:]))
    return sheet


def _seen(sheet: Sheet, answer: Answer, catalogue: Catalogue, look: Look) -> Sheet:
    """What is drawn: with the layers of a service, without what the buttons say already."""
    if answer.kind == "help" or (answer.kind == "clarify" and look.place not in CONVERSATIONS):
        return replace(sheet, parts=tuple(part for part in sheet.parts if not part.items))
    if answer.kind == "service":
        layers = stack_of_service(answer.rulings, catalogue)
        return replace(sheet, parts=(*picture(IN_SHORT, layers), *sheet.parts))
    return sheet


def say(text: str, *elements: Block) -> Reply:
    """A plain sentence of ours, with buttons below it."""
    blocks = [_section(escape(text)), *([row(elements)] if elements else [])]
    return Reply(text=escape(text), blocks=tuple(blocks))


def led(made: Reply, words: str) -> Reply:
    """`made` with a line before it; `words` may hold Slack's own markup."""
    return replace(
        made,
        text=f"{words}\n{made.text}",
        blocks=(_context(words), *made.blocks),
        shorter=f"{words}\n{made.shorter}" if made.shorter else "",
    )


def noted(made: Reply, words: str) -> Reply:
    """`made` with a note of ours below it."""
    words = escape(words)
    return replace(
        made,
        text=f"{made.text}\n{words}",
        blocks=(*made.blocks, _context(words)),
        shorter=f"{made.shorter}\n{words}" if made.shorter else "",
    )


def escape(text: str) -> str:
    """The three letters that mean something to Slack, made plain. Done once, last."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def blocks_of(sheet: Sheet, table: Block | None = None) -> list[Block]:
    """Headline, halves, the other parts, notes, then the sources and the catalogue's edition."""
    head = _head(sheet)
    halves, others = _halves(sheet.parts)
    below = ["\n".join(escape(note) for note in sheet.notes), _proof(sheet)]
    below = [_cut(text) for text in below if text]
    fixed = [sheet.opening, sheet.headline, *halves, *below]
    room = _MESSAGE - sum(map(len, fixed))
    others, brief = shortened(others, lambda part: len("\n".join(_part(part))) + 2, room)
    below = [*([phrases.in_brief(brief)] if brief else []), *below]
    parts = _packed([_part(part) for part in others], room)
    body = [*([_fields(halves)] if halves else []), *map(_section, parts)]
    return [*head, *body, *([table] if table else []), *map(_context, below)]


def _head(sheet: Sheet) -> list[Block]:
    """The headline, as a heading for screen readers where it is short enough for one."""
    opening = [_section(escape(sheet.opening))] if sheet.opening else []
    if len(sheet.headline) > _HEADER:
        return [*opening, _section(f"*{escape(sheet.headline)}*")]
    plain = {"type": "plain_text", "text": sheet.headline, "emoji": False}
    return [*opening, {"type": "header", "text": plain}]


def _halves(parts: Sequence[Part]) -> tuple[list[str], Sequence[Part]]:
    """AWS's half and the team's, to stand side by side; and what comes after."""
    labels = [part.label for part in parts[:2]]
    if labels != [phrases.AWS_LABEL, phrases.TEAM_LABEL]:
        return [], parts
    texts = [f"*{part.label}*\n{escape(part.text)}" for part in parts[:2]]
    fit = all(len(text) <= _FIELD for text in texts)
    return (texts, parts[2:]) if fit else ([], parts)


def _fields(texts: Sequence[str]) -> Block:
    return {"type": "section", "fields": [_mrkdwn(text) for text in texts]}


def _mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text), "expand": True}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _cut(text: str) -> str:
    """Whole lines that fit a context block."""
    return text if len(text) <= _CONTEXT else text[: text.rfind("\n", 0, _CONTEXT)]


def _part(part: Part) -> list[str]:
    """The lines of a part; a line is never cut inside."""
    label = f"*{escape(part.label)}*" if part.label else ""
    if part.items:
        return [*([label] if label else []), *map(_listed, part.items)]
    ends = [f"<{escape(link.url)}|{escape(link.label)}>" for link in part.links]
    text = " · ".join([*([escape(part.text)] if part.text else []), *ends])
    text = f"{text} ({escape(part.tail)})" if part.tail else text
    return [f"{label}  {text}".strip()]


def _listed(item: str) -> str:
    """An item of a list; a layer's mark stands for the dot."""
    return set_off(item) if item[:1] in LAYER_MARKS else f"• {set_off(item)}"


def set_off(text: str) -> str:
    """An item, with the topic or service that it begins with set off for the eye."""
    lead, colon, rest = text.partition(": ")
    if not colon or len(lead) > _LEAD:
        return escape(text)
    return f"*{escape(lead)}*: {escape(rest)}"


def _packed(parts: Iterable[Sequence[str]], room: int) -> list[str]:
    """Lines into sections below the limits; what does not fit the message is counted."""
    sections: list[str] = []
    left = room
    dropped = 0
    for lines in parts:
        current = ""
        for line in lines:
            if len(line) + 1 > min(left, _SECTION):
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
        if merged and len(merged[-1]) + len(section) + 2 <= _SECTION:
            merged[-1] = f"{merged[-1]}\n\n{section}"
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
