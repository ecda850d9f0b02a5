"""What a text asks that is none of the topics: it is said, and never answered as something else."""

from __future__ import annotations

from bot.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.understand.question import Kind, Question
    from bot.understand.seen import Seen

# What people fear that AWS's own staff might do, and where AWS's pages speak of it.
_REACH = frozenset(
    (
        "access read reads see look looks view views spy snoop peek decrypt ssh login log get "
        "enter touch open reach browse watch inspect"
    ).split()
)
_ASKS = frozenset("can could does do is are may might will would has have did".split())
_NEVER = frozenset("doesn't can't cannot never won't don't couldn't doesnt cant wont".split())
_SPOKEN = frozenset("aws amazon they".split())
# "Does AWS see to it?" asks who does it.
_AFTER = frozenset("to after logs log at".split())
_LOOKS = frozenset("read see view spy snoop peek decrypt access look".split())
_WHO = frozenset("who whose whom who's whos responsible responsibility".split())
_BELOW = ("identity", "data")
_ANSWERED = ("duty", "service", "compare", "overview", "class", "list")


def with_outside(question: Question, seen: Seen) -> Question:
    """The question with what lies outside; access by AWS's people becomes access and data."""
    if _insiders(seen) and question.kind in ("duty", "service", "overview", "ignore", "class"):
        kind = "duty" if question.mentions else "overview"
        return replace(
            question,
            kind=kind,
            topics=_BELOW,
            beside=(),
            sweep=None,
            stance=None,
            class_=None,
            classes=(),
            outside=("insiders",),
        )
    apart = "how" in seen.signals or "outside" in seen.signals
    if not apart or question.kind not in _ANSWERED or not question.mentions:
        return question
    if "outside" in seen.signals and not seen.topics.where:
        # "Who pays for S3?" asks nothing of what the turn before was about.
        kind = _whole(question)
        return replace(question, kind=kind, topics=(), beside=(), sweep=None, outside=("prices",))
    if _WHO & {token.text for token in seen.tokens}:
        return question
    return replace(question, outside=("how",) if "how" in seen.signals else ("prices",))


def _whole(question: Question) -> Kind:
    return "service" if question.kind == "duty" else question.kind


def _insiders(seen: Seen) -> bool:
    """Whether it asks if AWS's own people can get at what is the customer's."""
    if "aws_party" not in seen.signals and "insiders" not in seen.signals:
        return False
    words = [token.text for token in seen.tokens]
    if "insiders" in seen.signals:
        return bool(_REACH & set(words)) and not seen.topics.sweeps
    if _WHO & set(words):
        # "Can AWS see our keys, who manages them?" asks who manages them.
        return False
    for at in range(1, len(words) - 1):
        asked = words[at] in _SPOKEN and words[at - 1] in _ASKS
        then = words[at + 2 : at + 3]
        if asked and words[at + 1] in _LOOKS and not _AFTER & set(then) - {"at"}:
            return True
        told = words[at - 1 : at] and words[at - 1] in _SPOKEN and words[at] in _ASKS | _NEVER
        if told and words[at + 1] in _LOOKS and not _AFTER & set(then) - {"at"}:
            # "AWS doesn't look into our objects, right?"
            return True
    return False
