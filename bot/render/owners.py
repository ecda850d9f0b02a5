"""The form in which an admin sets whose job a duty is, and what it turns into."""

from __future__ import annotations

import json

from bot.answers.model import Here
from bot.catalogue.names import squash
from bot.record import record
from bot.render import owner_phrases as words
from bot.render import phrases
from bot.render.blocks import escape
from bot.render.buttons import SET_OWNER, button, row
from bot.render.forms import SERVICE, TOPIC
from bot.render.ours import OurTitles, whose
from bot.render.parts import Titles
from bot.render.phrases_slack import FORM_SERVICE_HINT, FORM_TOPIC_HINT, label

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from bot.catalogue.model import Catalogue
    from bot.organisation.holders import Difference, Held
    from bot.organisation.model import Organisation
    from bot.organisation.ours import Ours

    View = dict[str, Any]

VIEW, PLACE, TEAM = "owner", "owner_place", "owner_team"
# What stands in the menu of teams for taking back what was set.
TAKE_BACK = "-"
_MOST, _MOST_TOLD = 100, 3


@record
class OwnerFor:
    """What an owner is set for: ids, where an empty topic or place means all of them."""

    service: str = ""
    topic: str = ""
    place: str = ""


def read_owner_for(value: str, catalogue: Catalogue, ours: Ours) -> OwnerFor:
    """What a button's value says; what is there no more is left out, to be chosen anew."""
    try:
        service, topic, place = json.loads(value)
    except (ValueError, TypeError):
        return OwnerFor()
    return OwnerFor(
        service=service if service in catalogue.services else "",
        topic=topic if topic in catalogue.topics else "",
        place=place if place in places_of(ours.organisation) else "",
    )


def places_of(organisation: Organisation) -> dict[str, str]:
    """Every place by its id as owners are kept, with its name for people."""
    found = {f"environment:{one.id}": one.name for one in organisation.environments.values()}
    return found | {f"account:{one.id}": one.name for one in organisation.accounts.values()}


def owner_form(asked: OwnerFor, catalogue: Catalogue, ours: Ours, now: str = "") -> View:
    """The form; `now` says whose it is before anything is set."""
    places = places_of(ours.organisation)
    service = _menu(SERVICE, FORM_SERVICE_HINT, 1)
    if asked.service:
        name = catalogue.services[asked.service].name
        service["initial_option"] = _option(name, asked.service)
    topics = [_option(topic.title, topic.id) for topic in catalogue.topics.values()]
    topic: View = {
        "type": "static_select",
        "action_id": TOPIC,
        "placeholder": _plain(FORM_TOPIC_HINT),
        "options": topics,
    }
    if asked.topic:
        topic["initial_option"] = _option(catalogue.topics[asked.topic].title, asked.topic)
    place = _menu(PLACE, words.PLACE_HINT, 0)
    if asked.place:
        place["initial_option"] = _option(places[asked.place], asked.place)
    blocks = [
        _section(words.FORM_WHAT),
        _input(SERVICE, words.SERVICE_LABEL, service),
        {**_input(TOPIC, words.TOPIC_LABEL, topic), "optional": True},
        *([{**_input(PLACE, words.PLACE_LABEL, place), "optional": True}] if places else []),
        _input(TEAM, words.TEAM_LABEL, _menu(TEAM, words.TEAM_HINT, 0)),
        *([_context(escape(words.now_owned(now)))] if now else []),
    ]
    return {
        "type": "modal",
        "callback_id": VIEW,
        "title": _plain(words.FORM_TITLE),
        "submit": _plain(words.FORM_SEND),
        "close": _plain(words.FORM_CLOSE),
        "blocks": blocks,
    }


def owner_done(lines: Sequence[str], asked: OwnerFor) -> View:
    """What the form turns into: what counts now, in lines of mrkdwn."""
    value = json.dumps([asked.service, "", asked.place], separators=(",", ":"))
    again = row([button(words.AGAIN, SET_OWNER, value)], "again")
    return {
        "type": "modal",
        "title": _plain(words.DONE_TITLE),
        "close": _plain(words.DONE_CLOSE),
        "blocks": [*map(_section, lines), again],
    }


def team_options(typed: str, ours: Ours) -> list[View]:
    """Teams for what was typed so far; what was set may be taken back as well."""
    teams = ours.organisation.teams.values()
    found = [
        _option(one.name, one.id)
        for one in sorted(teams, key=lambda one: one.name.lower())
        if any(squash(typed) in squash(text) for text in (one.id, one.name, *one.said_as))
    ]
    back = [] if typed else [_option(words.TAKE_BACK, TAKE_BACK)]
    return [*found[: _MOST - len(back)], *back]


def place_options(typed: str, ours: Ours) -> list[View]:
    """Environments and accounts for what was typed so far."""
    places = places_of(ours.organisation)
    found = [
        _option(name, place)
        for place, name in places.items()
        if squash(typed) in squash(name) or squash(typed) in squash(place)
    ]
    return found[:_MOST]


def what_for(asked: OwnerFor, catalogue: Catalogue, ours: Ours) -> str:
    """What an owner is set for, in words."""
    topic = catalogue.topics[asked.topic].title if asked.topic else ""
    place = places_of(ours.organisation).get(asked.place, "")
    return words.everything_on(topic, catalogue.services[asked.service].name, place)


def whose_now(held: tuple[Held, ...]) -> str:
    """Whose a duty is, in a word or two."""
    return whose(Here(held=held))


def differing(
    found: Sequence[tuple[str, str, Difference]], catalogue: Catalogue, ours: Ours
) -> list[str]:
    """What the files say otherwise: for the very same, and where a more specific rule counts.

    `found` are differences with the service and the topic of each.
    """
    names = OurTitles(organisation=ours.organisation, titles=Titles(catalogue))
    over = dict.fromkeys(names.difference(one) for _, _, one in found if one.counts.set_on)
    lines = [f"{phrases.DIFFER}: {one}" for one in list(over)[:_MOST_TOLD]]
    still = [
        phrases.duty_at(catalogue.services[service].name, catalogue.topics[topic].title, one.places)
        + f" ({names.owner(one.counts)})"
        for service, topic, one in found
        if not one.counts.set_on
    ]
    return [*lines, *([words.elsewhere(still)] if still else [])]


def _menu(action: str, hint: str, least: int) -> View:
    return {
        "type": "external_select",
        "action_id": action,
        "placeholder": _plain(hint),
        "min_query_length": least,
    }


def _input(block: str, name: str, element: View) -> View:
    return {"type": "input", "block_id": block, "label": _plain(name), "element": element}


def _option(text: str, value: str) -> View:
    return {"text": _plain(label(text)), "value": value}


def _section(text: str) -> View:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _context(text: str) -> View:
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


def _plain(text: str) -> View:
    return {"type": "plain_text", "text": text, "emoji": False}
