"""The Home tab: what the bot does, a way in, and the layers of each class drawn small."""

from __future__ import annotations

from bot.render import phrases
from bot.render import phrases_slack as words
from bot.render.blocks import escape, set_off
from bot.render.buttons import OPEN_FORM, SHOW, button, example_value, row, write_class
from bot.render.stack import stack_of_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bot.catalogue.model import Catalogue, ServiceClass, Source

    Block = dict[str, Any]


def home_view(catalogue: Catalogue, support: str = "") -> Block:
    """The whole view; the same for everybody who sees the same catalogue."""
    examples = [
        button(text, f"{SHOW}:{number}", example_value(text))
        for number, text in enumerate(phrases.EXAMPLES)
    ]
    search = {**button(words.LOOK_UP, OPEN_FORM), "style": "primary"}
    blocks = [
        _header(words.HOME_HEAD),
        _section(words.HOME_WHAT),
        row([search], "search"),
        _section(f"*{words.HOME_TRY}*"),
        row(examples, "examples"),
        {"type": "divider"},
        _header(words.HOME_CLASSES),
        *[_class_block(one, catalogue) for one in catalogue.classes.values()],
        _context(words.HOME_CLASSES_NOTE),
        {"type": "divider"},
        _header(words.HOME_CATALOGUE),
        _section(_fresh(catalogue)),
        _context(words.HOME_PRIVACY),
        _context(words.support(escape(support) or words.SUPPORT_UNKNOWN)),
    ]
    return {"type": "home", "callback_id": "home", "blocks": blocks}


def _class_block(one: ServiceClass, catalogue: Catalogue) -> Block:
    layers = [set_off(line) for line in stack_of_class(one, catalogue)]
    lines = [f"*{escape(one.title)}*", *layers]
    opened = button(words.IN_DETAIL, f"{SHOW}:{one.id}", write_class(one.id, catalogue))
    named = {**opened, "accessibility_label": words.label(f"{one.title}: {words.IN_DETAIL}")}
    return {**_section("\n".join(lines)), "accessory": named}


def _fresh(catalogue: Catalogue) -> str:
    sources = _sources(catalogue)
    newest = max(source.read_on for source in sources)
    pages = len({source.url for source in sources})
    return words.home_fresh(len(catalogue.services), pages, phrases.day(newest), catalogue.edition)


def _sources(catalogue: Catalogue) -> list[Source]:
    duties = [duty for one in catalogue.services.values() for duty in one.duties.values()]
    duties += [duty for one in catalogue.classes.values() for duty in one.duties.values()]
    return [source for duty in duties for source in duty.sources]


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}
