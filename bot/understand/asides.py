"""Names that only say more of another one: a tool, a part, a parent, a story told before.

"IAM on RDS" is identity on RDS; "an EFS volume in Fargate" is a case of Fargate's own.
"""

from __future__ import annotations

import itertools

from bot.catalogue.names import short
from bot.record import replace
from bot.understand.cases import cases_found
from bot.understand.clauses import asking_tokens, clauses_of
from bot.understand.direction import direction_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen

_BACK = frozenset("there it that them".split())
_VENUES = frozenset({"marketplace"})
_TOWARDS = frozenset("to into".split())
_BACK_TO_ONE = frozenset("there it that this".split())
_JOINS = frozenset("and or plus nor".split())
_BETWEEN = frozenset(
    "the our a an for on in with to amazon aws both either plain normal regular just".split()
)
# Words after which a tool is only what is used: "S3 with KMS", "a function in a VPC".
_USED = frozenset("in with w using use uses via by through inside to into has".split())
_NOT = frozenset("not without never forget isn't aren't".split())
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


class Asides:
    """Knows which names of a text qualify another one of it, in one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._topics = {
            tool: topic.id for topic in catalogue.topics.values() for tool in topic.tools
        }

    def fold(self, seen: Seen) -> Seen:
        """Keep the names that are asked about; what the others say becomes topic or case."""
        if self._tools_listed(seen):
            topics = tuple(self._topics[name.service or ""] for name in seen.names)
            return replace(seen, names=(), topics=replace(seen.topics, topics=topics, weak=False))
        seen = _without_denied(_without_venues(seen))
        if len(seen.names) < 2 or _rivals(seen):
            return seen
        for step in (
            self._parents,
            self._conditions,
            self._tools,
            _destinations,
            _told,
            self._with_parts,
        ):
            seen = step(seen) if len(seen.names) > 1 else seen
        return seen

    def _tools_listed(self, seen: Seen) -> bool:
        """Whether services are asked for by a tool's topic: "all services where IAM is ours"."""
        if not seen.names or not ("list" in seen.signals or "counting" in seen.signals):
            return False
        many = any(token.text in ("services", "databases") for token in seen.tokens)
        return many and all(name.service in self._topics for name in seen.names)

    def topic_there(self, seen: Seen) -> str | None:
        """The topic of the only name, a tool, where the text points back: "IAM there"."""
        if len(seen.names) != 1 or not _BACK & {token.text for token in seen.tokens}:
            return None
        return self._topics.get(seen.names[0].service or "")

    def _parents(self, seen: Seen) -> Seen:
        """Drop a service beside one way of running it: "self-managed nodes on the EKS AMI"."""
        services = self._catalogue.services
        variants = [name for name in seen.names if services[name.service or ""].variant_of]
        parents = {services[name.service or ""].variant_of for name in variants}
        kept = tuple(
            name
            for name in seen.names
            if any(_row(seen, name, other) for other in variants)
            or not (name.service in parents or self._inside(name, variants))
        )
        return replace(seen, names=kept)

    def _inside(self, name: NameSaid, variants: Sequence[NameSaid]) -> bool:
        """Whether a variant's own name holds this one: "EMR on EC2" holds EC2."""
        own = f" {short(self._catalogue.services[name.service or ''].name)} "
        return any(
            own in f" {self._catalogue.services[one.service or ''].name} "
            for one in variants
            if one is not name
        )

    def _conditions(self, seen: Seen) -> Seen:
        """Drop a name whose words say a case of another: "an EFS volume in Fargate"."""
        topics = (*seen.topics.topics, *seen.topics.beside)
        parts: set[str | None] = set()
        wholes: set[str | None] = set()
        for name in seen.names:
            found = cases_found(self._catalogue, [name.service or ""], topics, seen)
            said = frozenset(at for case in found for at in case.tokens)
            for other in seen.names:
                inside = bool(said & set(range(other.first, other.last)))
                if other is not name and inside and not _row(seen, name, other):
                    parts.add(other.service)
                    wholes.add(name.service)
        kept = tuple(one for one in seen.names if one.service not in parts - wholes)
        return replace(seen, names=kept) if kept else seen

    def _tools(self, seen: Seen) -> Seen:
        """Turn tools named beside one other service into the topics that they serve."""
        tools = [name for name in seen.names if name.service in self._topics]
        others = [name for name in seen.names if name.service not in self._topics]
        if not others:
            tools, others = self._subject_of_tools(seen, tools)
        serve = all(self._serves(seen, tool, other) for tool in tools for other in others)
        if not others or not serve:
            return seen
        said = seen.topics
        kept = () if said.weak or said.mild else said.topics
        added = [
            self._topics[tool.service or ""]
            for tool in tools
            if not kept or _listed(seen, tool) or self._topics[tool.service or ""] in kept
        ]
        topics = tuple(dict.fromkeys((*kept, *added)))
        return replace(seen, names=tuple(others), topics=replace(said, topics=topics, weak=False))

    def _with_parts(self, seen: Seen) -> Seen:
        """Keep the one whose part is asked about: "Lambda calls DynamoDB, who owns the table?"."""
        asking = asking_tokens(seen.tokens, seen.text)
        named = {at for one in seen.names for at in range(one.first, one.last)}
        if asking & named or any(
            _row(seen, *pair) for pair in itertools.combinations(seen.names, 2)
        ):
            return seen
        nouns = [seen.tokens[at].text for at in sorted(asking)]
        kept = tuple(
            one
            for one in seen.names
            if any(self._has_part(one.service or "", noun) for noun in nouns)
        )
        return replace(seen, names=kept) if len(kept) == 1 else seen

    def _has_part(self, service: str, noun: str) -> bool:
        """Whether people name a service by this part of it: "DynamoDB table"."""
        one = self._catalogue.services[service]
        own = short(one.name).lower()
        stem = noun.removesuffix("s")
        return any(alias in (f"{own} {stem}", f"{own} {stem}s") for alias in one.aliases)

    def _subject_of_tools(
        self, seen: Seen, tools: Sequence[NameSaid]
    ) -> tuple[list[NameSaid], list[NameSaid]]:
        """Of tools alone, the one whose topic is not asked: "SSE-KMS on CloudTrail"."""
        asked = set(seen.topics.topics)
        serving = [tool for tool in tools if self._topics[tool.service or ""] in asked]
        rest = [tool for tool in tools if tool not in serving]
        return (serving, rest) if len(rest) == 1 else ([], list(tools))

    def _serves(self, seen: Seen, tool: NameSaid, other: NameSaid) -> bool:
        """Whether a tool is only the means of what is asked of the other service."""
        if _row(seen, tool, other):
            return False
        said = seen.topics
        open_ = not said.topics or said.weak or said.mild
        asked = open_ or self._topics[tool.service or ""] in said.topics
        return asked or _listed(seen, tool) or _used(seen, tool)


def _rivals(seen: Seen) -> bool:
    instead = any(token.text == "instead" for token in seen.tokens)
    return "compare" in seen.signals or instead or direction_of(seen) is not None


def _row(seen: Seen, one: NameSaid, two: NameSaid) -> bool:
    """Whether two names stand in a row: "RDS and KMS", "IAM, S3"."""
    first, last = sorted([one, two], key=lambda name: name.first)
    between = [token.text for token in seen.tokens[first.last : last.first]]
    gaps = "".join(token.gap for token in seen.tokens[first.last : last.first + 1])
    joined = bool(_JOINS & set(between)) or bool({",", "/", "&", "+"} & set(gaps))
    return joined and set(between) <= _JOINS | _BETWEEN


def _listed(seen: Seen, tool: NameSaid) -> bool:
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


def _used(seen: Seen, tool: NameSaid) -> bool:
    at = tool.first - 1
    while at >= 0 and seen.tokens[at].text in _DETERMINERS:
        at -= 1
    return at >= 0 and seen.tokens[at].text in _USED


def _without_venues(seen: Seen) -> Seen:
    """Where something was got is not what is asked about: "bought in the AWS Marketplace"."""
    kept = tuple(name for name in seen.names if name.service not in _VENUES)
    return replace(seen, names=kept) if kept and len(kept) < len(seen.names) else seen


def _without_denied(seen: Seen) -> Seen:
    """Without what is not meant, or only a part of another: "not RDS, Aurora"."""
    kept = tuple(
        name for name in seen.names if not (_denied(seen, name) or _is_feature(seen, name))
    )
    return replace(seen, names=kept) if kept and len(kept) < len(seen.names) else seen


def _is_feature(seen: Seen, name: NameSaid) -> bool:
    """Whether a word for what many services have stands beside one of them."""
    other = any(_row(seen, name, one) for one in seen.names if one is not name)
    return name.said.lower().removesuffix("s") == "load balancer" and not other


def _denied(seen: Seen, name: NameSaid) -> bool:
    """Whether "not" leads to a name, nothing between but what leads to names."""
    at = name.first - 1
    while at >= 0 and seen.tokens[at].text in _LEADS_TO and not _apart(seen, at + 1):
        at -= 1
    if at < 0 or _apart(seen, at + 1):
        return False
    if seen.tokens[at].text in _AS:
        # "The usual deal as for RDS" asks nothing of RDS, "databases like RDS or Aurora" does.
        return not any(_row(seen, name, other) for other in seen.names if other is not name)
    return seen.tokens[at].text in _NOT and not name.again


def _apart(seen: Seen, at: int) -> bool:
    return at < len(seen.tokens) and bool(set(",.;:?!\n") & set(seen.tokens[at].gap))


def _destinations(seen: Seen) -> Seen:
    """Drop where something of another service goes: "RDS engine logs to S3"."""
    said = seen.topics.tokens
    kept = tuple(
        name
        for name in seen.names
        if not (
            name.first > 1
            and seen.tokens[name.first - 1].text in _TOWARDS
            and name.first - 2 in said
            and name is not seen.names[0]
            and not name.again
        )
    )
    return replace(seen, names=kept) if kept else seen


def _last_told(seen: Seen, asking: frozenset[int]) -> tuple[NameSaid, ...]:
    """The names spoken of last, where the question points back: "… Who patches it?"."""
    if not _BACK_TO_ONE & {seen.tokens[at].text for at in asking}:
        return ()
    for clause in reversed(clauses_of(seen.tokens)):
        names = tuple(one for one in seen.names if {one.first, *one.again} & set(clause))
        if names:
            return names
    return ()


def _told(seen: Seen) -> Seen:
    """Drop names of the story before a question that names its own service.

    "I asked about S3 elsewhere, but who handles RDS security groups?" asks about RDS.
    """
    asking = asking_tokens(seen.tokens, seen.text)
    asked = tuple(name for name in seen.names if not asking.isdisjoint((name.first, *name.again)))
    asked = asked or _last_told(seen, asking)
    told = [name for name in seen.names if name not in asked]
    if not asked or not told:
        return seen
    if any(_row(seen, one, two) for one, two in itertools.product(asked, told)):
        return seen
    return replace(seen, names=asked)
