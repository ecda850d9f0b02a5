"""What the bot listens to: mentions, direct messages and its slash command."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.desk import SlackDesk

# Events and commands, as the manifests declare them.
EVENTS = ("app_mention", "message")
COMMANDS = ("/srm",)


def register(app: AsyncApp, desk: SlackDesk) -> None:
    """Register every listener on `app`; the busiest first, since Bolt tries them in turn."""

    async def hear(body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        desk.hear(body)

    async def command(ack: AsyncAck, command: dict[str, Any]) -> None:
        # The answer rides in the acknowledgement: no call to Slack, no rate limit, and it
        # works where the bot is no member.
        ids = tuple(str(command.get(field) or "") for field in ("team_id", "enterprise_id"))
        answer = desk.command(str(command.get("text") or ""), ids)
        blocks = [dict(block) for block in answer.blocks]
        await ack(text=answer.text, blocks=blocks, response_type="ephemeral")

    for event in EVENTS:
        app.event(event)(hear)
    for name in COMMANDS:
        app.command(name)(command)
