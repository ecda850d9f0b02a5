"""The forms: looking a service up, and an answer in its place with somewhere to send it."""

from __future__ import annotations

from bot.render import phrases_slack as words
from bot.render.blocks import say
from bot.render.buttons import OPEN_FORM, button, row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from bot.catalogue.model import Catalogue, Service
    from bot.render.reply import Reply

    View = dict[str, Any]

# Callback ids of the forms, and the blocks in them.
LOOK_UP, SEND = "look_up", "send"
SERVICE, TOPIC, SEND_TO, WITH_OURS = "service", "topic", "send_to", "with_ours"
_MOST_BLOCKS = 100


def look_up_form(catalogue: Catalogue) -> View:
    """Choose a service by typing, and a topic or everything."""
    topics = [_option(topic.title, topic.id) for topic in catalogue.topics.values()]
    service = {
        "type": "external_select",
        "action_id": SERVICE,
        "placeholder": _plain(words.FORM_SERVICE_HINT),
        "min_query_length": 1,
    }
    topic = {
        "type": "static_select",
        "action_id": TOPIC,
        "placeholder": _plain(words.FORM_TOPIC_HINT),
        "options": topics,
    }
    blocks = [
        _input(SERVICE, words.FORM_SERVICE, service),
        {**_input(TOPIC, words.FORM_TOPIC, topic), "optional": True},
    ]
    return _form(LOOK_UP, blocks, words.FORM_SUBMIT)


def answer_form(made: Reply, recipe: str = "", *, ours: bool = False) -> View:
    """An answer, with a conversation to send it to where `recipe` can give it again.

    `ours`: it names an organisation's own, which is sent only where the person says so.
    """
    again = row([button(words.LOOK_UP_AGAIN, OPEN_FORM)], "again")
    shown = made.blocks or say(made.text).blocks
    if not recipe:
        return _form(SEND, [*map(dict, shown), again], "")
    menu = {
        "type": "conversations_select",
        "action_id": SEND_TO,
        "placeholder": _plain(words.SEND_HINT),
        "default_to_current_conversation": True,
        "response_url_enabled": True,
    }
    ticks = [_with_ours()] if ours else []
    blocks = [*map(dict, shown), _input(SEND_TO, words.SEND_TO, menu), *ticks, again]
    return {**_form(SEND, blocks, words.SEND), "private_metadata": recipe}


def _with_ours() -> View:
    option = {**_option(words.WITH_OURS_TICK, "yes"), "description": _plain(words.WITH_OURS_HINT)}
    ticks = {"type": "checkboxes", "action_id": WITH_OURS, "options": [option]}
    return {**_input(WITH_OURS, words.WITH_OURS, ticks), "optional": True}


def options_of(services: Iterable[Service]) -> list[dict[str, Any]]:
    """Services as options of a menu."""
    return [_option(service.name, service.id) for service in services]


def _form(callback: str, blocks: list[View], submit: str) -> View:
    form = {
        "type": "modal",
        "callback_id": callback,
        "title": _plain(words.FORM_TITLE),
        "close": _plain(words.FORM_CLOSE),
        "blocks": blocks[:_MOST_BLOCKS],
    }
    return {**form, "submit": _plain(submit)} if submit else form


def _input(block: str, label: str, element: View) -> View:
    return {"type": "input", "block_id": block, "label": _plain(label), "element": element}


def _option(text: str, value: str) -> dict[str, Any]:
    return {"text": _plain(words.label(text)), "value": value}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
