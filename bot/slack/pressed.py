"""A press of a button, or a choice in a menu: what, where and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.record import record
from bot.slack.asker import asker_of, is_person
from bot.slack.fields import dict_of
from bot.slack.inbound import Asked, team_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.slack.asker import Asker

_LONGEST, _LONGEST_URL = 2000, 500


@record
class Pressed:
    """What was pressed. `value` is the button's, or the option chosen; `block` is its block.

    `stamp` is the message's own id and `thread` the one it stands in, if any; `alone`: only
    this person sees it. `hook` is the `response_url`; `trigger` opens a form. `view` is the
    id of the form or Home tab pressed in, `home` tells which, `mark` its state for updates.
    `install` is the installation that it came to, `asker` the person, with whose overlay they may
    be shown.
    """

    action: str
    value: str
    block: str
    team: str
    user: str
    channel: str
    stamp: str
    thread: str
    alone: bool
    hook: str
    trigger: str
    view: str
    home: bool
    mark: str
    moment: str
    asker: Asker
    install: str = ""

    @property
    def organisation(self) -> tuple[str, ...] | None:
        """The ids whose overlay may answer where it was pressed: this person's, if nobody else
        reads the answer there.
        """
        alone = self.alone or self.direct or self.view
        return self.asker.organisation if alone else None

    @property
    def direct(self) -> bool:
        """Whether it was pressed in a direct message."""
        return self.channel.startswith("D")

    @property
    def key(self) -> tuple[str, ...]:
        """What tells a press from another, and from itself come again."""
        return ("press", self.team, self.user, self.action, self.moment)

    def asked(self) -> Asked:
        """The place for an answer: the message's thread, or plain in a direct message."""
        thread = self.thread or ("" if self.direct else self.stamp)
        return Asked(
            team=self.team,
            channel=self.channel,
            user=self.user,
            stamp=self.stamp,
            thread=thread or None,
            threaded=bool(self.thread),
            text="",
            conversation=(self.team, self.channel, thread),
            keys=(self.key,),
            hook=self.hook,
            install=self.install,
        )


def pressed_in(body: Mapping[str, Any], install: str = "") -> Pressed | None:
    """The press in a `block_actions` body; None when it is not one that Slack sends."""
    action = _first(body.get("actions"))
    user = _part(body, "user", "id")
    if not action or not is_person(user):
        return None
    option = action.get("selected_option")
    chosen = _text(option.get("value")) if isinstance(option, dict) else ""
    container = dict_of(body.get("container"))
    view = dict_of(body.get("view"))
    thread = _text(container.get("thread_ts")) or _part(body, "message", "thread_ts")
    return Pressed(
        action=_text(action.get("action_id")),
        value=chosen or _text(action.get("value")),
        block=_text(action.get("block_id")),
        team=team_of(install, _part(body, "team", "id") or _part(body, "user", "team_id")),
        user=user,
        channel=_part(body, "channel", "id") or _text(container.get("channel_id")),
        stamp=_text(container.get("message_ts")),
        thread=thread,
        alone=container.get("is_ephemeral") is True,
        hook=_text(body.get("response_url"), _LONGEST_URL),
        trigger=_text(body.get("trigger_id")),
        view=_text(view.get("id")),
        home=view.get("type") == "home",
        mark=_text(view.get("hash")),
        moment=_text(action.get("action_ts")) or _text(body.get("trigger_id")),
        install=install,
        asker=asker_of(body),
    )


def _first(value: object) -> dict[str, Any]:
    return dict_of(value[0]) if isinstance(value, list) and value else {}


def _part(body: Mapping[str, Any], name: str, field: str) -> str:
    return _text(dict_of(body.get(name)).get(field))


def _text(value: object, longest: int = _LONGEST) -> str:
    return value if isinstance(value, str) and len(value) <= longest else ""
