"""Telling a team about a duty: asked first, posted where the bot is a member, else made ready.

No list of members is read: the post is tried, and what Slack says is told kindly.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.render import phrases_slack as words
from bot.render.notify import (
    LINE,
    message_of,
    notify_done,
    notify_form,
    notify_not,
    read_told,
)
from bot.slack.asker import asker_of
from bot.slack.clients import install_of
from bot.slack.fields import dict_of
from bot.slack.opening import show_form
from bot.slack.pressed import pressed_in

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.organisation.model import Team
    from bot.render.reply import Reply
    from bot.slack.asker import Asker
    from bot.slack.pressed import Pressed
    from bot.slack.rooms import Rooms

# Of the three seconds that Slack waits for a form's answer.
_IN_TIME = 2.0
_OUTSIDE = ("not_in_channel", "channel_not_found", "is_archived", "no_permission")
_log = logging.getLogger(__name__)


class Notify:
    """Listeners of the button and the form."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def press(self, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        """The button: the form that asks first, before this person alone."""
        pressed = pressed_in(body, install_of(context))
        if pressed is not None and self._rooms.seen.first([pressed.key]):
            self._rooms.tasks.start(self._ask(pressed))
        await ack()

    async def _ask(self, pressed: Pressed) -> None:
        found = self._found(pressed.value, pressed.asker)
        if isinstance(found, str):
            form = notify_not(found)
        else:
            form = notify_form(*found, pressed.user, pressed.value)
        await show_form(self._rooms, pressed, form, on_top=True)

    def _found(self, value: str, asker: Asker) -> tuple[Reply, Team] | str:
        """The answer and the team behind a button; a sentence where they are no more."""
        told, desk = read_told(value), self._rooms.desk
        ours = desk.ours(asker.organisation)
        team = ours.organisation.teams.get(told.team) if ours and told else None
        if told is None or team is None or not team.channel:
            return words.NOTIFY_GONE if asker.organisation else words.NOTIFY_STRANGER
        answer, _ = desk.pressed(told.line, asker.organisation)
        if answer is None:
            return words.NOTIFY_GONE
        return desk.draw(answer, "shared"), team

    async def send(self, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        """The form sent: the post is tried once, and the form turns into what became of it."""
        asker = asker_of(body)
        held = dict_of(body.get("view"))
        found = self._found(str(held.get("private_metadata") or ""), asker)
        if isinstance(found, str) or not asker.user:
            said = found if isinstance(found, str) else words.NOTIFY_STRANGER
            await ack(response_action="update", view=notify_not(said))
            return
        once = self._rooms.seen.first([("notify", str(held.get("id")), str(held.get("hash")))])
        made, team = found
        message = message_of(made, team, asker.user, _line(held))
        said = await self._post(message, team, install_of(context)) if once else words.SEND_UNSURE
        ready = "" if said in (words.notified(team.channel or ""), words.SEND_UNSURE) else made.text
        done = notify_done(said, team, asker.team, ready)
        await ack(response_action="update", view=done)

    async def _post(self, message: Reply, team: Team, install: str) -> str:
        """Post it in the team's channel; what is to be said of that."""
        channel = team.channel or ""
        post = self._rooms.clients.call(
            install,
            lambda client: client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=[dict(block) for block in message.blocks],
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        try:
            async with asyncio.timeout(_IN_TIME):
                code = await post
        except TimeoutError:
            code = "TimeoutError"
        if not code:
            return words.notified(channel)
        _log.warning("a team was not told", extra={"code": code})
        if code == "is_archived":
            return words.notify_archived(channel)
        if code in _OUTSIDE:
            return words.notify_outside(channel)
        unsure = code.endswith("Error") or code in ("fatal_error", "internal_error")
        return words.SEND_UNSURE if unsure else words.notify_refused(channel)


def _line(view: dict[str, Any]) -> str:
    """The person's own line."""
    try:
        return str(view["state"]["values"][LINE][LINE]["value"] or "").strip()
    except (KeyError, TypeError):
        return ""
