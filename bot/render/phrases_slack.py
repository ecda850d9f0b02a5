"""Every word that is said in Slack only: buttons, forms, the Home tab, what went wrong there."""

from __future__ import annotations

from bot.render.phrases import OWNERS, joined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# A button's words; Slack cuts those of over 75 letters itself.
_LABEL = 75

WAYS = "Ways of running it"
COMPARE_WITH = "Compare with…"
AS_TABLE, AS_WORDS = "Show as table", "Show in words"
TOPIC, OWNER = "Topic", "Who"
SHARE = "Share to channel"
LOOK_UP = "Look up a service"
LOOK_UP_AGAIN = "Look up another"


def label(text: str) -> str:
    """Words short enough for a button or an option."""
    return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"


def everything(name: str) -> str:
    """A button to the whole of a service."""
    return label(f"Everything on {name}")


def show_all(count: int) -> str:
    """A button to a list that was cut."""
    return f"Show all {count}"


def shared_by(user: str) -> str:
    """Who made a private answer public."""
    return f"Shared by {user} with /srm"


def sent_by(user: str) -> str:
    """Who sent an answer from the form."""
    return f"Sent by {user} from SRM bot"


# Asked before what names our own is shown to a channel.
SHARE_TITLE, SHARE_NOT = "Share whose job it is?", "Cancel"
SHARE_OURS = (
    "This answer names teams of your organisation and how they are reached. Everybody in the "
    "channel will see that, people of other organisations as well where it is shared with them."
)
SET_OWNER = "Set owner"
CATALOGUE_ALONE = (
    "From the catalogue alone: a press does not say who reads along here. Mention me with the "
    "question, or use /srm, to see whose job it is in your organisation."
)


def notify(team: str) -> str:
    """A button to tell a team."""
    return label(f"Notify {team}…")


NOTIFY_TITLE = "Tell the team"
NOTIFY_LINE, NOTIFY_LINE_HINT = "A line of your own", "What has happened, or what you need"
NOTIFY_GONE = (
    "That button is of an older answer, and the team or the question behind it is no longer "
    "there. Ask again."
)
NOTIFY_STRANGER = "Only people of the organisation whose teams these are can tell them."
ON_CALL_PAGE = "On call"


def asks_team(user: str, team: str) -> str:
    """Who asks which team."""
    return f"{user} asks {team} about this, from SRM bot"


def notify_what(channel: str) -> str:
    """What the form is about to do."""
    return (
        f"Nothing is sent yet. *Send* posts the answer below to *{channel}* for everybody there to "
        "see, and says that it came from you. Nobody else is mentioned."
    )


def notified(channel: str) -> str:
    """It is there."""
    return f"Sent to {channel}. Whoever reads it there sees that it came from you."


def notify_outside(channel: str) -> str:
    """The bot is no member, or there is no such channel."""
    return (
        f"I am no member of {channel}, or it has another name by now, so nothing was sent. Copy "
        "this text there, or invite me with /invite @srm and press again."
    )


def notify_archived(channel: str) -> str:
    """The channel is closed."""
    return (
        f"{channel} is archived, so nothing was sent. Copy this text to where the team is now, "
        "and tell whoever looks after the overlay."
    )


def notify_refused(channel: str) -> str:
    """Slack said no for another reason."""
    return f"Slack let me post nothing in {channel} just now. Copy this text there."


def open_channel(channel: str) -> str:
    """A link to a channel."""
    return f"Open {channel}"


CHOOSE = "Choose one below, or ask again with its name."
SHARED = "Shared to this channel."
GREETING = (
    "Hello! I say who secures what on AWS: name a service, or ask as you would ask a colleague. "
    'Say "help" for examples. This is your answer:'
)
STALE = (
    "That button is from an older catalogue, and what it stood for is no longer there. Ask "
    "again, or name the service: /srm rds."
)
NOT_SHARED = (
    "Slack did not take that: the button's time is over. Ask once more with /srm and share the "
    "new answer."
)

# The message shortcut.
EXPLAIN_NOTHING = (
    "I found no AWS service and no topic of security in that message. Look one up instead, or "
    "ask: /srm who patches Fargate?"
)


def explain_many(names: Sequence[str]) -> str:
    """A message that names more services than one answer can hold."""
    return f"That message names {joined(names)}. Which one do you mean?"


EXPLAIN_TITLE = "Who secures what"

# The look-up form. Titles hold 24 letters.
FORM_TITLE = "Who secures what on AWS"
FORM_SERVICE, FORM_SERVICE_HINT = "Service", "Type a name, such as RDS"
FORM_TOPIC, FORM_TOPIC_HINT = "Topic", "Everything"
FORM_SUBMIT, FORM_CLOSE = "Look up", "Close"
FORM_STALE = "This service is no longer in the catalogue. Choose another."
SEND_TO, SEND_HINT, SEND = "Send to…", "Choose a conversation", "Send"
WITH_OURS, WITH_OURS_TICK = "What is sent", "Name our teams in it, too"
WITH_OURS_HINT = "Leave it out where people of other organisations read along."
ONLY_OURS = (
    "This list is of your organisation's own. Tick “Name our teams in it, too” to send it, or send "
    "another answer."
)
SENT = "Sent. Whoever reads it there sees that it came from you."
NOT_SENT = (
    "Slack did not take it there, so nothing was sent. Open the form again and choose another "
    "conversation, or copy the answer."
)

SEND_UNSURE = (
    "Slack did not confirm it in time. See whether the answer is there before you send it again."
)
FORM_LATE = "Slack did not open the form in time. Press once more."

# The Home tab.
HOME_HEAD = "Who secures what on AWS"
HOME_WHAT = (
    "Ask what AWS secures and what your team must. Every answer names the page it rests on and "
    "the day that page was read.\n"
    "Mention me in a channel, write to me here under Messages, or type `/srm rds` anywhere."
)
HOME_TRY = "Try one"
HOME_CLASSES = "The layers, from the top down"
IN_DETAIL = "In detail"
HOME_CLASSES_NOTE = (
    "Drawn as most services of each class stand; some differ, so name one for its own answer."
)
HOME_CATALOGUE = "What is in the catalogue"
HOME_PRIVACY = (
    "Privacy: I read only what is sent to me, and I store no message. A conversation's services "
    "and topics are remembered for two hours so that you can ask on."
)


def home_fresh(entries: int, sources: int, newest: str, edition: str) -> str:
    """How much is known, and how fresh it is."""
    return (
        f"{entries} services and ways of running them, resting on {sources} pages, the last of "
        f"them read on {newest} (catalogue {edition})."
    )


def support(whom: str) -> str:
    """Whom to ask."""
    return f"Questions, or something wrong: {whom}"


def migrated(steps: int, place: str) -> str:
    """What bringing the tables up to date came to, and of which database."""
    taken = f"{steps} {'step' if steps == 1 else 'steps'} taken"
    return f"The database is up to date; {taken} ({place})."


def none_installed(place: str) -> str:
    """No workspace's tokens are in a database, so nothing can be said of its keys."""
    return (
        f"No workspace is installed in {place}, so take no key away. Name the database of the bot "
        "in SRM_DATABASE_URL, and run this again."
    )


def resealed(count: int, already: int, lost: int, place: str) -> str:
    """What sealing tokens by another key came to: how many anew, how many were, how many not."""
    said = f"In {place}, sealed by the first key of SRM_ENCRYPTION_KEYS: {count} anew, "
    said += f"{already} already"
    if lost:
        return f"{said}; {lost} by none of the keys. Take no key away yet."
    if count:
        return f"{said}. Run this again; once it says 0 anew, the other keys may go."
    return f"{said}. The other keys may go."


def unsealed(which: str) -> str:
    """An installation whose tokens cannot be opened."""
    return f"Not sealed anew: {which} Add the key that sealed it, or have the app installed again."


ASK_AGAIN = "I was restarted before I could answer this. Please ask me again."
ADMIN_HELP = "You may set whose job a duty is: /srm owner rds backup."
SUPPORT_UNKNOWN = "whoever installed this app in your workspace."
# A layer's mark is fuller the more of it is AWS's; the word beside it says so too.
_MARK = {"customer": "▢", "shared": "◧", "partner": "◇", "aws": "■"}
LAYER_MARKS = frozenset(_MARK.values())
IN_SHORT = "In short, from the top down"
MOSTLY = "As most of its services stand, from the top down"


def layer(owner: str, titles: Sequence[str]) -> str:
    """One layer of the picture of a service or class."""
    return f"{_MARK[owner]} {OWNERS[owner]}: {' · '.join(titles)}"
