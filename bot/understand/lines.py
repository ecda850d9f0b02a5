"""Questions and conversations as lines of ids, to be kept, and back. No word of a person's.

What is read back is checked against the catalogue of today.
"""

from __future__ import annotations

import json

from bot.record import record, replace
from bot.understand.question import CaseSaid, Context, Mention, Question
from bot.understand.recipe import case_line, case_read, read, stance_line, stance_read, write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from bot.catalogue.model import Catalogue

_TEXTS = ("sweep", "kind", "account", "environment", "owner", "class_", "category")
_SERVICES, _TOPICS = ("services", "earlier", "candidates"), ("topics", "beside")
_LONGEST = 4000


@record
class Kept:
    """A question that was read back; the organisation's account or environment it was about."""

    question: Question
    account: str | None = None
    environment: str | None = None


def question_line(question: Question, catalogue: Catalogue, where: Context | None = None) -> str:
    """`question` as a line of ids; empty where another question would be read back.

    `where` holds the place that it is about, if it is about one.
    """
    if question.kind == "help":
        return json.dumps({"k": "help"})
    recipe = write(question, catalogue)
    again = read(recipe, catalogue)
    if again is None or _bare(again.question) != _bare(question):
        return ""
    account, environment = (where.account, where.environment) if where else (None, None)
    return json.dumps({"r": recipe, "a": account, "e": environment})


def read_question(line: str, catalogue: Catalogue) -> Kept | None:
    """What a line holds; None for nothing, and where the catalogue no longer knows it."""
    said = _read(line)
    if said.get("k") == "help":
        return Kept(question=Question(text="", kind="help"))
    found = read(said.get("r"), catalogue)
    if found is None:
        return None
    return Kept(question=found.question, account=said.get("a"), environment=said.get("e"))


def _read(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line) if line else {}
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _bare(question: Question) -> Question:
    """What of a question decides its answer."""
    mentions = tuple(Mention(service=one.service, said="", how="id") for one in question.mentions)
    return replace(question, text="", mentions=mentions, candidates=())


def context_line(context: Context | None, catalogue: Catalogue) -> str:
    """What a conversation remembers as a line of ids; empty for nothing."""
    if context is None:
        return ""
    said: dict[str, Any] = {name: getattr(context, name) for name in _TEXTS}
    said |= {name: list(getattr(context, name)) for name in (*_SERVICES, *_TOPICS)}
    said["cases"] = [case_line(one, catalogue) for one in context.cases]
    said["stance"] = stance_line(context.stance)
    kept = {name: value for name, value in said.items() if value}
    line = json.dumps(kept, separators=(",", ":"))
    return line if len(line) <= _LONGEST else ""


def read_context(line: str, catalogue: Catalogue) -> Context | None:
    """What a line remembers; None for nothing, and where the catalogue no longer knows it."""
    said = _read(line)
    lists: dict[str, Any] = {name: tuple(said.get(name, ())) for name in (*_SERVICES, *_TOPICS)}
    services = {one for name in _SERVICES for one in lists[name]}
    topics = {one for name in _TOPICS for one in lists[name]}
    if not said or not (services <= set(catalogue.services) and topics <= set(catalogue.topics)):
        return None
    texts: dict[str, Any] = {name: said.get(name) for name in _TEXTS}
    try:
        stance = stance_read(said.get("stance"))
    except (ValueError, TypeError):
        stance = None
    return Context(**lists, **texts, cases=_cases(said.get("cases"), catalogue), stance=stance)


def _cases(said: object, catalogue: Catalogue) -> tuple[CaseSaid, ...]:
    """The conditions that were said; none where one is gone, for they are told by their words."""
    try:
        return tuple(case_read(one, catalogue) for one in said) if isinstance(said, list) else ()
    except (ValueError, TypeError):
        return ()
