"""What people think of answers: the buttons pressed, the form opened and sent, what is kept."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from bot.record import replace
from bot.render import feedback_phrases as phrases
from bot.render.feedback import (
    ACTION,
    LINK,
    LONGEST_LINK,
    LONGEST_WORDS,
    VIEW,
    WHICH,
    WORDS,
    feedback_block,
    read_value,
    thanks_view,
    wrong_modal,
)
from bot.render.issue import fix_lines
from bot.slack.clients import install_of
from bot.slack.fields import dict_of
from bot.slack.inbound import team_of
from bot.slack.pressed import pressed_in
from bot.slack.rooms import NO_EXTRAS, Extras
from bot.slack.seen import Seen
from bot.slack.tasks import Tasks
from bot.store.port import Feedback

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.answers.model import Answer
    from bot.catalogue.model import Catalogue
    from bot.render.feedback import About
    from bot.render.parts import Look
    from bot.slack.clients import Clients
    from bot.slack.clock import Clock
    from bot.slack.kept import Kept
    from bot.slack.pressed import Pressed

    Listener = Callable[..., Awaitable[None]]

_FINISH = 1.0
_log = logging.getLogger(__name__)


class FeedbackDesk:
    """Takes what the listeners hear; `look` gives where people read the catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        kept: Kept,
        clients: Clients,
        look: Callable[[], Look],
        clock: Clock,
    ) -> None:
        self._catalogue, self._kept, self._clients, self._look = catalogue, kept, clients, look
        self._pressed = Seen(clock.now)
        self._tasks = Tasks()

    def press(self, pressed: Pressed) -> None:
        """A verdict by button: what follows runs in a task, so that it is acknowledged at once."""
        read = read_value(pressed.value, self._catalogue)
        if read is None:
            self._tasks.start(self._note(pressed, phrases.STALE))
        elif read[0] == "wrong":
            self._tasks.start(self._open(pressed, read[1]))
        elif self._pressed.first([(pressed.team, pressed.channel, pressed.stamp, pressed.user)]):
            self._tasks.start(self._keep(pressed.team, read[1]))

    async def send(self, body: Mapping[str, Any], install: str) -> dict[str, Any]:
        """The form sent: the view that it turns into, once it is noted or cannot be."""
        view = dict_of(body.get("view"))
        read = read_value(view.get("private_metadata"), self._catalogue)
        if read is None:
            return thanks_view([phrases.STALE], kept=False)
        about = read[1]
        values = dict_of(dict_of(view.get("state")).get("values"))
        chosen = dict_of(_answer(values, WHICH).get("selected_option")).get("value")
        if chosen in about.entries:
            about = replace(about, entries=(str(chosen),))
        words = _text(values, WORDS)[:LONGEST_WORDS]
        link = _text(values, LINK)[:LONGEST_LINK]
        link = link if link.startswith(("https://", "http://")) else ""
        kept = await self._kept.store.add_feedback(
            self._feedback(team_of(install, _team(body)), about, words=words, link=link)
        )
        facts_url = self._look().facts_url
        return thanks_view(fix_lines(about, self._catalogue, facts_url, words, link), kept=kept)

    async def close(self) -> None:
        """Finish what was begun; little, since nobody waits for it."""
        await self._tasks.drain(_FINISH)

    async def _keep(self, team: str, about: About) -> None:
        await self._kept.store.add_feedback(self._feedback(team, about))

    def _feedback(
        self, team: str, about: About, words: str | None = None, link: str = ""
    ) -> Feedback:
        return Feedback(
            team=team,
            entries=about.entries,
            topics=about.topics,
            verdict="helpful" if words is None else "wrong",
            edition=about.edition,
            at=int(self._kept.now()),
            words=words or "",
            link=link,
        )

    async def _open(self, pressed: Pressed, about: About) -> None:
        view = wrong_modal(about, self._catalogue)
        code = await self._clients.call(
            pressed.install,
            lambda client: client.views_open(trigger_id=pressed.trigger, view=view),
        )
        if code:
            _log.warning("the form for feedback was not opened", extra={"code": code})
            await self._note(pressed, phrases.TOO_LATE)

    async def _note(self, pressed: Pressed, text: str) -> None:
        """A word that this person only sees."""
        code = await self._clients.call(
            pressed.install,
            lambda client: client.chat_postEphemeral(
                channel=pressed.channel,
                user=pressed.user,
                text=text,
                thread_ts=pressed.thread or None,
            ),
        )
        if code:
            _log.warning("a note on feedback was not taken", extra={"code": code})


def actions_of(desk: FeedbackDesk) -> dict[str, Listener]:
    """Bolt's listeners for the two buttons, by action id."""

    async def press(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = pressed_in(body, install_of(context))
        if pressed is not None:
            desk.press(pressed)

    return {ACTION: press}


def views_of(desk: FeedbackDesk) -> dict[str, Listener]:
    """Bolt's listeners for the form, by callback id."""

    async def send(ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack(response_action="update", view=await desk.send(body, install_of(context)))

    return {VIEW: send}


def with_feedback(desk: FeedbackDesk, others: Extras = NO_EXTRAS) -> Extras:
    """The buttons below factual replies and their listeners, then what others add."""

    def blocks(answer: Answer, look: Look) -> list[dict[str, Any]]:
        judge = feedback_block(answer)
        return [*([judge] if judge else []), *others.blocks(answer, look)]

    return Extras(
        blocks=blocks,
        actions=lambda rooms: {**actions_of(desk), **others.actions(rooms)},
        views=lambda rooms: {**views_of(desk), **others.views(rooms)},
    )


def _team(body: Mapping[str, Any]) -> str:
    """The workspace, or where there is none, the organisation."""
    found = dict_of(body.get("team")).get("id") or dict_of(body.get("enterprise")).get("id")
    return str(found or dict_of(body.get("user")).get("team_id") or "")


def _text(values: Mapping[str, Any], name: str) -> str:
    return str(_answer(values, name).get("value") or "").strip()


def _answer(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """What a form holds under a block and an element of the same name."""
    return dict_of(dict_of(values.get(name)).get(name))
