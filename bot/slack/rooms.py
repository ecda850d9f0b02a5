"""What the listeners for buttons, forms and the Home tab work with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.record import record
from bot.slack.refusal import refusal_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Ear, SlackDesk
    from bot.slack.hooks import Hooks
    from bot.slack.posting import Poster
    from bot.slack.seen import Seen
    from bot.slack.tasks import Tasks
    from bot.understand.finder import Finder

    # What Bolt calls with the arguments that it names: `body`, `ack`, `client` …
    Listener = Callable[..., Awaitable[None]]


@record
class Rooms:
    """The parts, joined once at start. `support` is whom people may ask, empty if nobody said."""

    desk: SlackDesk
    ear: Ear
    client: AsyncWebClient
    poster: Poster
    hooks: Hooks
    tasks: Tasks
    seen: Seen
    finder: Finder
    support: str = ""


@record
class Extras:
    """Listeners of others, by the id of what they listen to: buttons, and forms sent."""

    actions: Mapping[str, Listener] = {}
    views: Mapping[str, Listener] = {}


async def called(call: Awaitable[object]) -> str:
    """Make one call of the Web API: empty when it was taken, else Slack's word for why not."""
    try:
        await call
    except Exception as fault:  # noqa: BLE001 - whatever broke, it is sorted there
        return refusal_of(fault).code
    return ""
