"""Buttons and menus pressed below a reply, in a form or on the Home tab."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.record import replace
from bot.render import phrases_slack as words
from bot.render.blocks import led, noted
from bot.render.buttons import LOOK, asked_of_ours, names_ours
from bot.render.forms import answer_form, look_up_form
from bot.render.parts import Look
from bot.slack.clients import install_of
from bot.slack.desk import stale
from bot.slack.opening import show_form
from bot.slack.pressed import pressed_in
from bot.understand.recipe import mention, read, write

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from slack_bolt.async_app import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.answers.model import Answer
    from bot.render.parts import Place
    from bot.slack.asker import Asker
    from bot.slack.pressed import Pressed
    from bot.slack.rooms import Listener, Rooms

_log = logging.getLogger(__name__)


class Buttons:
    """What happens when one of our own buttons or menus is pressed."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    def listener(self, work: Callable[[Pressed], Coroutine[Any, Any, None]]) -> Listener:
        """A listener that acknowledges, and does `work` once for each press."""

        async def heard(body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
            pressed = pressed_in(body, install_of(context))
            if pressed is not None and self._rooms.seen.first([pressed.key]):
                self._rooms.tasks.start(work(pressed))
            await ack()

        return heard

    async def show(self, pressed: Pressed) -> None:
        """Answer what a button asks, where it was pressed."""
        answer, drawn = self._rooms.desk.pressed(pressed.value, _readers(pressed))
        await self._deliver(pressed, answer, drawn)

    async def compare(self, pressed: Pressed) -> None:
        """Compare what the menu stands below with the service chosen in it."""
        desk = self._rooms.desk
        base, chosen = read(pressed.block, desk.catalogue), pressed.value
        named = base is not None and base.question.mentions
        if base is None or not named or chosen not in desk.catalogue.services:
            await self._deliver(pressed, None, "")
            return
        first = base.question.mentions[0]
        question = base.question
        if first.service != chosen:
            both = (first, mention(chosen, desk.catalogue))
            question = replace(question, kind="compare", mentions=both)
        value = write(question, desk.catalogue, "", base.ours)
        await self._deliver(pressed, *desk.pressed(value, _readers(pressed)))

    async def share(self, pressed: Pressed) -> None:
        """Make a private answer public, saying by whom; then take the button away."""
        rooms = self._rooms
        answer, drawn = rooms.desk.pressed(pressed.value, pressed.organisation, as_shown=True)
        if answer is None:
            await rooms.hooks.reply(pressed.hook, stale())
            return
        made = led(rooms.desk.draw(answer, "shared", drawn), words.shared_by(f"<@{pressed.user}>"))
        if await rooms.hooks.reply(pressed.hook, made, public=True, thread=pressed.thread):
            done = led(rooms.desk.draw(answer, "shared", drawn), words.SHARED)
            # In its place whatever its length, for what was shared has no button to share it.
            done = replace(done, text=done.short)
            await rooms.hooks.reply(pressed.hook, done, instead=True)
            return
        await self._whisper(pressed, words.NOT_SHARED)

    async def open_form(self, pressed: Pressed) -> None:
        """Open the look-up form, or show it again in the form that is open."""
        await show_form(self._rooms, pressed, look_up_form(self._rooms.desk.catalogue))

    async def _deliver(self, pressed: Pressed, answer: Answer | None, drawn: str) -> None:
        rooms = self._rooms
        if pressed.view:
            await self._in_form(pressed, answer, drawn)
            return
        if answer is None:
            if not await rooms.hooks.reply(pressed.hook, stale()):
                await self._whisper(pressed, words.STALE)
            return
        private = pressed.alone or pressed.action.startswith(LOOK)
        place: Place = "private" if private else "direct" if pressed.direct else "thread"
        admin = rooms.admins.has(pressed.asker) and place != "thread"
        made = rooms.desk.draw(answer, place, drawn, admin=admin)
        if place == "thread" and rooms.desk.ours(pressed.asker.organisation) is not None:
            made = noted(made, words.CATALOGUE_ALONE)
        if private:
            sent = await rooms.hooks.reply(
                pressed.hook, made, instead=pressed.alone, thread=pressed.thread
            )
            if not sent:
                await self._whisper(pressed, words.NOT_SHARED)
        elif pressed.channel and pressed.stamp:
            asked = pressed.asked()
            rooms.desk.remember(asked.conversation, answer.context)
            rooms.poster.start(asked, made)

    async def _in_form(self, pressed: Pressed, answer: Answer | None, drawn: str) -> None:
        gone = answer is None
        shown = shown_in_form(self._rooms, pressed.asker, answer, drawn)
        await show_form(self._rooms, pressed, answer_form(stale()) if gone else shown)

    async def _whisper(self, pressed: Pressed, text: str) -> None:
        """A word to the person alone, where the response URL is used up."""
        if not pressed.channel:
            return
        code = await self._rooms.clients.call(
            pressed.install,
            lambda client: client.chat_postEphemeral(
                channel=pressed.channel,
                user=pressed.user,
                text=text,
                thread_ts=pressed.thread or None,
            ),
        )
        if code:
            _log.warning("a press could not be answered", extra={"code": code})


def _readers(pressed: Pressed) -> tuple[str, ...] | None:
    """The ids whose overlay may answer: one that is asked for in private below a message that
    many see is shown to the person alone.
    """
    if pressed.action.startswith(LOOK):
        return pressed.asker.organisation
    return pressed.organisation


def shown_in_form(
    rooms: Rooms, asker: Asker, answer: Answer | None, drawn: str = ""
) -> dict[str, Any]:
    """An answer as a form that one person sees; an apology for one that broke."""
    if answer is None or answer.asked is None:
        return answer_form(rooms.desk.draw(answer, "view", drawn))
    admin = rooms.admins.has(asker)
    made = rooms.desk.draw(answer, "view", drawn, admin=admin)
    ours = asked_of_ours(answer, Look(place="view"))
    recipe = write(answer.asked, rooms.desk.catalogue, drawn, ours)
    return answer_form(made, recipe, ours=names_ours(answer))
