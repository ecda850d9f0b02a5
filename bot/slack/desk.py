"""Questions from Slack answered: dedupe, conversation, answer, and a kind word if it fails."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.render.blocks import reply
from bot.render.phrases import APOLOGY
from bot.render.reply import Reply
from bot.slack.inbound import asked_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from bot.ask import Desk
    from bot.render.parts import Look
    from bot.slack.posting import Poster
    from bot.slack.seen import Seen
    from bot.thread.memory import Threads
    from bot.understand.question import Context

_log = logging.getLogger(__name__)


class SlackDesk:
    """Takes what the listeners hear.

    `bot_user` is our own user id, from `auth.test`; `look` gives what replies are drawn for.
    """

    def __init__(
        self,
        desk: Desk,
        threads: Threads,
        seen: Seen,
        poster: Poster,
        bot_user: str,
        look: Callable[[], Look],
    ) -> None:
        self._desk, self._threads, self._seen, self._poster = desk, threads, seen, poster
        self._bot_user, self._look = bot_user, look

    def hear(self, body: Mapping[str, Any]) -> None:
        """Accept an event: its answer is posted once, in a task of its own."""
        asked = asked_in(body, self._bot_user)
        if asked is None or not self._seen.first(asked.keys):
            return
        before = self._threads.get(asked.conversation)
        answered, context = self._answer(asked.text, before, asked.organisation)
        self._threads.put(asked.conversation, context)
        self._poster.start(asked, answered)

    def command(self, text: str, organisation: tuple[str, ...] = ()) -> Reply:
        """The answer to a slash command, which the acknowledgement itself carries.

        `organisation` are the ids, workspace first, whose overlay may answer.
        """
        return self._answer(text, None, organisation)[0]

    def _answer(
        self, text: str, before: Context | None, organisation: tuple[str, ...] | None
    ) -> tuple[Reply, Context | None]:
        try:
            ours = self._desk.ours(*organisation) if organisation is not None else None
            answer = self._desk.ask(text, before, ours)
            return reply(answer, self._desk.catalogue, self._look()), answer.context
        except Exception as fault:  # noqa: BLE001 - a person must get a word whatever broke
            # Neither the text nor a traceback, which might hold it.
            _log.error("answering failed: %s", type(fault).__name__)
            return Reply(text=APOLOGY, blocks=()), before
