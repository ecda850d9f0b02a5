"""Who only brings the news: "Security Hub flags our bucket, who fixes it?" asks about S3."""

from __future__ import annotations

from bot.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen

# Services of these categories find things out about others.
_FIND_OUT = frozenset({"security", "management"})
_REPORTS = frozenset(
    (
        "says say said flags flag flagged reports report reported complains complain complained "
        "found finds shows show showed detects detected alerts alerted warns warned tells told "
        "marks marked lists listed screams shouts thinks noticed notices spotted caught raised "
        "raises fires fired claims moans whines yells nags nagged shouting complaining flagging "
        "screaming warning reporting nagging alerting whining yelling barking"
    ).split()
)
_OF_REPORTS = frozenset("by per to from in via".split())
_LED_BY = frozenset("according flagged found reported detected marked listed shown red".split())
# What it is that reports: "Config rule", "GuardDuty finding".
_PIECE = frozenset(
    "rule rules check checks finding findings alert alerts control controls scan has just also "
    "keeps our the new report report's".split()
)
_ABOUT = frozenset("for on about against".split())
_NEAR, _TWO = 3, 2


def without_reporters(catalogue: Catalogue, seen: Seen) -> Seen:
    """Without the names that only report on another one."""
    if len(seen.names) < _TWO:
        # "Who fixes the security groups flagged by Security Hub?" asks across the classes.
        told = bool(seen.names) and bool(seen.topics.strong) and _is_source(seen, seen.names[0])
        told = told and not any(token.text == "found" for token in seen.tokens)
        finds = told and catalogue.services[seen.names[0].service or ""].category in _FIND_OUT
        return replace(seen, names=()) if finds else seen
    kept = tuple(
        name
        for name in seen.names
        if catalogue.services[name.service or ""].category not in _FIND_OUT
        or not (_reports(seen, name) or _is_source(seen, name))
    )
    return replace(seen, names=kept) if kept else seen


def _reports(seen: Seen, name: NameSaid) -> bool:
    """Whether a verb of reporting follows, or a piece of it and what that is about."""
    if not any(name.last <= other.first for other in seen.names):
        return False
    words = [token.text for token in seen.tokens[name.last : name.last + _NEAR]]
    for at, word in enumerate(words):
        piece = at or seen.tokens[name.last - 1].text in _PIECE
        if word in _REPORTS or (piece and word in _ABOUT):
            return True
        if word not in _PIECE:
            return False
    return False


def _is_source(seen: Seen, name: NameSaid) -> bool:
    """Whether it is named as where something was read: "flagged by Inspector"."""
    before = [token.text for token in seen.tokens[max(0, name.first - _TWO) : name.first]]
    return len(before) == _TWO and before[0] in _LED_BY and before[1] in _OF_REPORTS
