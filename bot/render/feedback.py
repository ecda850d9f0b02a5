"""Judging an answer: the buttons below it, the form that asks what is wrong, what comes after.

What a button carries are ids of entries and topics and the catalogue's edition, never a word of
the question; it is read with suspicion, since it may be weeks old.
"""

from __future__ import annotations

import json

from bot.catalogue.model import Place
from bot.record import record
from bot.render import feedback_phrases as phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue

    Block = dict[str, Any]

ACTION, VIEW = "feedback", "wrong"
WHICH, WORDS, LINK = "which", "words", "link"
LONGEST_WORDS, LONGEST_LINK = 1000, 500
# An entry for what classes say: it stands in a file of its own.
_CLASSES = "classes"
_MOST_ENTRIES, _MOST_SHOWN, _LONGEST_EDITION = 20, 4, 40
_VERDICTS = ("helpful", "wrong")


@record
class About:
    """What an answer rested on, as a button carries it."""

    entries: tuple[str, ...]
    topics: tuple[str, ...]
    edition: str


def feedback_block(answer: Answer) -> Block | None:
    """The two buttons below a factual answer; None below any other."""
    about = about_of(answer)
    if about is None:
        return None
    helpful = _button(phrases.HELPFUL, phrases.HELPFUL_LABEL, "helpful", about)
    wrong = _button(phrases.WRONG, phrases.WRONG_LABEL, "wrong", about)
    buttons = {"type": "feedback_buttons", "action_id": ACTION}
    return {
        "type": "context_actions",
        "elements": [{**buttons, "positive_button": helpful, "negative_button": wrong}],
    }


def about_of(answer: Answer) -> About | None:
    """What a factual answer rests on, by the files in which its facts stand."""
    if not answer.sources:
        return None
    rulings = [one for ruling in answer.rulings for one in (ruling.inside or (ruling,))]
    files = [ruling.at.file for ruling in rulings if ruling.at is not None]
    entries = dict.fromkeys(file.rpartition("/")[2].removesuffix(".yaml") for file in files)
    entries = entries or dict.fromkeys(heard.mention.service for heard in answer.services)
    topics = answer.topics or tuple(dict.fromkeys(ruling.topic for ruling in rulings))
    return About(
        entries=tuple(entries)[:_MOST_ENTRIES] or (_CLASSES,),
        topics=topics,
        edition=answer.edition,
    )


def _button(text: str, label: str, verdict: str, about: About) -> Block:
    return {
        "text": {"type": "plain_text", "text": text},
        "accessibility_label": label,
        "value": value_of(about, verdict),
    }


def value_of(about: About, verdict: str) -> str:
    """A verdict on an answer as a button carries it."""
    said = {"v": verdict, "e": about.entries, "t": about.topics, "d": about.edition}
    return json.dumps(said, separators=(",", ":"))


def read_value(text: object, catalogue: Catalogue) -> tuple[str, About] | None:
    """The verdict and what it is about; None if it is no value of ours, or of entries gone."""
    try:
        said = json.loads(str(text))
        verdict, entries, topics, edition = (said[key] for key in "vetd")
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    known = {*catalogue.services, _CLASSES}
    if verdict not in _VERDICTS or not isinstance(edition, str):
        return None
    if not entries or not _all_in(entries, known) or not _all_in(topics, {*catalogue.topics}):
        return None
    about = About(
        entries=tuple(entries)[:_MOST_ENTRIES],
        topics=tuple(topics),
        edition=edition[:_LONGEST_EDITION],
    )
    return verdict, about


def _all_in(ids: object, known: set[str]) -> bool:
    return isinstance(ids, list) and all(isinstance(one, str) and one in known for one in ids)


def wrong_modal(about: About, catalogue: Catalogue) -> Block:
    """The form: which entry (where there are several), what is wrong, a page that says so."""
    words = {
        "type": "plain_text_input",
        "action_id": WORDS,
        "multiline": True,
        "max_length": LONGEST_WORDS,
        "placeholder": _plain(phrases.WORDS_HINT),
    }
    link = {
        "type": "url_text_input",
        "action_id": LINK,
        "placeholder": _plain(phrases.LINK_HINT),
    }
    several = [_which(about, catalogue)] if len(about.entries) > 1 else []
    return {
        "type": "modal",
        "callback_id": VIEW,
        "private_metadata": value_of(about, "wrong"),
        "title": _plain(phrases.MODAL_TITLE),
        "submit": _plain(phrases.MODAL_SEND),
        "close": _plain(phrases.MODAL_CLOSE),
        "blocks": [
            *several,
            _input(WORDS, phrases.WORDS, words),
            _input(LINK, phrases.LINK, link),
            {"type": "context", "elements": [_plain(phrases.KEPT_NOTICE)]},
        ],
    }


def thanks_view(lines: Sequence[str], *, kept: bool) -> Block:
    """What the form turns into: whether it is noted, then where the facts stand."""
    texts = [phrases.KEPT if kept else phrases.NOT_KEPT, phrases.FIX_IT, "\n".join(lines)]
    return {
        "type": "modal",
        "title": _plain(phrases.DONE_TITLE),
        "close": _plain(phrases.DONE_CLOSE),
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
            for text in texts
        ],
    }


def places_of(about: About, catalogue: Catalogue) -> tuple[Place, ...]:
    """Where the facts stand: a topic's line where one topic is meant, else the entry's."""
    return tuple(_place(entry, about.topics, catalogue) for entry in about.entries)


def shown_places(about: About, catalogue: Catalogue) -> list[Place]:
    """The first few of them."""
    return list(places_of(about, catalogue)[:_MOST_SHOWN])


def _place(entry: str, topics: Sequence[str], catalogue: Catalogue) -> Place:
    if entry == _CLASSES:
        return Place(file="classes.yaml", line=1)
    service = catalogue.services[entry]
    duty = service.duties.get(topics[0]) if len(topics) == 1 else None
    return duty.at if duty is not None else service.at


def _which(about: About, catalogue: Catalogue) -> Block:
    options = [{"text": _plain(_name(one, catalogue)), "value": one} for one in about.entries]
    select = {
        "type": "static_select",
        "action_id": WHICH,
        "placeholder": _plain(phrases.WHICH_HINT),
        "options": options,
    }
    return _input(WHICH, phrases.WHICH, select)


def _name(entry: str, catalogue: Catalogue) -> str:
    return entry if entry == _CLASSES else catalogue.services[entry].name[:75]


def _input(block_id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": _plain(label),
        "element": element,
    }


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}
