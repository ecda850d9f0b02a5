"""An event's payload into a question for us, or None when it is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.record import record

if TYPE_CHECKING:
    from collections.abc import Mapping

# A message with a file, or sent to the channel too, is a person's message all the same;
# every other subtype (edits, deletions, joins, bots …) is not.
_PEOPLE = (None, "", "file_share", "thread_broadcast")
_SLACKBOT = "USLACKBOT"
_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LONGEST_TEXT, _MOST_PARTS, _DEEPEST = 16_000, 100, 8
_SAYING = ("pretext", "title", "text", "value")
_HOLDING = ("text", "fields", "elements", "blocks")


@record
class Asked:
    """A question from Slack and where its answer goes.

    `thread` is the thread to answer in, None for plain in a direct message. `conversation`
    finds what was remembered; `keys` tell a redelivery. `stamp` is the message's own id in its
    channel; `threaded`: the person wrote in a thread that was there already. `hook` is the
    `response_url` of a press, which works where the bot may not post. `organisation` are the
    ids whose overlay may answer, None where people of another organisation would read it.
    `install` is the installation whose token answers.
    """

    team: str
    channel: str
    user: str
    stamp: str
    thread: str | None
    threaded: bool
    text: str
    conversation: tuple[str, str, str]
    keys: tuple[tuple[str, ...], ...]
    hook: str = ""
    organisation: tuple[str, ...] | None = ()
    install: str = ""

    @property
    def ids(self) -> dict[str, str]:
        """What a line of the log may hold of it."""
        return {"install": self.install, "channel": self.channel, "ts": self.stamp}


def asked_in(body: Mapping[str, Any], bot_user: str, install: str = "") -> Asked | None:
    """The question in an Events API body: a mention, or a direct message."""
    event = body.get("event")
    if not isinstance(event, dict) or not _by_a_person(event, bot_user):
        return None
    direct = event.get("type") == "message"
    if direct and event.get("channel_type") != "im":
        return None
    text = event.get("text") or ""
    if direct and not text:
        return None
    channel, stamp = event["channel"], event["ts"]
    thread = event.get("thread_ts") or (None if direct else stamp)
    said = (
        id_of(body.get("team_id")) or id_of(event.get("team")) or id_of(body.get("enterprise_id"))
    )
    team = team_of(install, said)
    return Asked(
        team=team,
        channel=channel,
        user=event["user"],
        stamp=stamp,
        thread=thread,
        threaded=bool(event.get("thread_ts")),
        text=str(text),
        conversation=(team, channel, thread or ""),
        organisation=organisation_in(body, team),
        keys=_keys(body, team, channel, stamp),
        install=install,
    )


def organisation_in(body: Mapping[str, Any], team: str) -> tuple[str, ...] | None:
    """The workspace that the bot is installed to, and its enterprise; None where people of
    another organisation read along.
    """
    if body.get("is_ext_shared_channel"):
        return None
    installed = body.get("authorizations")
    first = installed[0] if isinstance(installed, list) and installed else {}
    where = first if isinstance(first, dict) else {}
    enterprise = id_of(where.get("enterprise_id")) or id_of(body.get("enterprise_id"))
    return id_of(where.get("team_id")) or team, enterprise


def words_of(message: object) -> str:
    """What a message says: its text, else its blocks', and what is attached (alerts often are)."""
    said = message if isinstance(message, dict) else {}
    text = said.get("text")
    own = [text] if isinstance(text, str) and text.strip() else _texts(said.get("blocks"))
    return "\n".join([*own, *_texts(said.get("attachments"))])[:_LONGEST_TEXT]


def _texts(part: object, deep: int = 0) -> list[str]:
    """Every text in blocks or attachments, in order."""
    if deep > _DEEPEST:
        return []
    if isinstance(part, list):
        return [text for one in part[:_MOST_PARTS] for text in _texts(one, deep + 1)]
    if not isinstance(part, dict):
        return []
    found = [part[name] for name in _SAYING if isinstance(part.get(name), str)]
    return found + [text for name in _HOLDING for text in _texts(part.get(name), deep + 1)]


def _by_a_person(event: Mapping[str, Any], bot_user: str) -> bool:
    """No bot, no app, no edit, not ourselves: bots that answer each other never stop."""
    if any(event.get(mark) for mark in ("bot_id", "bot_profile", "app_id", "hidden", "edited")):
        return False
    named = all(id_of(event.get(field)) for field in ("user", "channel", "ts"))
    return (
        named
        and event.get("subtype") in _PEOPLE
        and event["user"] not in (bot_user, _SLACKBOT)
        and (event.get("thread_ts") is None or bool(id_of(event["thread_ts"])))
    )


def _keys(
    body: Mapping[str, Any], team: str, channel: str, stamp: str
) -> tuple[tuple[str, ...], ...]:
    message = ("message", team, channel, stamp)
    event_id = id_of(body.get("event_id"))
    return (message, ("event", event_id)) if event_id else (message,)


def team_of(install: str, said: str) -> str:
    """Under which workspace's id something is kept: the installation's own, so that it goes with
    it; an organisation's installation serves many, so there it is the one that was `said`.
    """
    return install if install and not install.startswith("E") else said


def id_of(value: object) -> str:
    """An id or timestamp as Slack writes it; empty for anything else."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""
