"""Forms that open at a press, with the token of the installation that it came to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.render import phrases_slack as words
from bot.render.blocks import say

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.pressed import Pressed
    from bot.slack.rooms import Rooms

_log = logging.getLogger(__name__)


async def show_form(
    rooms: Rooms, pressed: Pressed, view: dict[str, Any], *, on_top: bool = False
) -> None:
    """Show a form after a press: in the place of the form that was pressed in, `on_top` of it so
    that it is still there behind, or else opened.
    """

    def show(client: AsyncWebClient) -> Awaitable[object]:
        if not pressed.view or pressed.home:
            return client.views_open(trigger_id=pressed.trigger, view=view)
        if on_top:
            return client.views_push(trigger_id=pressed.trigger, view=view)
        return client.views_update(view_id=pressed.view, hash=pressed.mark, view=view)

    code = await rooms.clients.call(pressed.install, show)
    if code:
        _log.warning("a form was not shown", extra={"code": code})
        await _too_late(rooms, pressed.hook)


async def open_form(
    rooms: Rooms, install: str, trigger: str, view: dict[str, Any], hook: str = ""
) -> None:
    """Open a form where nothing was pressed: at a command or a shortcut."""
    code = await rooms.clients.call(
        install, lambda client: client.views_open(trigger_id=trigger, view=view)
    )
    if code:
        _log.warning("a form was not opened", extra={"code": code})
        await _too_late(rooms, hook)


async def _too_late(rooms: Rooms, hook: str) -> None:
    if hook:
        await rooms.hooks.reply(hook, say(words.FORM_LATE))
