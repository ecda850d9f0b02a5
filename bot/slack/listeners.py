"""What the bot listens to: events, its command, buttons and menus, shortcuts and forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bot.render.buttons import COMPARE, LOOK, NOTIFY, OPEN_FORM, SET_OWNER, SHARE, SHOW
from bot.render.forms import LOOK_UP, SEND, SERVICE
from bot.render.notify import VIEW as NOTIFY_VIEW
from bot.render.owners import PLACE, TEAM, VIEW
from bot.slack.asker import asker_in
from bot.slack.buttons import Buttons
from bot.slack.clients import install_of
from bot.slack.forms import Forms
from bot.slack.names import ACCESS_REVOKED, REVOKED, STEP_EVENT, UNINSTALLED
from bot.slack.notify import Notify
from bot.slack.rooms import NO_EXTRAS

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.slack.home import Home
    from bot.slack.owners import Owners
    from bot.slack.rooms import Extras, Rooms

# Events and commands, as the manifests declare them.
EVENTS = ("app_mention", "message")
COMMANDS = ("/srm",)
# What Home, shortcuts and menus need beside them, for the manifests to declare.
HOME_EVENTS = ("app_home_opened",)
GLOBAL_SHORTCUTS, MESSAGE_SHORTCUTS = ("look_up",), ("explain",)
# Of the app's end: no token is needed for them, nor would it work any more.
LEAVING_EVENTS = (UNINSTALLED, REVOKED, ACCESS_REVOKED)
HEARD = (*EVENTS, *HOME_EVENTS, STEP_EVENT, *LEAVING_EVENTS)
# What Slack sends to the interactivity address and the one of menus.
INTERACTIONS = (
    "block_actions",
    "block_suggestion",
    "shortcut",
    "message_action",
    "view_submission",
)


def register(
    app: AsyncApp, rooms: Rooms, home: Home, owners: Owners, extras: Extras = NO_EXTRAS
) -> None:
    """Register every listener on `app`; the busiest first, since Bolt tries them in turn."""

    async def hear(body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        await ack()
        # Before the response goes out: an event that is acknowledged is written down.
        await rooms.ear.hear(body, context.bot_user_id or "", install_of(context))

    async def command(ack: AsyncAck, command: dict[str, Any], context: AsyncBoltContext) -> None:
        if await owners.command(command, ack, install_of(context)):
            return
        # The answer rides in the acknowledgement: no call to Slack, no rate limit, and it
        # works where the bot is no member.
        asker = asker_in(command)
        admin = rooms.admins.has(asker)
        text = str(command.get("text") or "")
        answer = rooms.desk.command(text, asker.organisation or (), admin=admin)
        blocks = [dict(block) for block in answer.blocks]
        # What an acknowledgement may hold is not written anywhere: it keeps what is recommended.
        await ack(text=answer.short, blocks=blocks, response_type="ephemeral")

    for event in EVENTS:
        app.event(event)(hear)
    for name in COMMANDS:
        app.command(name)(command)
    for event in HOME_EVENTS:
        app.event(event)(home.opened)
    _interactions(app, rooms)
    notify = Notify(rooms)
    app.action(re.compile(f"^{NOTIFY}:"))(notify.press)
    app.view(NOTIFY_VIEW)(notify.send)
    app.action(SET_OWNER)(owners.press)
    app.options(re.compile(f"^(?:{PLACE}|{TEAM})$"))(owners.suggest)
    app.view(VIEW)(owners.send)
    for action, listener in extras.actions(rooms).items():
        app.action(action)(listener)
    for view, listener in extras.views(rooms).items():
        app.view(view)(listener)


def _interactions(app: AsyncApp, rooms: Rooms) -> None:
    buttons, forms = Buttons(rooms), Forms(rooms)
    menus = re.compile(f"^(?:(?:{SHOW}|{LOOK})_{COMPARE}|{SERVICE})$")
    app.action(re.compile(f"^(?:{SHOW}|{LOOK}):"))(buttons.listener(buttons.show))
    app.action(re.compile(f"^(?:{SHOW}|{LOOK})_{COMPARE}$"))(buttons.listener(buttons.compare))
    app.action(SHARE)(buttons.listener(buttons.share))
    app.action(OPEN_FORM)(buttons.listener(buttons.open_form))
    app.options(menus)(forms.suggest)
    for shortcut in GLOBAL_SHORTCUTS:
        app.shortcut({"type": "shortcut", "callback_id": shortcut})(forms.open)
    for shortcut in MESSAGE_SHORTCUTS:
        app.shortcut({"type": "message_action", "callback_id": shortcut})(forms.explain)
    app.view(LOOK_UP)(forms.look_up)
    app.view(SEND)(forms.send)
