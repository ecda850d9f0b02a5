"""Questions from Slack answered: dedupe, conversation, answer, and a kind word if it fails."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.answers.asked import Asked as AskedHere
from bot.answers.compose import compose
from bot.organisation.hear import OursSaid
from bot.organisation.holders import Spot
from bot.organisation.owners import SetOwners
from bot.record import replace
from bot.render.blocks import reply, say
from bot.render.buttons import FACTUAL, example_of
from bot.render.phrases import APOLOGY
from bot.render.phrases_slack import ASK_AGAIN, STALE
from bot.render.reply import Reply
from bot.slack.asker import Admins, Asker
from bot.slack.drawn import Drawings, Drawn, without_words
from bot.slack.inbound import asked_in
from bot.slack.ledger import asked_again
from bot.slack.redact import as_fields
from bot.understand.lines import context_line, question_line, read_context, read_question
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
    from bot.slack.inbound import Asked
    from bot.slack.ledger import Ledger, Receipt
    from bot.slack.metrics import Metrics
    from bot.slack.posting import Poster
    from bot.slack.seen import Seen
    from bot.store.work import Work
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
        ledger: Ledger,
        look: Callable[[], Look],
        extra: Extra,
        metrics: Metrics,
    ) -> None:
        self._desk, self._threads, self._ledger = desk, threads, ledger
        self._look, self._extra, self._metrics = look, extra, metrics
        self._drawings = Drawings()
        self.owners = SetOwners()

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
        """The answer to a person's text, which is counted; the rest as for `answer_to`."""
        answer = self.answer_to(text, before, organisation)
        self._metrics.asked(answer)
        return answer

    def answer_to(
        self, text: str, before: Context | None, organisation: tuple[str, ...] | None
    ) -> Answer | None:
        """The answer to a person's text; None, and a line in the log, if answering broke.

        `organisation` are the ids, workspace first, whose overlay may answer; None where people
        of another organisation may read the answer.
        """
        try:
            return self._desk.ask(text, before, self.ours(organisation))
        except Exception as fault:  # noqa: BLE001 - a person must get a word whatever broke
            # Neither the text nor a traceback, which might hold it.
            _log.error("answering failed", extra=as_fields(fault))
            return None

    def heard(
        self, asked: Asked, before: Context | None, place: Place, *, admin: bool = False
    ) -> Drawn:
        """The answer to an event, drawn: once for all who ask the same, overlays aside."""
        if self.ours(asked.organisation) is not None:
            return self._drawn(self.answer_to(asked.text, before, asked.organisation), place, admin)
        try:
            question = self._desk.read(asked.text, before)
            plain = without_words(question)
            if plain is None:
                return self._drawn(compose(question, self.catalogue, before), place, admin)
            key = (plain, before, replace(self._look(), place=place, admin=admin))
            found = self._drawings.find(key)
            if found is None:
                found = self._drawn(compose(plain, self.catalogue, before), place, admin)
                self._drawings.keep(key, found)
        except Exception as fault:  # noqa: BLE001 - as above
            _log.error("answering failed", extra=as_fields(fault))
            return self._drawn(None, place, admin)
        return found

    def _drawn(self, answer: Answer | None, place: Place, admin: bool) -> Drawn:
        made = self.draw(answer, place, admin=admin)
        return Drawn(answer=answer, reply=made, line=self.line(answer))

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

        `organisation` as for `answer_to`. `as_shown`: an overlay answers only if one did before.
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
            _log.error("answering failed", extra=as_fields(fault))
            return None, ""

    def line(self, answer: Answer | None) -> str:
        """The question behind an answer as a line of ids; empty if ids alone would not do."""
        if answer is None or answer.asked is None:
            return ""
        ours = answer.ours
        if ours is not None and (ours.team or ours.over_stack or ours.runs_on):
            return ""
        return question_line(answer.asked, self.catalogue, answer.context if ours else None)

    def again(self, line: str, organisation: tuple[str, ...] | None) -> Answer | None:
        """The answer to a question that was kept as a line; None where that does not do."""
        kept = read_question(line, self.catalogue)
        if kept is None:
            return None
        ours = self.ours(organisation)
        if ours is None:
            return self._desk.answer(kept.question)
        spot = Spot(account=kept.account, environment=kept.environment)
        place = spot if kept.account or kept.environment else None
        asked = AskedHere(ours=ours, said=OursSaid(text="", spot=place), spot=place)
        return compose(kept.question, self.catalogue, None, asked)

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
            _log.error("drawing failed", extra=as_fields(fault))
            return Reply(text=APOLOGY, blocks=())

    def remember(self, conversation: tuple[str, str, str], context: Context | None) -> None:
        """Keep what a conversation may go on from."""
        self._threads.put(conversation, context)
        self._ledger.note_turn(conversation, context_line(context, self.catalogue))

    async def before(self, asked: Asked) -> Context | None:
        """What a conversation may go on from; another process may have had its last turn."""
        if not asked.threaded and asked.thread is not None:
            # The first message of a thread.
            return None
        line = await self._ledger.turn(asked.conversation)
        if line is None:
            return self._threads.get(asked.conversation)
        return read_context(line, self.catalogue)


class Ear:
    """Hears events: mentions and direct messages, each answered once."""

    def __init__(
        self,
        desk: SlackDesk,
        seen: Seen,
        ledger: Ledger,
        greeter: Greeter,
        poster: Poster,
        metrics: Metrics,
    ) -> None:
        self._desk, self._seen, self._ledger, self._greeter = desk, seen, ledger, greeter
        self._poster, self._metrics = poster, metrics
        self.admins = Admins()

    async def hear(self, body: Mapping[str, Any], bot_user: str, install: str) -> None:
        """Accept an event that came to an installation, where the bot is `bot_user`: its answer
        is posted once, in a task of its own.
        """
        asked = asked_in(body, bot_user, install)
        if asked is not None:
            with self._metrics.ack.time():
                await self._accept(asked)

    async def _accept(self, asked: Asked) -> None:
        if not self._seen.first(asked.keys):
            self._metrics.dropped("memory")
            return
        if self._poster.held_back(asked):
            return
        before = await self._desk.before(asked)
        place: Place = "direct" if asked.channel.startswith("D") else "thread"
        asker = Asker(team=asked.team, user=asked.user, organisation=asked.organisation)
        drawn = self._desk.heard(asked, before, place, admin=self.admins.has(asker))
        answer = drawn.answer
        receipt = await self._ledger.accept(asked, drawn.line)
        if receipt is None:
            self._metrics.dropped("store")
            return
        self._metrics.asked(answer)
        self._desk.remember(asked.conversation, answer.context if answer else before)
        opening = None
        if asked.channel.startswith("D") and answer is not None:
            opening = self._greeter.opening(asked.team, asked.user, answer)
        self._poster.start(asked, drawn.reply, opening, receipt)

    def take_up(self, work: Work, receipt: Receipt) -> None:
        """Answer what another process accepted and did not live to answer."""
        # Its event may have come here again, and was left to whoever had accepted it.
        asked = asked_again(work)
        self._metrics.may_be_doubled("taken_over")
        _log.warning("taken over", extra=asked.ids)
        answer = self._desk.again(work.question, asked.organisation)
        made = self._desk.draw(answer, "thread") if answer else say(ASK_AGAIN)
        self._poster.start(asked, made, None, receipt)


def stale() -> Reply:
    """What a button says that stands for nothing any more."""
    return say(STALE)
