"""Questions from Slack answered: dedupe, conversation, answer, and a kind word if it fails."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.record import replace
from bot.render.blocks import reply, say
from bot.render.buttons import FACTUAL, example_of
from bot.render.phrases import APOLOGY
from bot.render.phrases_slack import STALE
from bot.render.reply import Reply
from bot.slack.inbound import asked_in
from bot.understand.recipe import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.catalogue.model import Catalogue
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
    of a factual reply.
    """

    def __init__(
        self,
        desk: Desk,
        threads: Threads,
        look: Callable[[], Look],
        extra: Extra = no_extra,
    ) -> None:
        self._desk, self._threads = desk, threads
        self._look, self._extra = look, extra

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
            ours = self._desk.ours(*organisation) if organisation is not None else None
            return self._desk.ask(text, before, ours)
        except Exception as fault:  # noqa: BLE001 - a person must get a word whatever broke
            # Neither the text nor a traceback, which might hold it.
            _log.error("answering failed: %s", type(fault).__name__)
            return None

    def command(self, text: str, organisation: tuple[str, ...] = ()) -> Reply:
        """The answer to a slash command, which the acknowledgement itself carries."""
        bare = text.strip().lower() in _VERBS
        return self.draw(self.ask("" if bare else text, None, organisation), "private")

    def pressed(self, value: str) -> tuple[Answer | None, str]:
        """The answer behind a button's value, and how it is to be drawn; None if stale."""
        example = example_of(value)
        if example is not None:
            return self.ask(example), ""
        recipe = read(value, self.catalogue)
        if recipe is None:
            return None, ""
        try:
            return self._desk.answer(recipe.question), recipe.drawn
        except Exception as fault:  # noqa: BLE001 - as above
            _log.error("answering failed: %s", type(fault).__name__)
            return None, ""

    def draw(self, answer: Answer | None, place: Place, drawn: str = "") -> Reply:
        """A reply as it looks at `place`; an apology for an answer that broke."""
        if answer is None:
            return Reply(text=APOLOGY, blocks=())
        try:
            look = replace(self._look(), place=place, drawn=drawn)
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

    def __init__(self, desk: SlackDesk, seen: Seen, greeter: Greeter, poster: Poster) -> None:
        self._desk, self._seen, self._greeter = desk, seen, greeter
        self._poster = poster

    def hear(self, body: Mapping[str, Any], bot_user: str, install: str) -> None:
        """Accept an event that came to an installation, where the bot is `bot_user`: its answer
        is posted once, in a task of its own.
        """
        asked = asked_in(body, bot_user, install)
        if asked is None or not self._seen.first(asked.keys):
            return
        before = self._desk.before(asked.conversation)
        answer = self._desk.ask(asked.text, before, asked.organisation)
        made = self._desk.draw(answer, "thread")
        self._desk.remember(asked.conversation, answer.context if answer else before)
        opening = None
        if asked.channel.startswith("D") and answer is not None:
            opening = self._greeter.opening(asked.team, asked.user, answer)
        self._poster.start(asked, made, opening)


def stale() -> Reply:
    """What a button says that stands for nothing any more."""
    return say(STALE)
