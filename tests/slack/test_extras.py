"""What others add to the surfaces: blocks below factual replies, and listeners of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.rooms import Extras
from tests.slack.conftest import over_http, payload
from tests.slack.interactions import acted, command, in_message, interact, sent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slack_bolt.async_app import AsyncAck

    from bot.answers.model import Answer
    from bot.ask import Desk
    from bot.render.parts import Look
    from bot.slack.rooms import Listener, Rooms
    from tests.fakes.slack import FakeSlack


def blocks(answer: Answer, look: Look) -> Sequence[dict[str, Any]]:
    text = {"type": "mrkdwn", "text": f"extra {answer.kind} {look.place}"}
    return [{"type": "context", "elements": [text]}]


def actions(rooms: Rooms) -> Mapping[str, Listener]:
    async def pressed(body: dict[str, Any], ack: AsyncAck) -> None:
        view = {"type": "modal", "callback_id": "theirs"}
        trigger = body["trigger_id"]
        rooms.tasks.start(
            _opened(
                rooms.clients.call(
                    "T1", lambda client: client.views_open(trigger_id=trigger, view=view)
                )
            )
        )
        await ack()

    return {"theirs": pressed}


async def _opened(call: Any) -> None:
    await call


def views(_rooms: Rooms) -> Mapping[str, Listener]:
    async def closed(ack: AsyncAck) -> None:
        await ack(response_action="clear")

    return {"theirs": closed}


EXTRAS = Extras(blocks=blocks, actions=actions, views=views)


async def test_blocks_of_others_stand_last_in_factual_replies_and_in_no_other(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with over_http(slack, toy_desk, extras=EXTRAS) as http:
        await http.event(payload("app_mention"))
        await slack.until(lambda: slack.posts)
        private, unfactual = await command(http, "rds"), await command(http, "help")
        form = await interact(http, sent("look_up", {"service": "rds"}))
    assert "extra duty thread" in str(slack.posts[0]["blocks"][-1])
    assert "extra service private" in str(private["blocks"][-1])
    assert "extra" not in str(unfactual["blocks"])
    assert "extra" not in str(form["view"]["blocks"])


async def test_buttons_and_forms_of_others_reach_their_listeners(
    slack: FakeSlack, toy_desk: Desk
) -> None:
    async with over_http(slack, toy_desk, extras=EXTRAS) as http:
        await interact(http, in_message(acted("theirs", "1"), slack.hook()))
        await slack.until(lambda: slack.sent("views.open"))
        assert await interact(http, sent("theirs", {})) == {"response_action": "clear"}
