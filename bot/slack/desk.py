"""Questions from Slack answered: dedupe, conversation, answer, and a kind word if it fails."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.organisation.owners import SetOwners
from bot.record import replace
from bot.render.blocks import reply, say
from bot.render.buttons import FACTUAL, example_of
from bot.render.phrases import APOLOGY
from bot.render.phrases_slack import STALE
from bot.render.reply import Reply
from bot.slack.asker import Admins, Asker
from bot.slack.inbound import asked_in
from bot.understand.recipe import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
    from bot.organisation.ours import Ours
    from bot.render.parts import Look, Place
    from bot.slack.greeter import Greeter
    from bot.slack.posting import Poster
    from bot.slack.seen import Seen
    from bot.thread.memory import Threads
    from bot.understand.question import Context

    Extra = Callable[[Answer, Look], Sequence[dict[str, Any]]]

# A bare verb asks how to use it.
_VERBS = ("list", "compare", "vs", "shift", "?")
_log = logging.getLogger(__name__)


def no_extra(_answer: Answer, _look: Look) -> Sequence[dict[str, Any]]:
    """Nothing below the buttons."""
    return ()


class SlackDesk:
    """Takes what the listeners hear.

    `look` gives what replies are drawn for; `extra` gives the blocks that stand below the buttons
    of a factual reply; `owners` is what admins set, laid over each workspace's overlay.
    """

    def __init__(
        self,
        desk: Desk,
        threads: Threads,
        look: Callable[[], Look],
        extra: Extra = no_extra,
        owners: SetOwners | None = None,
    ) -> None:
        self._desk, self._threads = desk, threads
        self._look, self._extra = look, extra
        self.owners = owners or SetOwners()

    @property
    def catalogue(self) -> Catalogue:
        """What is known."""
        return self._desk.catalogue

    def ask(
        self,
        text: str,
        before: Context | None = None,
        organisation: tuple[str, ...] | None = None,
    ) -> Answer | None:
        """The answer to a person's text; None, and a line in the log, if answering broke.

        `organisation` are the ids, workspace first, whose overlay may answer; None where people
        of another organisation may read the answer.
        """
        try:
            return self._desk.ask(text, before, self.ours(organisation))
        except Exception as fault:  # noqa: BLE001 - a person must get a word whatever broke
            # Neither the text nor a traceback, which might hold it.
            _log.error("answering failed: %s", type(fault).__name__)
            return None

    def ours(self, organisation: tuple[str, ...] | None) -> Ours | None:
        """The overlay that may answer these ids, with what admins of the workspace set."""
        if organisation is None:
            return None
        return self.owners.over(self._desk.ours(*organisation), organisation[0])

    def command(
        self, text: str, organisation: tuple[str, ...] = (), *, admin: bool = False
    ) -> Reply:
        """The answer to a slash command, which the acknowledgement itself carries."""
        bare = text.strip().lower() in _VERBS
        answer = self.ask("" if bare else text, None, organisation)
        return self.draw(answer, "private", admin=admin)

    def pressed(
        self, value: str, organisation: tuple[str, ...] | None = None, *, as_shown: bool = False
    ) -> tuple[Answer | None, str]:
        """The answer behind a button's value, and how it is to be drawn; None if stale.

        `organisation` as for `ask`. `as_shown`: an overlay answers only if one did before.
        """
        example = example_of(value)
        if example is not None:
            return self.ask(example, None, organisation), ""
        recipe = read(value, self.catalogue)
        if recipe is None:
            return None, ""
        try:
            ours = None if as_shown and recipe.ours is None else self.ours(organisation)
            return self._desk.answer(recipe.question, ours, recipe.ours), recipe.drawn
        except Exception as fault:  # noqa: BLE001 - as above
            _log.error("answering failed: %s", type(fault).__name__)
            return None, ""

    def draw(
        self, answer: Answer | None, place: Place, drawn: str = "", *, admin: bool = False
    ) -> Reply:
        """A reply as it looks at `place`; an apology for an answer that broke.

        `admin`: whoever asked may set owners, and is offered to.
        """
        if answer is None:
            return Reply(text=APOLOGY, blocks=())
        try:
            look = replace(self._look(), place=place, drawn=drawn, admin=admin)
            extra = self._extra(answer, look) if answer.kind in FACTUAL and place != "view" else ()
            return reply(answer, self.catalogue, look, extra)
        except Exception as fault:  # noqa: BLE001 - as above
            _log.error("drawing failed: %s", type(fault).__name__)
            return Reply(text=APOLOGY, blocks=())

    def remember(self, conversation: tuple[str, str, str], context: Context | None) -> None:
        """Keep what a conversation may go on from."""
        self._threads.put(conversation, context)

    def before(self, conversation: tuple[str, str, str]) -> Context | None:
        """What a conversation may go on from."""
        return self._threads.get(conversation)


class Ear:
    """Hears events: mentions and direct messages, each answered once."""

    def __init__(
        self, desk: SlackDesk, seen: Seen, greeter: Greeter, poster: Poster, bot_user: str
    ) -> None:
        self._desk, self._seen, self._greeter = desk, seen, greeter
        self._poster, self._bot_user = poster, bot_user
        self.admins = Admins()

    def hear(self, body: Mapping[str, Any]) -> None:
        """Accept an event: its answer is posted once, in a task of its own."""
        asked = asked_in(body, self._bot_user)
        if asked is None or not self._seen.first(asked.keys):
            return
        before = self._desk.before(asked.conversation)
        answer = self._desk.ask(asked.text, before, asked.organisation)
        place: Place = "direct" if asked.channel.startswith("D") else "thread"
        asker = Asker(team=asked.team, user=asked.user, organisation=asked.organisation)
        made = self._desk.draw(answer, place, admin=self.admins.has(asker))
        self._desk.remember(asked.conversation, answer.context if answer else before)
        opening = None
        if asked.channel.startswith("D") and answer is not None:
            opening = self._greeter.opening(asked.team, asked.user, answer)
        self._poster.start(asked, made, opening)


def stale() -> Reply:
    """What a button says that stands for nothing any more."""
    return say(STALE)
