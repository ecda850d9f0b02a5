"""A sheet as plain text: for the terminal, for `text` in Slack and in JSON."""

from __future__ import annotations

from bot.record import replace
from bot.render import phrases
from bot.render.parts import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.render.parts import Part, Sheet

# What tells that something is in brief, or was left out.
_ROOM = 130
_SPACES = str.maketrans("\n\v\f\r", "    ")


def text_of(sheet: Sheet, longest: int = 0) -> str:
    """The whole reply in plain language, one thought a line.

    With `longest`, parts between headline and proof are said in brief until it fits, and where
    that is not enough lines are dropped, whole. Either is told.
    """
    brief = 0
    if longest:
        fixed = len("\n".join(line for lines in _lines(replace(sheet, parts=())) for line in lines))
        room = longest - fixed - _ROOM
        parts, brief = shortened(sheet.parts, lambda part: len("\n".join(_part(part))) + 1, room)
        sheet = replace(sheet, parts=parts)
    head, body, proof = _lines(sheet)
    proof = [*([f"Note: {phrases.in_brief(brief)}"] if brief else []), *proof]
    kept, dropped = list(body), 0
    while longest and kept and len("\n".join([*head, *kept, *proof])) > longest - 20:
        kept.pop()
        dropped += 1
    more = [phrases.and_more(dropped)] if dropped else []
    return "\n".join([*head, *kept, *more, *proof])


def terminal_text(sheet: Sheet, width: int = 96, *, bold: bool = False) -> str:
    """The reply for a terminal: wrapped at `width` columns, the headline bold if asked."""
    lines = [line for group in _lines(sheet) for line in group]
    head, *rest = [_wrapped(line, width) or [""] for line in lines]
    if bold:
        head = [f"\033[1m{line}\033[0m" for line in head]
    return "\n".join(line for group in (head, *rest) for line in group)


def _wrapped(line: str, width: int) -> list[str]:
    """A line as lines of at most `width`, unless a word is longer; all but the first indented.

    It is what `textwrap.wrap` makes of it, whose import costs more than an answer does.
    """
    indent = "    " if line.startswith("  ") else "  "
    found: list[str] = []
    now, size = "", width
    for piece in _pieces(line):
        if len(now) + len(piece) > size:
            if now.rstrip(" "):
                found.append((indent if found else "") + now.rstrip(" "))
                size = width - len(indent)
            now = ""
        if now or not found or piece[0] != " ":
            now += piece
    return [*found, (indent if found else "") + now.rstrip(" ")] if now.rstrip(" ") else found


def _pieces(line: str) -> list[str]:
    """The words of a line and the spaces between them, in order."""
    found: list[str] = []
    for number, word in enumerate(line.expandtabs().translate(_SPACES).split(" ")):
        if number and found and found[-1][-1] == " ":
            found[-1] += " "
        elif number:
            found.append(" ")
        found += [word] if word else []
    return found


def _lines(sheet: Sheet) -> tuple[list[str], list[str], list[str]]:
    """The headline, the lines of the parts, and the proof below them."""
    body = [line for part in sheet.parts for line in _part(part)]
    proof = [f"Note: {note}" for note in sheet.notes]
    proof += [
        f"Source: {phrases.source_line(source.title, source.read_on)}, {source.url}"
        for source in sheet.sources
    ]
    proof += [sheet.more] if sheet.more else []
    proof += [f"{phrases.FIX_FACT}: {link}" for link in sheet.facts]
    head = [sheet.opening] if sheet.opening else []
    return [*head, sheet.headline], body, proof + ([f"({sheet.footer})"] if sheet.footer else [])


def _part(part: Part) -> list[str]:
    if part.items:
        return [f"{part.label}:" if part.label else "", *(f"  - {item}" for item in part.items)][
            not part.label :
        ]
    ends = [f"{link.label}: {link.url}" for link in part.links]
    text = " · ".join([*([part.text] if part.text else []), *ends])
    text = f"{text} ({part.tail})" if part.tail else text
    return [f"{part.label}: {text}" if part.label else text]
