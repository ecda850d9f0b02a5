"""The buttons below a reply. What each asks rides in its value, as ids, for weeks."""

from __future__ import annotations

import json
from zlib import crc32

from bot.record import replace
from bot.render import phrases
from bot.render import phrases_slack as words
from bot.render.grid import can_be_table
from bot.render.listing import longest_list
from bot.render.many import SHOWN
from bot.understand.layers import layers_on
from bot.understand.question import Question
from bot.understand.recipe import LONGEST, LONGEST_ID, OursAsked, mention, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.organisation.model import Team
    from bot.render.parts import Look

    Block = dict[str, Any]

# Action ids, each followed by a number: in a conversation the answer is seen by all who see
# the question; one that was shared there is asked on in private.
SHOW, LOOK = "show", "look"
SHARE, OPEN_FORM, COMPARE = "share", "open_form", "compare"
EXAMPLE, SET_OWNER, NOTIFY = "example", "set_owner", "notify"
# Where the question was asked and is answered; the first may have readers of any organisation.
CONVERSATIONS = ("thread", "direct")
_MOST_WHOLE, _MOST_SHOWN, _MOST_TOLD = 3, 6, 3
FACTUAL = ("duty", "service", "compare", "shift", "list", "overview", "class")


def buttons_of(answer: Answer, catalogue: Catalogue, look: Look) -> list[Block]:
    """One row of what can be asked next, or none."""
    verb = LOOK if look.place == "shared" else SHOW
    asked = [(text, value) for text, value in _asks(answer, catalogue, look) if value]
    elements = [
        button(text, f"{verb}:{number}", value)
        for number, (text, value) in enumerate(asked[:_MOST_SHOWN])
    ]
    base = _compared_from(answer, catalogue, look)
    if base:
        elements.append(compare_menu(f"{verb}_{COMPARE}"))
    elements += _for_ours(answer, catalogue, look)
    if look.place == "private" and (whole := _again(answer, catalogue, look, look.drawn)):
        elements.append(_share(answer, whole))
    if answer.kind in ("help", "not-found", "ignore") and look.place != "view":
        elements.append(button(words.LOOK_UP, OPEN_FORM))
    return [row(elements, base)] if elements else []


def _share(answer: Answer, whole: str) -> Block:
    """The button that makes a private answer public; where it names our own, it asks first."""
    made = {**button(words.SHARE, SHARE, whole), "style": "primary"}
    if not names_ours(answer):
        return made
    asks = {
        "title": _plain(words.SHARE_TITLE),
        "text": _plain(words.SHARE_OURS),
        "confirm": _plain(words.SHARE),
        "deny": _plain(words.SHARE_NOT),
    }
    return {**made, "confirm": asks}


def names_ours(answer: Answer) -> bool:
    """Whether an answer names anything of an organisation's own."""
    every = [one for ruling in answer.rulings for one in (ruling, *ruling.inside)]
    listed = answer.kind == "list" and answer.ours is not None
    return listed or any(one.here or one.chosen for one in every)


def asked_of_ours(answer: Answer, look: Look) -> OursAsked | None:
    """What of the organisation's an answer was about, for buttons whose press it may see.

    Who presses below a message that many see is answered by the catalogue alone.
    """
    side = answer.ours
    if side is None or look.place == "thread":
        return None
    return OursAsked(
        account=side.spot.account if side.spot else None,
        environment=side.spot.environment if side.spot and not side.spot.account else None,
        team=side.team.id if side.team else None,
        whole=side.whole,
    )


def _for_ours(answer: Answer, catalogue: Catalogue, look: Look) -> list[Block]:
    """What one may do about whose job a duty is: have its team told, or set another."""
    if answer.ours is None or answer.kind not in ("duty", "service"):
        return []
    elements = []
    line = ""
    if answer.asked and answer.kind == "duty":
        # Read for whoever presses alone, wherever the button stands.
        line = write(
            answer.asked, catalogue, "", asked_of_ours(answer, replace(look, place="view"))
        )
    if line:
        for number, team in enumerate(teams_of(answer)[:_MOST_TOLD]):
            value = json.dumps([team.id, line], separators=(",", ":"))
            if len(value) <= LONGEST:
                elements.append(button(words.notify(team.name), f"{NOTIFY}:{number}", value))
    if look.admin:
        elements.append(button(words.SET_OWNER, SET_OWNER, owner_value(answer)))
    return elements


def teams_of(answer: Answer) -> list[Team]:
    """The teams that hold a part of what was asked, and have a channel; each once."""
    every = [one for ruling in answer.rulings for one in (ruling, *ruling.inside)]
    held = [held.holder for one in every if one.here for held in one.here.held]
    teams = [holder.team for holder in held if holder and holder.team and holder.team.channel]
    return list({team.id: team for team in teams}.values())


def owner_value(answer: Answer) -> str:
    """What an owner would be set for, from the answer: service, topic and place by id."""
    service = answer.services[0].mention.service
    topic = answer.topics[0] if answer.kind == "duty" and answer.topics else ""
    return json.dumps([service, topic, place_id(answer)], separators=(",", ":"))


def place_id(answer: Answer) -> str:
    """The place that an answer is about, as owners are kept; empty for everywhere."""
    spot = answer.ours.spot if answer.ours else None
    if spot is None:
        return ""
    return f"account:{spot.account}" if spot.account else f"environment:{spot.environment}"


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def row(elements: Sequence[Block], block_id: str = "") -> Block:
    """A block of buttons."""
    named = {"block_id": block_id} if block_id else {}
    return {"type": "actions", **named, "elements": [*elements]}


def button(text: str, action: str, value: str = "") -> Block:
    """One button."""
    made: Block = {"type": "button", "action_id": action, "text": _plain(words.label(text))}
    return {**made, "value": value} if value else made


def compare_menu(action: str) -> Block:
    """A menu of all services, to choose one to compare with."""
    return {
        "type": "external_select",
        "action_id": action,
        "placeholder": _plain(words.COMPARE_WITH),
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
            yield heard.name, write(question, catalogue, "", _place_of(answer, look))
    yield from _redrawn(answer, answer.asked, catalogue, look)
    yield from _next(answer, answer.asked, catalogue, look)


def _redrawn(
    answer: Answer, asked: Question, catalogue: Catalogue, look: Look
) -> Iterator[tuple[str, str]]:
    """The same answer, drawn otherwise."""
    if look.tables and look.place != "view" and can_be_table(answer):
        drawn = "" if look.drawn == "table" else "table"
        ours = asked_of_ours(answer, look)
        yield words.AS_TABLE if drawn else words.AS_WORDS, write(asked, catalogue, drawn, ours)
    if answer.kind == "list" and longest_list(answer) > SHOWN and look.drawn != "whole":
        yield words.show_all(len(answer.members)), _again(answer, catalogue, look, "whole")


def _place_of(answer: Answer, look: Look) -> OursAsked | None:
    """The place of ours that an answer is about, for a question about something else there."""
    ours = asked_of_ours(answer, look)
    return replace(ours, team=None, whole=False) if ours else None


def _next(
    answer: Answer, asked: Question, catalogue: Catalogue, look: Look
) -> Iterator[tuple[str, str]]:
    """What one may want to know next."""
    place = _place_of(answer, look)
    if answer.kind in ("duty", "compare", "shift"):
        for heard in answer.services[:_MOST_WHOLE]:
            question = about(heard.mention.service, catalogue)
            yield words.everything(heard.name), write(question, catalogue, "", place)
    if answer.kind in ("duty", "service"):
        yield words.WAYS, write(_ways(answer, asked, catalogue), catalogue, "", place)
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


def _compared_from(answer: Answer, catalogue: Catalogue, look: Look) -> str:
    """What "Compare with…" starts from: it must fit the menu's block id."""
    if answer.asked is None or answer.kind not in ("duty", "service"):
        return ""
    plain = replace(answer.asked, cases=(), stance=None)
    line = write(plain, catalogue, "", _place_of(answer, look))
    return line if len(line) <= LONGEST_ID else ""


def _again(answer: Answer, catalogue: Catalogue, look: Look, drawn: str) -> str:
    """The whole question, to give the same answer once more.

    Below a message that many see, a list over an organisation's stack or of one team has none:
    the same question over the whole catalogue has another answer.
    """
    ours_alone = answer.kind == "list" and answer.ours is not None and look.place == "thread"
    if answer.asked is None or ours_alone:
        return ""
    return write(answer.asked, catalogue, drawn, asked_of_ours(answer, look))
