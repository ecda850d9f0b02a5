"""The Home tab: what the bot does, a way in, and the layers of each class drawn small."""

from __future__ import annotations

import json

from bot.render import owner_phrases, phrases
from bot.render import phrases_slack as words
from bot.render.blocks import escape, set_off
from bot.render.buttons import (
    OPEN_FORM,
    SET_OWNER,
    SHOW,
    button,
    example_value,
    row,
    write_class,
)
from bot.render.gaps import gap_line, gaps_summary
from bot.render.ours import OurTitles
from bot.render.parts import Titles
from bot.render.stack import stack_of_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.answers.gaps import Gap
    from bot.catalogue.model import Catalogue, ServiceClass, Source
    from bot.organisation.model import Organisation

    Block = dict[str, Any]

_MOST_GAPS = 5


def home_view(catalogue: Catalogue, support: str = "", mine: Sequence[Block] = ()) -> Block:
    """The whole view, the same for everybody who sees the same catalogue; but for `mine`, which
    stands first for those who look after an overlay.
    """
    examples = [
        button(text, f"{SHOW}:{number}", example_value(text))
        for number, text in enumerate(phrases.EXAMPLES)
    ]
    search = {**button(words.LOOK_UP, OPEN_FORM), "style": "primary"}
    blocks = [
        _header(words.HOME_HEAD),
        _section(words.HOME_WHAT),
        row([search], "search"),
        *mine,
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


def maintainers_part(
    gaps: Sequence[Gap], catalogue: Catalogue, organisation: Organisation
) -> list[Block]:
    """What an overlay leaves open, for those who look after it, and the way to set an owner."""
    names = OurTitles(organisation=organisation, titles=Titles(catalogue))
    lines = [f"• {escape(gap_line(gap, catalogue, names))}" for gap in gaps[:_MOST_GAPS]]
    more = [escape(phrases.and_more(len(gaps) - len(lines)))] if len(gaps) > len(lines) else []
    set_owner = button(words.SET_OWNER, SET_OWNER, json.dumps(["", "", ""]))
    return [
        {"type": "divider"},
        _header(owner_phrases.HOME_HEAD),
        _section("\n".join([f"*{escape(gaps_summary(gaps))}*", *lines, *more])),
        row([set_owner], "maintainers"),
        *([_context(owner_phrases.HOME_ALL)] if gaps else []),
        {"type": "divider"},
    ]


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
