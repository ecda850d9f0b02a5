"""What the listeners for buttons, forms and the Home tab work with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.record import record
from bot.slack.asker import Admins
from bot.slack.desk import no_extra

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.slack.clients import Clients
    from bot.slack.desk import Ear, Extra, SlackDesk
    from bot.slack.hooks import Hooks
    from bot.slack.kept import Kept
    from bot.slack.posting import Poster
    from bot.slack.seen import Seen
    from bot.slack.tasks import Tasks
    from bot.understand.finder import Finder

    # What Bolt calls with the arguments that it names: `body`, `ack`, `client` …
    Listener = Callable[..., Awaitable[None]]


NOBODY = Admins()


@record
class Rooms:
    """The parts, joined once at start. `support` is whom people may ask, empty if nobody said;
    `admins` are those who may set owners.
    """

    desk: SlackDesk
    ear: Ear
    clients: Clients
    poster: Poster
    hooks: Hooks
    tasks: Tasks
    seen: Seen
    finder: Finder
    kept: Kept
    support: str = ""
    admins: Admins = NOBODY


def _none(_rooms: Rooms) -> Mapping[str, Listener]:
    return {}


@record
class Extras:
    """What others add to the surfaces, without a change here.

    `blocks` stand below the buttons of each factual reply. `actions` and `views` give Bolt's
    listeners by the action id of a button or menu, and by the callback id of a form.
    """

    blocks: Extra = no_extra
    actions: Callable[[Rooms], Mapping[str, Listener]] = _none
    views: Callable[[Rooms], Mapping[str, Listener]] = _none


NO_EXTRAS = Extras()
