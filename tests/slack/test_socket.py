"""Socket Mode outlives what happens to its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.slack.conftest import payload

if TYPE_CHECKING:
    from tests.fakes.slack import FakeSlack


async def test_a_new_link_is_opened_when_slack_asks_and_events_go_on(socket: FakeSlack) -> None:
    await socket.envelope(payload("app_mention"))
    await socket.until(lambda: socket.posts)
    await socket.disconnect()
    await socket.until(lambda: len(socket.sockets) == 2)
    await socket.envelope({**payload("message_im"), "event_id": "Ev7"})
    await socket.until(lambda: len(socket.posts) == 2)


async def test_a_link_that_breaks_is_opened_again(socket: FakeSlack) -> None:
    await socket.sockets[0].close()
    await socket.until(lambda: len(socket.sockets) == 2, 10)
    await socket.envelope(payload("app_mention"))
    await socket.until(lambda: socket.posts)


async def test_an_envelope_that_nobody_listens_to_is_acknowledged(socket: FakeSlack) -> None:
    await socket.envelope({"type": "event_callback", "event": {"type": "brand_new"}})
    await socket.envelope({"type": "block_actions", "actions": []}, kind="interactive")
    await socket.until(lambda: len(socket.acks) == 2)
    assert socket.posts == []
