"""What the app says of itself where Slack shows it: the manifest's words, the scopes' reasons."""

from __future__ import annotations

from bot.render.phrases import joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

APP_NAME, BOT_NAME = "SRM bot", "srm"
DESCRIPTION = "Who secures what on AWS: sourced answers to shared-responsibility questions"
LONG_DESCRIPTION = (
    "Ask who secures what on AWS, in your own words: “who patches Fargate?”, “compare EC2 and "
    "Lambda”, “what must we secure on RDS?”. The answer says what AWS does, what your team must "
    "do, which page says so and on which day it was read.\n\n"
    "There is no language model: answers come from a catalogue of sourced facts, so the same "
    "question gets the same answer, and where the catalogue is silent the bot says so or asks "
    "back. It reads messages that mention it, direct messages to it, its slash command and the "
    "message on which you choose its shortcut, and stores no message.\n\n"
    "Not affiliated with AWS. An answer is a summary; the source it names decides."
)

COMMAND_DESCRIPTION = "Who secures what on AWS"
COMMAND_HINT = "who patches Fargate? | rds | help"

LOOK_UP_NAME = "Look up responsibility"
LOOK_UP_DESCRIPTION = "Pick an AWS service and see who secures what"
EXPLAIN_NAME = "Explain responsibility"
EXPLAIN_DESCRIPTION = "Who secures what on the AWS services in this message"

# Each scope with its reason: for docs/slack.md and for whoever reviews an installation.
SCOPE_REASONS = {
    "app_mentions:read": "to read a message that mentions the bot, and so the question in it",
    "chat:write": "to answer where it was asked, and to show notes to one person",
    "commands": "for `/srm`, the shortcuts and what is chosen in menus",
    "im:history": "to read direct messages that people send to the bot; no other conversation",
}

STEP_TITLE = "Look up shared responsibility"
STEP_DESCRIPTION = "Who secures a topic on an AWS service: AWS, your team, or both"
STEP_INPUTS = {
    "service": ("Service", "An AWS service, as people call it: Fargate, RDS, S3"),
    "topic": ("Topic", "What is to be secured: patching, encryption, backup …"),
}
STEP_OUTPUTS = {
    "owner": ("Owner", "AWS, Your team, Shared, Partner or Nobody"),
    "aws": ("AWS's part", "What AWS does; empty if nothing"),
    "team": ("Your team's part", "What your team must do; empty if nothing"),
    "source": ("Source", "The address of the page that says so"),
}


def step_error(said: str, near: Sequence[str], topics: Sequence[str]) -> str:
    """Why the step has no outputs, and what to give it."""
    lines = [said] if said else ["That names no one service and topic."]
    lines += [f"Did you mean {joined(near, 'or')}?"] if near else []
    return " ".join([*lines, f"Give one AWS service and one of: {', '.join(topics)}."])
