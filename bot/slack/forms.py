"""The look-up form, its typeahead, sending an answer on, and the message shortcut."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bot.render import phrases_slack as words
from bot.render.blocks import led, say
from bot.render.buttons import (
    FACTUAL,
    OPEN_FORM,
    SHOW,
    about,
    button,
    chosen,
)
from bot.render.forms import (
    SEND_TO,
    SERVICE,
    TOPIC,
    WITH_OURS,
    answer_form,
    look_up_form,
    options_of,
)
from bot.slack.asker import asker_of
from bot.slack.buttons import shown_in_form
from bot.slack.clients import install_of
from bot.slack.inbound import words_of
from bot.slack.opening import open_form
from bot.understand.question import Question
from bot.understand.recipe import write

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.answers.model import Answer
    from bot.render.reply import Reply
    from bot.slack.asker import Asker
    from bot.slack.rooms import Rooms

# Of the three seconds that Slack waits for a form's answer.
_IN_TIME = 2.0
_FEW, _MANY = 3, 10


class Forms:
    """Listeners of the forms and shortcuts."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def suggest(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Services for what was typed so far, in the acknowledgement itself."""
        typed = body.get("value")
        found = self._rooms.finder.find(typed if isinstance(typed, str) else "")
        await ack(options=options_of(found))

    async def open(self, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        """The global shortcut."""
        form = look_up_form(self._rooms.desk.catalogue)
        trigger = str(body.get("trigger_id") or "")
        self._rooms.tasks.start(open_form(self._rooms, install_of(context), trigger, form))
        await ack()

    async def look_up(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """The form was sent: its answer takes its place."""
        catalogue = self._rooms.desk.catalogue
        service, topic = picked(body, SERVICE), picked(body, TOPIC)
        if service not in catalogue.services:
            await ack(response_action="errors", errors={SERVICE: words.FORM_STALE})
            return
        topics = (topic,) if topic in catalogue.topics else ()
        question = chosen(service, Question(text="", kind="clarify", topics=topics), catalogue)
        asker = asker_of(body)
        answer, _ = self._rooms.desk.pressed(write(question, catalogue), asker.organisation)
        view = shown_in_form(self._rooms, asker, answer)
        await ack(response_action="update", view=view)

    async def send(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Send the answer that the form shows to the conversation chosen in it."""
        recipe, asker, url = (
            _at(body, "view", "private_metadata"),
            asker_of(body),
            _response_url(body),
        )
        user, readers = asker.user, asker.organisation if _is_ticked(body) else None
        answer, drawn = self._rooms.desk.pressed(recipe, readers, as_shown=True)
        if answer is None and readers is None and self._is_of_ours(recipe, asker):
            await ack(response_action="errors", errors={WITH_OURS: words.ONLY_OURS})
            return
        if answer is None or not url or not user:
            await ack(response_action="update", view=answer_form(say(words.NOT_SENT)))
            return
        made = led(self._rooms.desk.draw(answer, "shared", drawn), words.sent_by(f"<@{user}>"))
        try:
            async with asyncio.timeout(_IN_TIME):
                sent = await self._rooms.hooks.reply(url, made, public=True)
            word = words.SENT if sent else words.NOT_SENT
        except TimeoutError:
            word = words.SEND_UNSURE
        await ack(response_action="update", view=answer_form(say(word)))

    async def explain(self, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        """The message shortcut: who secures what that message speaks of, privately."""
        text = words_of(body.get("message"))
        url = body.get("response_url")
        place = (install_of(context), str(body.get("trigger_id") or ""))
        self._rooms.tasks.start(self._explained(text, asker_of(body), str(url or ""), place))
        await ack()

    def _is_of_ours(self, recipe: str, asker: Asker) -> bool:
        """Whether an answer is about an organisation's own, and nothing without it."""
        return self._rooms.desk.pressed(recipe, asker.organisation)[0] is not None

    async def _explained(self, text: str, asker: Asker, url: str, place: tuple[str, str]) -> None:
        made = self._explanation(self._rooms.desk.ask(text, None, asker.organisation))
        if not await self._rooms.hooks.reply(url, made):
            await open_form(self._rooms, *place, answer_form(made))

    def _explanation(self, answer: Answer | None) -> Reply:
        desk = self._rooms.desk
        if answer is not None and answer.kind == "compare" and len(answer.services) > _FEW:
            heard = answer.services[:_MANY]
            picks = [
                button(
                    words.everything(one.name),
                    f"{SHOW}:{number}",
                    write(about(one.mention.service, desk.catalogue), desk.catalogue),
                )
                for number, one in enumerate(heard)
            ]
            return say(words.explain_many([one.name for one in heard]), *picks)
        if answer is None or answer.kind in (*FACTUAL, "clarify"):
            return desk.draw(answer, "private")
        return say(words.EXPLAIN_NOTHING, button(words.LOOK_UP, OPEN_FORM))


def picked(body: dict[str, Any], block: str) -> str:
    """What was chosen in one menu of a form; empty when nothing was."""
    try:
        values = body["view"]["state"]["values"]
        return str(values[block][block]["selected_option"]["value"])
    except (KeyError, TypeError):
        return ""


def _is_ticked(body: dict[str, Any]) -> bool:
    """Whether what is sent may name our teams."""
    try:
        return bool(body["view"]["state"]["values"][WITH_OURS][WITH_OURS]["selected_options"])
    except (KeyError, TypeError):
        return False


def _response_url(body: dict[str, Any]) -> str:
    """Where the conversation chosen in the form can be reached."""
    urls = body.get("response_urls")
    first = urls[0] if isinstance(urls, list) and urls else {}
    named = isinstance(first, dict) and first.get("block_id") == SEND_TO
    return str(first.get("response_url") or "") if named else ""


def _at(body: dict[str, Any], name: str, field: str) -> str:
    part = body.get(name)
    value = part.get(field) if isinstance(part, dict) else None
    return value if isinstance(value, str) else ""
