"""Which names of a text are not asked about: denied, in brackets, told before, where it goes."""

from __future__ import annotations

import itertools

from bot.record import replace
from bot.understand.clauses import asking_tokens, clauses_of
from bot.understand.direction import direction_of
from bot.understand.ruled_out import denied_before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container

    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen

_SHIELDS = frozenset({"waf", "shield", "network-firewall"})
_VENUES = frozenset({"marketplace"})
_FLOWS = frozenset(
    "land arriv delivery deliver writ send stream export upload ship push load copy".split()
)
_TOWARDS = frozenset("to into".split())
_BACK_TO_ONE = frozenset("there it that this".split())
_JOINS = frozenset("and or plus nor".split())
_BETWEEN = frozenset(
    "the our a an for on in with to amazon aws both either plain normal regular just".split()
)
_IN_A_ROW = _JOINS | _BETWEEN
# Words after which a tool is only what is used: "S3 with KMS", "a function in a VPC".
_USED = frozenset("in with w using use uses via by through inside to into has".split())
_NOT = frozenset("not without never forget isn't aren't".split())
_SEVERAL = 2
_ASKS_FOR = ("responsibility", "everything", "compare", "list", "counting", "question")
_THANKS = frozenset("thanks thx ty cheers bye goodbye".split())
_ASKED_ABOUT = frozenset("asking talking".split())
_AS = frozenset("like unlike".split())
_LEADS_TO = frozenset(
    "asking talking about for on the our in using use of mean meaning concerned with".split()
)
_DETERMINERS = frozenset(
    (
        "the our a an my own their its customer managed sse one same single another each every any "
        "two private public default separate shared"
    ).split()
)

_IF = frozenset("if when once because since while unless whenever although though".split())
# "I want to know if" supposes nothing.
_WONDERS = frozenset(
    "know knows wonder wondering ask asks asking asked check checking see tell say sure unsure "
    "clear unclear understand idea even confirm verify about remember care curious matter".split()
)
_STOPS = frozenset(",;:?!()\n")
_ASKING = frozenset("who whose who's whos then do does".split())
_IT_IS = frozenset(
    "it it's its is are was we we're i use uses run runs using on the that a our they".split()
)


def rivals(seen: Seen) -> bool:
    """Whether names are held against each other, so that each of them is asked about."""
    instead = any(token.text == "instead" for token in seen.tokens)
    return "compare" in seen.signals or instead or direction_of(seen) is not None


def in_a_row(seen: Seen, one: NameSaid, two: NameSaid) -> bool:
    """Whether two names stand in a row: "RDS and KMS", "IAM, S3"."""
    first, last = sorted([one, two], key=lambda name: name.first)
    between = range(first.last, last.first)
    # Most names are far apart, which the first word between them tells.
    if any(seen.tokens[at].text not in _IN_A_ROW for at in between):
        return False
    gaps = "".join(token.gap for token in seen.tokens[first.last : last.first + 1])
    joined = any(seen.tokens[at].text in _JOINS for at in between)
    return joined or bool({",", "/", "&", "+"} & set(gaps))


def listed(seen: Seen, tool: NameSaid) -> bool:
    """Whether a tool stands in a row with topics: "patching, IAM and logging"."""
    topics = {at for _, tokens in seen.topics.where for at in tokens}
    for at, gap in ((tool.first - 1, tool.first), (tool.last, tool.last)):
        step = -1 if at < tool.first else 1
        if not 0 <= at < len(seen.tokens):
            continue
        if seen.tokens[at].text in _JOINS and at + step in topics:
            return True
        if at in topics and {",", "/", "&", "+"} & set(seen.tokens[gap].gap):
            return True
    return False


def used(seen: Seen, tool: NameSaid) -> bool:
    """Whether a tool is only what something is done with: "S3 with KMS"."""
    at = tool.first - 1
    while at >= 0 and seen.tokens[at].text in _DETERMINERS:
        at -= 1
    return at >= 0 and seen.tokens[at].text in _USED


def without_wished(seen: Seen) -> Seen:
    """Without the names that are only thanked or wished well: "happy birthday Macie!"."""
    asks = any(one in seen.signals for one in _ASKS_FOR) or seen.topics.topics
    if "courtesy" not in seen.signals or asks or "?" in seen.text or not seen.names:
        return seen
    wished = "wishes" in seen.signals
    kept = tuple(
        one
        for one in seen.names
        if not (wished or (seen.tokens[one.first - 1].text in _THANKS and one.first))
        or one.how == "context"
    )
    return replace(seen, names=kept)


def without_venues(seen: Seen) -> Seen:
    """Where something was got is not what is asked about: "bought in the AWS Marketplace"."""
    if len(seen.names) < _SEVERAL:
        return seen
    kept = tuple(
        name for name in seen.names if name.service not in _VENUES and not _in_front(seen, name)
    )
    return replace(seen, names=kept) if kept and len(kept) < len(seen.names) else seen


def _in_front(seen: Seen, name: NameSaid) -> bool:
    """Whether another stands in front of it: "CloudFront in front of our bucket"."""
    before = [one.text for one in seen.tokens[max(0, name.first - 4) : name.first]]
    while before and before[-1] in _DETERMINERS:
        before.pop()
    # "A WAF in front of API Gateway" is asked of the gateway.
    other = next((one.service for one in seen.names if one.last <= name.first), None)
    return before[-3:] == ["in", "front", "of"] and other not in _SHIELDS


def without_denied(seen: Seen) -> Seen:
    """Without what is not meant, or only a part of another: "not RDS, Aurora"."""
    if len(seen.names) < _SEVERAL:
        return seen
    kept = tuple(
        name for name in seen.names if not (_denied(seen, name) or _is_feature(seen, name))
    )
    return replace(seen, names=kept) if kept and len(kept) < len(seen.names) else seen


def without_bracketed(seen: Seen, tools: Container[str | None]) -> Seen:
    """Without what only brackets name, unless only `tools` stand outside: "patches on RDS (ELB +
    EC2 + RDS app)".
    """
    inside: set[int] = set()
    depth = 0
    for at, token in enumerate(seen.tokens):
        depth = max(0, depth + token.gap.count("(") - token.gap.count(")"))
        inside |= {at} if depth else set()
    kept = tuple(one for one in seen.names if one.first not in inside)
    last = seen.names[-1]
    alone = len(kept) == len(seen.names) - 1 and last.first in inside
    if all(one.service in tools for one in kept) or (alone and last.last == len(seen.tokens)):
        # "Is our own KMS key rotated by us (S3)?" is no question about KMS.
        return seen
    return replace(seen, names=kept)


def _is_feature(seen: Seen, name: NameSaid) -> bool:
    """Whether a word for what many services have stands beside one of them."""
    if name.said.lower().removesuffix("s") != "load balancer":
        return False
    return not any(in_a_row(seen, name, one) for one in seen.names if one is not name)


def _denied(seen: Seen, name: NameSaid) -> bool:
    """Whether "not" leads to a name, nothing between but what leads to names."""
    at = name.first - 1
    while at >= 0 and seen.tokens[at].text in _LEADS_TO and not _apart(seen, at + 1):
        at -= 1
    if at < 0 or _apart(seen, at + 1):
        return False
    if seen.tokens[at].text in _AS:
        # "The usual deal as for RDS" asks nothing of RDS, "databases like RDS or Aurora" does.
        return not any(in_a_row(seen, name, other) for other in seen.names if other is not name)
    if at and seen.tokens[at].text == "instead":
        # "Instead of asking about EKS" moves nowhere.
        return any(token.text in _ASKED_ABOUT for token in seen.tokens[at : name.first])
    denied = seen.tokens[at].text in _NOT or denied_before(seen.tokens, name.first)
    return denied and not name.again


def _apart(seen: Seen, at: int) -> bool:
    return at < len(seen.tokens) and bool(set(",.;:?!\n") & set(seen.tokens[at].gap))


def without_destinations(seen: Seen) -> Seen:
    """Drop where something of another service goes: "RDS engine logs to S3"."""
    said = seen.topics.tokens
    kept = tuple(
        name
        for name in seen.names
        if not (
            name.first > 1
            and seen.tokens[name.first - 1].text in _TOWARDS
            and (name.first - 2 in said or seen.tokens[name.first - 2].stem in _FLOWS)
            and name is not seen.names[0]
            and not name.again
        )
    )
    return replace(seen, names=kept) if kept else seen


def without_supposed(seen: Seen, tools: Container[str | None]) -> Seen:
    """Without what only a condition names: "RDS: if Lambda connects, who encrypts the way?".

    Of `tools` it says the topic, so they stay.
    """
    tokens, inside = seen.tokens, set[int]()
    for at, token in enumerate(tokens):
        if token.text in _IF and not (at and tokens[at - 1].text in _WONDERS):
            end = next((i for i in range(at + 1, len(tokens)) if _ends_condition(seen, i)), None)
            inside |= set(range(at, len(tokens) if end is None else end))
    kept = tuple(
        one
        for one in seen.names
        if not inside.issuperset((one.first, *one.again))
        or one.service in tools
        or _is_it(seen, one)
    )
    return seen if all(one.service in tools for one in kept) else replace(seen, names=kept)


def _ends_condition(seen: Seen, at: int) -> bool:
    """Whether a condition is over before a token."""
    token = seen.tokens[at]
    return not _STOPS.isdisjoint(token.gap) or token.text in _ASKING


def _is_it(seen: Seen, name: NameSaid) -> bool:
    """Whether a condition says what is spoken of: "if it's Aurora", "when we use Fargate"."""
    at = name.first - 1
    if seen.tokens[at].text in _IF:
        # "If Aurora, who …" says so; "when EBS encryption is on" does not.
        return name.last >= len(seen.tokens) or _ends_condition(seen, name.last)
    while at >= 0 and seen.tokens[at].text in _IT_IS:
        at -= 1
    return at >= 0 and seen.tokens[at].text in _IF


def _last_told(seen: Seen, asking: frozenset[int]) -> tuple[NameSaid, ...]:
    """The names spoken of last, where the question points back: "… Who patches it?"."""
    if not _BACK_TO_ONE & {seen.tokens[at].text for at in asking}:
        return ()
    for clause in reversed(clauses_of(seen.tokens)):
        names = tuple(one for one in seen.names if {one.first, *one.again} & set(clause))
        if names:
            return names
    return ()


def without_told(seen: Seen) -> Seen:
    """Drop names of the story before a question that names its own service.

    "I asked about S3 elsewhere, but who handles RDS security groups?" asks about RDS.
    """
    asking = asking_tokens(seen.tokens, seen.text)
    asked = tuple(name for name in seen.names if not asking.isdisjoint((name.first, *name.again)))
    asked = asked or _last_told(seen, asking)
    known = frozenset(asked)
    told = [name for name in seen.names if name not in known]
    if not asked or not told:
        return seen
    if any(in_a_row(seen, one, two) for one, two in itertools.product(asked, told)):
        return seen
    return replace(seen, names=asked)
