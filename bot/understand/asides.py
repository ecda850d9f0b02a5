"""Names that only say more of another one: a tool, a part, a parent, a story told before.

"IAM on RDS" is identity on RDS; "an EFS volume in Fargate" is a case of Fargate's own.
"""

from __future__ import annotations

import itertools

from bot.catalogue.names import short
from bot.record import replace
from bot.understand.cases import cases_found, with_words_of
from bot.understand.clauses import asking_tokens
from bot.understand.listing import asks_list
from bot.understand.mingled import without_mingled
from bot.understand.names import tokens_taken
from bot.understand.reported import without_reporters
from bot.understand.unasked import (
    in_a_row,
    listed,
    rivals,
    used,
    without_bracketed,
    without_denied,
    without_destinations,
    without_supposed,
    without_told,
    without_venues,
    without_wished,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen

_SERVICES = frozenset("services ones offerings".split())
_LONG, _MANY = 5, 20
_FULL = frozenset(".?!;\n")
_BACK = frozenset("there it that them".split())


class Asides:
    """Knows which names of a text qualify another one of it, in one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._topics = catalogue.tools
        self._kinds = {said for one in catalogue.categories.values() for said in one.said_as}

    def fold(self, seen: Seen) -> Seen:
        """Keep the names that are asked about; what the others say becomes topic or case."""
        if self._tools_listed(seen):
            topics = tuple(self._topics[name.service or ""] for name in seen.names)
            return replace(seen, names=(), topics=replace(seen.topics, topics=topics, weak=False))
        seen = without_denied(without_venues(without_wished(self._without_kinds(seen))))
        seen = without_reporters(self._catalogue, without_mingled(self._catalogue, seen))
        if len(seen.names) < 2 or rivals(seen):
            return seen
        seen = self._parents(without_supposed(seen, self._topics))
        seen = without_bracketed(seen, self._topics)
        for step in (
            self._conditions,
            self._tools,
            self._with_parts,
            without_destinations,
            without_told,
        ):
            seen = step(seen) if len(seen.names) > 1 else seen
        return seen

    def _without_kinds(self, seen: Seen) -> Seen:
        """Without names that only say which services to list: "machine learning services"."""
        if not seen.names or not asks_list(seen):
            return seen
        kept = tuple(
            one
            for one in seen.names
            if one.last >= len(seen.tokens)
            or seen.tokens[one.last].text not in _SERVICES
            or one.said.lower() not in self._kinds
        )
        return replace(seen, names=kept) if len(kept) < len(seen.names) else seen

    def _tools_listed(self, seen: Seen) -> bool:
        """Whether services are asked for by a tool's topic: "all services where IAM is ours"."""
        if not seen.names or not ("list" in seen.signals or "counting" in seen.signals):
            return False
        many = any(token.text in ("services", "databases") for token in seen.tokens)
        return many and all(name.service in self._topics for name in seen.names)

    def topic_there(self, seen: Seen) -> str | None:
        """The topic of the only name, a tool, where the text points back: "IAM there"."""
        words = {token.text for token in seen.tokens}
        if len(seen.names) != 1 or not _BACK & words or "itself" in words:
            return None
        after = seen.tokens[seen.names[0].last :]
        if any(not _FULL.isdisjoint(one.gap) for one in after):
            # "So WAF. Who writes the rules in there?" asks of WAF.
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
            if any(in_a_row(seen, name, other) for other in variants)
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
        if len(seen.names) > _MANY:
            # Of so many none is a condition, and each would be held against each.
            return seen
        asked = asking_tokens(seen.tokens, seen.text)
        rowed = {
            name.first
            for pair in itertools.pairwise(sorted(seen.names, key=lambda one: one.first))
            if in_a_row(seen, *pair)
            for name in pair
        }
        parts: set[str | None] = set()
        wholes: set[str | None] = set()
        for name in seen.names:
            found = cases_found(self._catalogue, [name.service or ""], topics, seen, loosely=True)
            said = frozenset(
                at for case in found for at in with_words_of(self._catalogue, case, seen)
            )
            own = asked & {name.first, *name.again}
            for other in seen.names:
                inside = bool(said & set(range(other.first, other.last)))
                # "We use CloudFormation for RDS. Who backs up RDS?" asks of RDS.
                inside = inside and not (asked & {other.first, *other.again} and not own)
                if other is not name and inside and other.first not in rowed:
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
            if not kept or listed(seen, tool) or self._topics[tool.service or ""] in kept
        ]
        topics = tuple(dict.fromkeys((*kept, *added)))
        if said.sweep and added and set(added) < set(kept):
            # "KMS encryption" says which of the two that encryption alone would mean.
            said, topics = replace(said, beside=(), sweep=None), tuple(dict.fromkeys(added))
        return replace(seen, names=tuple(others), topics=replace(said, topics=topics, weak=False))

    def _with_parts(self, seen: Seen) -> Seen:
        """Keep the one whose part is asked about: "Lambda calls DynamoDB, who owns the table?"."""
        asking = asking_tokens(seen.tokens, seen.text)
        named = tokens_taken(seen.names)
        if asking & named or any(
            in_a_row(seen, *pair) for pair in itertools.combinations(seen.names, 2)
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
        if len(stem) >= _LONG and own.endswith(stem) and " " not in own:
            # "The cache", of ElastiCache.
            return True
        return any(alias in (f"{own} {stem}", f"{own} {stem}s") for alias in one.aliases)

    def _subject_of_tools(
        self, seen: Seen, tools: Sequence[NameSaid]
    ) -> tuple[list[NameSaid], list[NameSaid]]:
        """Of tools alone, the one whose topic is not asked: "SSE-KMS on CloudTrail"."""
        asked = set(seen.topics.topics)
        serving = [tool for tool in tools if self._topics[tool.service or ""] in asked]
        rest = [tool for tool in tools if tool not in serving]
        if not rest:
            # "IAM permissions in Secrets Manager": the one is but the topic's words.
            serving = [tool for tool in tools if self._words_topic(seen, tool)]
            rest = [tool for tool in tools if tool not in serving]
        return (serving, rest) if serving and len(rest) == 1 else ([], list(tools))

    def _words_topic(self, seen: Seen, tool: NameSaid) -> bool:
        """Whether a tool's name only leads to a word for its topic: "IAM permissions"."""
        where = dict(seen.topics.where).get(self._topics[tool.service or ""], frozenset())
        after, before = tool.last, tool.first - 1
        # French and its sisters put it before: "les droits IAM".
        led = before in where and seen.tokens[tool.first].gap == " "
        return led or (after in where and not seen.tokens[after].gap.strip())

    def _serves(self, seen: Seen, tool: NameSaid, other: NameSaid) -> bool:
        """Whether a tool is only the means of what is asked of the other service."""
        if in_a_row(seen, tool, other):
            return False
        said = seen.topics
        open_ = not said.topics or said.weak or said.mild
        asked = open_ or self._topics[tool.service or ""] in said.topics
        return asked or listed(seen, tool) or used(seen, tool)
