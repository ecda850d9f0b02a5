"""What the bot says of owners that admins set, in Slack and by `srm owners`."""

from __future__ import annotations

from bot.render.phrases import day, joined, lower_first

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# `srm owners`.
NONE_SET = "No owner was set in Slack."
NO_STORE = "There is no database yet, so no owner was set in Slack."
OWNERS_HEAD = ("Workspace", "Service", "Topic", "Where", "Owner", "Set by", "On", "The files")
SAME_IN_FILES = "say the same"
NO_OVERLAY_HERE = "not looked at"


def export_head(workspace: str) -> str:
    """What stands above the exported rules."""
    return f"""\
Owners set in Slack in the workspace {workspace}, as rules for its overlay. Review them, put them
into its file in place of what the remarks name, and load it. Then
`srm owners --settled --workspace {workspace}` takes back in Slack what the files say themselves."""


def several_workspaces(ids: Sequence[str]) -> str:
    """One workspace must be named."""
    return f"Owners were set in several workspaces: name one with --workspace ({', '.join(ids)})."


def set_by(person: str, on: str) -> str:
    """Who set an owner, and when."""
    return f"set by {person} on {on}"


def files_say(owner: str, where: str) -> str:
    """What the files say for the same."""
    return f"the files say {owner} ({where})"


def settled(count: int) -> str:
    """How many were taken back since the files say the same."""
    return f"{count} taken back: the files say the same."


# In Slack. Titles hold 24 letters.
FORM_TITLE, FORM_SEND, FORM_CLOSE = "Set an owner", "Set", "Close"
FORM_WHAT = (
    "Whose job a duty is here. It counts at once, in this workspace alone, until it is taken back "
    "or the overlay's files say the same; `srm owners` prints it for them."
)
SERVICE_LABEL, TOPIC_LABEL = "Service", "Topic"
PLACE_LABEL, PLACE_HINT = "Where", "Everywhere"
TEAM_LABEL, TEAM_HINT = "Owner", "Choose a team"
TAKE_BACK = "Take back what was set here"
BAD_SERVICE = "Choose a service of the catalogue."
BAD_TOPIC = "This topic is not in the catalogue any more. Choose another, or none for everything."
BAD_PLACE = "This place is not in the overlay any more. Choose another."
BAD_TEAM = "This team is not in the overlay any more. Choose another."
DONE_TITLE, DONE_CLOSE, AGAIN = "Set an owner", "Done", "Set another"
NOT_KEPT = (
    "The database did not take it, so nothing was set. Try again in a minute; if it stays so, tell "
    "whoever runs the bot."
)
NOTHING_SET = "Nothing was set for just this, so there was nothing to take back."
EXPORT = "`srm owners` prints what was set as rules, for the overlay's files."
NO_OVERLAY = (
    "There is no overlay for this workspace yet, so there is no team to choose. Whoever runs the "
    "bot begins one with `srm init`."
)


def not_admin(support: str) -> str:
    """A kind refusal."""
    whom = support or "whoever runs this bot"
    return f"Setting an owner is for those who look after the overlay. Ask {whom} to change it."


def everything_on(topic: str, service: str, place: str) -> str:
    """What an owner was set for."""
    about = lower_first(topic) if topic else "everything"
    return f"{about} on {service}{f' in {place}' if place else ''}"


def is_now(what: str, owner: str) -> str:
    """An owner was set."""
    return f"*{owner}* now owns {what}."


def taken_back(what: str) -> str:
    """An owner that was set is no more."""
    return f"Taken back: for {what} what the files say counts again."


def set_before(owner: str, person: str, on: str) -> str:
    """What had been set for the same."""
    return f"Before, {owner} was set by <@{person}> on {day(on)}."


def elsewhere(said: Sequence[str], shown: int = 4) -> str:
    """Where a more specific rule of the files still counts."""
    more = [f"{len(said) - shown} more"] if len(said) > shown else []
    return f"More specific rules of the files still count: {joined([*said[:shown], *more])}."


def now_owned(said: str) -> str:
    """Whose it is before anything is set."""
    return f"Now: {said}"


# The Home tab of those who look after the overlay.
HOME_HEAD = "For those who look after the overlay"
HOME_ALL = "`srm gaps` lists them all, with where to mend each."
