"""Telling a team: the form that asks first, and what it turns into."""

from __future__ import annotations

import json
from urllib.parse import quote

from bot.record import record
from bot.render import phrases_slack as words
from bot.render.blocks import escape, led
from bot.render.reply import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from bot.organisation.model import Team

    View = dict[str, Any]

VIEW, LINE = "notify", "line"
LONGEST_LINE = 500
# A text to be copied: what Slack draws as one block.
_LONGEST_TEXT = 2900


@record
class Told:
    """What a button's value says: which team is told, about which question."""

    team: str
    line: str


def read_told(value: object) -> Told | None:
    """The team and the question behind a value; None if it is none of ours."""
    try:
        team, line = json.loads(str(value))
    except (ValueError, TypeError, RecursionError):
        return None
    return Told(team=team, line=line) if isinstance(team, str) and isinstance(line, str) else None


def message_of(made: Reply, team: Team, user: str, line: str = "") -> Reply:
    """What is posted: who asks whom, their own line if there is one, then the answer."""
    asks = words.asks_team(f"<@{user}>", escape(team.name))
    return led(made, f"{asks}\n>{escape(_one_line(line))}" if line else asks)


def _one_line(text: str) -> str:
    return " ".join(text[:LONGEST_LINE].split())


def notify_form(made: Reply, team: Team, user: str, value: str) -> View:
    """What would be sent and where to, with room for a line of the person's own."""
    own = {
        "type": "plain_text_input",
        "action_id": LINE,
        "max_length": LONGEST_LINE,
        "placeholder": _plain(words.NOTIFY_LINE_HINT),
    }
    shown = [dict(one) for one in message_of(made, team, user).blocks if _is_read(one)]
    blocks = [
        _section(words.notify_what(escape(team.channel or ""))),
        {
            "type": "input",
            "block_id": LINE,
            "optional": True,
            "label": _plain(words.NOTIFY_LINE),
            "element": own,
        },
        {"type": "divider"},
        *shown,
    ]
    return {
        **_modal(blocks),
        "callback_id": VIEW,
        "submit": _plain(words.SEND),
        "private_metadata": value,
    }


def notify_done(said: str, team: Team, workspace: str, ready: str = "") -> View:
    """What became of it; where nothing was sent, a text to copy and the way there."""
    blocks = [_section(escape(said))]
    if ready:
        text = (
            ready if len(ready) <= _LONGEST_TEXT else ready[: ready.rfind("\n", 0, _LONGEST_TEXT)]
        )
        copied = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
        blocks.append({"type": "rich_text", "elements": [copied]})
    blocks.append(_section(" · ".join(_links(team, workspace))))
    return _modal(blocks)


def _undone(text: str) -> str:
    """Text as it was before it was made plain for mrkdwn: here it is shown letter by letter."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _is_long(text: str) -> bool:
    return len(text) > _LONGEST_TEXT


def notify_not(said: str) -> View:
    """Why nobody can be told any more."""
    return _modal([_section(escape(said))])


def channel_link(channel: str, workspace: str) -> str:
    """Where a channel opens, by its name."""
    return (
        f"https://slack.com/app_redirect?channel={quote(channel.removeprefix('#'), safe='')}"
        f"&team={quote(workspace, safe='')}"
    )


def _links(team: Team, workspace: str) -> list[str]:
    channel = team.channel or ""
    links = [f"<{channel_link(channel, workspace)}|{words.open_channel(escape(channel))}>"]
    return links + ([f"<{team.on_call}|{words.ON_CALL_PAGE}>"] if team.on_call else [])


def _is_read(block: Mapping[str, Any]) -> bool:
    """Whether a block is there to be read; buttons are not, in a preview."""
    return block["type"] not in ("actions", "context_actions", "table")


def _modal(blocks: list[View]) -> View:
    return {
        "type": "modal",
        "title": _plain(words.NOTIFY_TITLE),
        "close": _plain(words.FORM_CLOSE),
        "blocks": blocks,
    }


def _section(text: str) -> View:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _plain(text: str) -> View:
    return {"type": "plain_text", "text": text, "emoji": False}
