"""The buttons below a reply. What each asks rides in its value, as ids, for weeks."""

from __future__ import annotations

from zlib import crc32

from bot.record import replace
from bot.render import phrases
from bot.render import phrases_slack as words
from bot.render.grid import can_be_table
from bot.render.listing import longest_list
from bot.render.many import SHOWN
from bot.understand.layers import layers_on
from bot.understand.question import Question
from bot.understand.recipe import LONGEST_ID, mention, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.render.parts import Look

    Block = dict[str, Any]

# Action ids, each followed by a number: in a conversation the answer is seen by all who see
# the question; one that was shared there is asked on in private.
SHOW, LOOK = "show", "look"
SHARE, OPEN_FORM, COMPARE = "share", "open_form", "compare"
EXAMPLE = "example"
_MOST_WHOLE, _MOST_SHOWN = 3, 6
FACTUAL = ("duty", "service", "compare", "shift", "list", "overview", "class")


def buttons_of(answer: Answer, catalogue: Catalogue, look: Look) -> list[Block]:
    """One row of what can be asked next, or none."""
    verb = LOOK if look.place == "shared" else SHOW
    asked = [(text, value) for text, value in _asks(answer, catalogue, look) if value]
    elements = [
        button(text, f"{verb}:{number}", value)
        for number, (text, value) in enumerate(asked[:_MOST_SHOWN])
    ]
    base = _compared_from(answer, catalogue)
    if base:
        elements.append(compare_menu(f"{verb}_{COMPARE}"))
    if look.place == "private" and (whole := _again(answer, catalogue, look.drawn)):
        elements.append({**button(words.SHARE, SHARE, whole), "style": "primary"})
    if answer.kind in ("help", "not-found", "ignore") and look.place != "view":
        elements.append(button(words.LOOK_UP, OPEN_FORM))
    return [row(elements, base)] if elements else []


def row(elements: Sequence[Block], block_id: str = "") -> Block:
    """A block of buttons."""
    named = {"block_id": block_id} if block_id else {}
    return {"type": "actions", **named, "elements": [*elements]}


def button(text: str, action: str, value: str = "") -> Block:
    """One button."""
    plain = {"type": "plain_text", "text": words.label(text), "emoji": False}
    made: Block = {"type": "button", "action_id": action, "text": plain}
    return {**made, "value": value} if value else made


def compare_menu(action: str) -> Block:
    """A menu of all services, to choose one to compare with."""
    return {
        "type": "external_select",
        "action_id": action,
        "placeholder": {"type": "plain_text", "text": words.COMPARE_WITH, "emoji": False},
        "min_query_length": 1,
    }


def example_value(text: str) -> str:
    """An example that is shown to people, as a button's value."""
    return f"{EXAMPLE} {crc32(text.encode())}"


def example_of(value: str) -> str | None:
    """The example behind a value, if it is still one."""
    return {example_value(text): text for text in phrases.EXAMPLES}.get(value)


def about(service: str, catalogue: Catalogue) -> Question:
    """Everything about one service, as a question."""
    return Question(text="", kind="service", mentions=(mention(service, catalogue),))


def write_class(class_: str, catalogue: Catalogue) -> str:
    """The picture of a class, as a button's value."""
    return write(Question(text="", kind="class", class_=class_), catalogue)


def chosen(service: str, question: Question, catalogue: Catalogue) -> Question:
    """`question`, which named no service for certain, with one chosen."""
    if not question.topics:
        return about(service, catalogue)
    topics, beside, sweep = layers_on(catalogue, service, question)
    return Question(
        text="",
        kind="duty",
        mentions=(mention(service, catalogue),),
        topics=topics,
        beside=beside,
        sweep=sweep,
        stance=question.stance,
    )


def _asks(answer: Answer, catalogue: Catalogue, look: Look) -> Iterator[tuple[str, str]]:
    """What each button says, and its value."""
    if answer.kind == "help":
        for text in phrases.EXAMPLES:
            yield text, example_value(text)
    if answer.asked is None:
        return
    if answer.kind in ("clarify", "not-found"):
        for heard in answer.candidates:
            question = chosen(heard.mention.service, answer.asked, catalogue)
            yield heard.name, write(question, catalogue)
    yield from _redrawn(answer, answer.asked, catalogue, look)
    yield from _next(answer, answer.asked, catalogue)


def _redrawn(
    answer: Answer, asked: Question, catalogue: Catalogue, look: Look
) -> Iterator[tuple[str, str]]:
    """The same answer, drawn otherwise."""
    if look.tables and look.place != "view" and can_be_table(answer):
        drawn = "" if look.drawn == "table" else "table"
        yield words.AS_TABLE if drawn else words.AS_WORDS, write(asked, catalogue, drawn)
    if answer.kind == "list" and longest_list(answer) > SHOWN and look.drawn != "whole":
        yield words.show_all(len(answer.members)), _again(answer, catalogue, "whole")


def _next(answer: Answer, asked: Question, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """What one may want to know next."""
    if answer.kind in ("duty", "compare", "shift"):
        for heard in answer.services[:_MOST_WHOLE]:
            question = about(heard.mention.service, catalogue)
            yield words.everything(heard.name), write(question, catalogue)
    if answer.kind in ("duty", "service"):
        yield words.WAYS, write(_ways(answer, asked, catalogue), catalogue)
    if answer.kind == "overview":
        for class_ in catalogue.classes.values():
            yield class_.title, write_class(class_.id, catalogue)


def _ways(answer: Answer, asked: Question, catalogue: Catalogue) -> Question:
    """The ways of running a service side by side; no question where it has only one."""
    service = catalogue.services[answer.services[0].mention.service]
    parent = service.variant_of or service.id
    ways = [one.id for one in catalogue.variants_of(parent)]
    beside = ways if len(ways) > 1 else [parent, *ways]
    if len(beside) < 2:
        return Question(text="", kind="help")
    return Question(
        text="",
        kind="compare",
        mentions=tuple(mention(one, catalogue) for one in beside),
        topics=asked.topics,
        beside=asked.beside,
        sweep=asked.sweep,
    )


def _compared_from(answer: Answer, catalogue: Catalogue) -> str:
    """What "Compare with…" starts from: it must fit the menu's block id."""
    if answer.asked is None or answer.kind not in ("duty", "service"):
        return ""
    plain = replace(answer.asked, cases=(), stance=None)
    line = write(plain, catalogue)
    return line if len(line) <= LONGEST_ID else ""


def _again(answer: Answer, catalogue: Catalogue, drawn: str) -> str:
    """The whole question, to give the same answer once more.

    A list over an organisation's stack or of one team has none: buttons hold no such ids, and
    the same question over the whole catalogue has another answer.
    """
    ours_alone = answer.kind == "list" and answer.ours is not None
    return write(answer.asked, catalogue, drawn) if answer.asked and not ours_alone else ""
