"""Setting whose job a duty is, from Slack: by a button, the Home tab or `/srm owner …`."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.answers.settled import spot_of
from bot.organisation.owners import OwnerSet, day_of
from bot.render import owner_phrases as words
from bot.render.blocks import escape, led, say
from bot.render.buttons import owner_value
from bot.render.forms import SERVICE, TOPIC, answer_form
from bot.render.owners import (
    PLACE,
    TAKE_BACK,
    TEAM,
    OwnerFor,
    differing,
    owner_done,
    owner_form,
    place_options,
    places_of,
    read_owner_for,
    team_options,
    what_for,
    whose_now,
)
from bot.slack.asker import asker_in, asker_of
from bot.slack.clients import install_of
from bot.slack.forms import picked
from bot.slack.opening import open_form, show_form
from bot.slack.pressed import pressed_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slack_bolt.async_app import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.organisation.holders import Difference
    from bot.organisation.ours import Ours
    from bot.render.reply import Reply
    from bot.slack.asker import Asker
    from bot.slack.kept import Kept
    from bot.slack.rooms import Rooms

# Other processes of the same bot set owners too.
EVERY = 60.0
_COMMANDS = ("owner", "owners")
_log = logging.getLogger(__name__)


class Owners:
    """What admins set, read from the store and written to it."""

    def __init__(self, rooms: Rooms, kept: Kept) -> None:
        self._rooms, self._kept = rooms, kept

    async def refresh(self) -> None:
        """Take in what is set now; what was known stays where nobody can tell."""
        owners = await self._kept.store.owners()
        if owners is not None:
            self._rooms.desk.owners.put(owners)

    async def follow(self) -> None:
        """Take in what others set, again and again."""
        while True:
            await asyncio.sleep(EVERY)
            await self.refresh()

    async def press(self, body: dict[str, Any], ack: AsyncAck, context: AsyncBoltContext) -> None:
        """The button below an answer, on the Home tab or in a form."""
        pressed = pressed_in(body, install_of(context))
        if pressed is not None and self._rooms.seen.first([pressed.key]):
            form = self._form(pressed.asker, pressed.value)
            self._rooms.tasks.start(show_form(self._rooms, pressed, form))
        await ack()

    def _form(self, asker: Asker, value: str) -> dict[str, Any]:
        """The form, or in its place why there is none."""
        catalogue, ours = self._rooms.desk.catalogue, self._rooms.desk.ours(asker.organisation)
        if not self._rooms.admins.has(asker):
            return answer_form(say(words.not_admin(self._rooms.support)))
        if ours is None:
            return answer_form(say(words.NO_OVERLAY))
        asked = read_owner_for(value, catalogue, ours)
        return owner_form(asked, catalogue, ours, self._now(asked, ours))

    def _now(self, asked: OwnerFor, ours: Ours) -> str:
        """Whose it is before anything is set; empty where that is more than one duty."""
        if not asked.service or not asked.topic:
            return ""
        service = self._rooms.desk.catalogue.services[asked.service]
        return whose_now(ours.held(service, asked.topic, spot_of(asked.place)))

    async def command(self, command: Mapping[str, Any], ack: AsyncAck, install: str) -> bool:
        """`/srm owner …`: the form for an admin, a kind no for others; whether it was that."""
        first, _, rest = str(command.get("text") or "").strip().partition(" ")
        asker = asker_in(command)
        if first.lower() not in _COMMANDS or rest.rstrip().endswith("?"):
            return False
        ours = self._rooms.desk.ours(asker.organisation)
        admin = self._rooms.admins.has(asker)
        if ours is None and not admin:
            # There is nothing of ours here: it is a question like any other.
            return False
        if admin and ours is not None:
            form = self._form(asker, self._asked(rest, asker))
            trigger, hook = (str(command.get(of) or "") for of in ("trigger_id", "response_url"))
            self._rooms.tasks.start(open_form(self._rooms, install, trigger, form, hook))
            await ack()
            return True
        refusal = words.NO_OVERLAY if admin else words.not_admin(self._rooms.support)
        made = self._refused(refusal, rest, asker)
        blocks = [dict(block) for block in made.blocks]
        await ack(text=made.short, blocks=blocks, response_type="ephemeral")
        return True

    def _asked(self, text: str, asker: Asker) -> str:
        """What the words after the command name, as a button's value."""
        answer = self._rooms.desk.ask(text, None, asker.organisation) if text.strip() else None
        return owner_value(answer) if answer is not None and answer.services else ""

    def _refused(self, refusal: str, text: str, asker: Asker) -> Reply:
        """A kind no, with the answer to what was asked behind it if there is one."""
        desk = self._rooms.desk
        answer = desk.ask(text, None, asker.organisation) if text.strip() else None
        if answer is None or not answer.sources:
            return say(refusal)
        return led(desk.draw(answer, "private"), escape(refusal))

    async def suggest(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """Teams or places for what was typed so far, to admins of the workspace alone."""
        asker = asker_of(body)
        ours = self._rooms.desk.ours(asker.organisation)
        typed = body.get("value")
        text = typed[:80] if isinstance(typed, str) else ""
        if ours is None or not self._rooms.admins.has(asker):
            await ack(options=[])
            return
        find = team_options if body.get("action_id") == TEAM else place_options
        await ack(options=find(text, ours))

    async def send(self, body: dict[str, Any], ack: AsyncAck) -> None:
        """The form sent: what it says is kept, and it turns into what counts now."""
        asker, desk = asker_of(body), self._rooms.desk
        ours = desk.ours(asker.organisation)
        if ours is None or not self._rooms.admins.has(asker):
            refusal = answer_form(say(words.not_admin(self._rooms.support)))
            await ack(response_action="update", view=refusal)
            return
        asked = OwnerFor(
            service=picked(body, SERVICE), topic=picked(body, TOPIC), place=picked(body, PLACE)
        )
        team = picked(body, TEAM)
        faults = self._faults(asked, team, ours)
        if faults:
            await ack(response_action="errors", errors=faults)
            return
        lines = await self._settle(asked, team, asker)
        await ack(response_action="update", view=owner_done(lines, asked))

    def _faults(self, asked: OwnerFor, team: str, ours: Ours) -> dict[str, str]:
        """What was chosen and is there no more, beside its field."""
        catalogue, places = self._rooms.desk.catalogue, places_of(ours.organisation)
        faults = {}
        if asked.service not in catalogue.services:
            faults[SERVICE] = words.BAD_SERVICE
        if asked.topic and asked.topic not in catalogue.topics:
            faults[TOPIC] = words.BAD_TOPIC
        if asked.place and asked.place not in places:
            faults[PLACE] = words.BAD_PLACE
        if team != TAKE_BACK and team not in ours.organisation.teams:
            faults[TEAM] = words.BAD_TEAM
        return faults

    async def _settle(self, asked: OwnerFor, team: str, asker: Asker) -> list[str]:
        """Keep it, or take it back; what is to be said of it, in mrkdwn."""
        desk = self._rooms.desk
        one = OwnerSet(
            team=asker.team,
            service=asked.service,
            topic=asked.topic,
            place=asked.place,
            owner=team,
            person=asker.user,
            at=int(self._kept.now()),
        )
        before = next((old for old in desk.owners.of(one.team) if _same(old, one)), None)
        back = team == TAKE_BACK
        if back and before is None:
            return [words.NOTHING_SET]
        store = self._kept.store
        if not (await store.unset_owner(one) if back else await store.set_owner(one)):
            return [words.NOT_KEPT]
        others = [old for old in desk.owners.of(one.team) if not _same(old, one)]
        desk.owners.put_of(one.team, others if back else [*others, one])
        _log.info("an owner was %s", "taken back" if back else "set")
        return self._told(asked, one, before, asker)

    def _told(
        self, asked: OwnerFor, one: OwnerSet, before: OwnerSet | None, asker: Asker
    ) -> list[str]:
        desk = self._rooms.desk
        ours = desk.ours(asker.organisation)
        if ours is None:
            return [words.NO_OVERLAY]
        teams = ours.organisation.teams
        what = escape(what_for(asked, desk.catalogue, ours))
        if one.owner == TAKE_BACK:
            return [words.taken_back(what)]
        lines = [words.is_now(what, escape(teams[one.owner].name))]
        if before is not None and before.owner != one.owner:
            old = teams[before.owner].name if before.owner in teams else before.owner
            lines.append(words.set_before(escape(old), before.person, day_of(before)))
        said = differing(self._differences(asked, ours), desk.catalogue, ours)
        return [*lines, *map(escape, said), words.EXPORT]

    def _differences(self, asked: OwnerFor, ours: Ours) -> list[tuple[str, str, Difference]]:
        """Where the files say otherwise than what was just set."""
        catalogue = self._rooms.desk.catalogue
        service = catalogue.services[asked.service]
        return [
            (way.id, topic, one)
            for way in (service, *catalogue.variants_of(service.id))
            for topic in ([asked.topic] if asked.topic else catalogue.topics)
            for one in ours.differences(way, topic, spot_of(asked.place))
        ]


def _same(one: OwnerSet, other: OwnerSet) -> bool:
    """Whether two were set for the same."""
    return (one.service, one.topic, one.place) == (other.service, other.topic, other.place)
