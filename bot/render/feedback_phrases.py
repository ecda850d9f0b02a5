"""What the bot says about answers that people judge."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

HELPFUL, WRONG = "Helpful", "Wrong or stale"
HELPFUL_LABEL = "This answer was helpful"
WRONG_LABEL = "This answer is wrong or stale: say what, and get the place to fix it"

MODAL_TITLE, MODAL_SEND, MODAL_CLOSE = "Wrong or stale?", "Send", "Cancel"
WHICH, WHICH_HINT = "Which entry?", "Choose an entry"
WORDS, WORDS_HINT = "What is wrong?", "What it says, and what is true"
LINK, LINK_HINT = "A page that says so", "https://docs.aws.amazon.com/…"
KEPT_NOTICE = (
    "Sent are the entries and topics of the answer and what you write here, for those who look "
    "after the catalogue; neither your name nor your question."
)
DONE_TITLE, DONE_CLOSE = "Thank you", "Close"
KEPT = "It is noted for those who look after the catalogue."
NOT_KEPT = "I could not note it just now, so please tell it yourself: the place is below."
FIX_IT = "You can also mend it: each fact is one sentence with its source."
WRITE_ISSUE = "Write an issue, filled in"
TELL = "Tell whoever runs this bot where the fact stands."

STALE = (
    "That answer is from an older catalogue, and what it was about is no longer there. Ask again, "
    "and judge the new answer."
)
TOO_LATE = "Slack did not let me open the form in time. Press “Wrong or stale” once more."


def place(file: str, line: int) -> str:
    """Where a fact stands, for people without a link to it."""
    return f"data/{file}, line {line}"


def more_places(count: int) -> str:
    """Entries that are not shown."""
    return f"and {count} more"


def issue_title(entries: Sequence[str], topics: Sequence[str]) -> str:
    """The title of an issue about facts."""
    shown = ", ".join(entries[:3]) + (" …" if len(entries) > 3 else "")
    return f"fix: {shown} {', '.join(topics)}".strip() if len(topics) == 1 else f"fix: {shown}"


def issue_body(places: Sequence[str], edition: str, words: str, link: str) -> str:
    """An issue about facts, with what the person chose to add."""
    lines = [f"- {one}" for one in places]
    return "\n".join(
        [
            "An answer of SRM bot is wrong or stale.",
            "",
            "It rests on:",
            *lines,
            f"- catalogue {edition}",
            "",
            "What is wrong:",
            words or "…",
            "",
            "A page that says so:",
            link or "…",
        ]
    )


def feedback_line(when: str, verdict: str, about: str, edition: str) -> str:
    """One judgement, for whoever looks after the catalogue."""
    said = {"helpful": "helpful", "wrong": "wrong or stale"}.get(verdict, verdict)
    return f"{when}  {said}: {about} (catalogue {edition})"


NO_QUESTIONS = (
    "No question was written down yet: each process does so once a minute and at its end."
)


def asked_since(day: str, questions: int) -> str:
    """How many questions were asked, above how many of which kind."""
    return f"Questions since {day}: {questions}."


def unanswered(questions: int) -> str:
    """How many questions got no facts, above the entries that came nearest."""
    return f"Without a factual answer: {questions}. By kind, and the entry that came nearest:"


NO_FEEDBACK = "Nobody has judged an answer yet."


def nothing_kept(team: str, place: str) -> str:
    """Nothing is kept of a workspace, or of none that is called so."""
    return f"Nothing is kept of {team[:60]!r} in {place}: name the workspace's id (T…)."


def forgotten(rows: int) -> str:
    """All that was kept of a workspace is deleted."""
    return f"{rows} row deleted." if rows == 1 else f"{rows} rows deleted."
