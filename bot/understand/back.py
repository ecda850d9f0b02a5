"""What a turn points back to by other words than names: "the API one", "with our key"."""

from __future__ import annotations

import itertools

from bot.catalogue.names import short
from bot.record import replace
from bot.understand.followup import carries_on, carry_on, remembered
from bot.understand.unasked import used
from bot.understand.words import words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameIndex
    from bot.understand.question import Context
    from bot.understand.seen import Seen

_THE = frozenset({"the", "that", "our"})
_ONE = frozenset({"one", "ones"})
# With a firewall or a login, a turn may go on to that one.
_ENCRYPT = frozenset({"encryption-at-rest", "encryption-in-transit"})
_ITSELF = frozenset("itself same no not meant mean instead".split())
_SHORTEST = 3
_TWO, _FEW, _IAM = 2, 9, "iam"
_MAKERS = frozenset({"aws", "amazon"})
_ONLY = frozenset("only just".split())
# What may stand round the words that complete a name.
_AROUND = frozenset(
    (
        "and or what about the one ones on in with for if it's its is it a we use then ok so sorry "
        "oops flavor flavour version variant kind type same question please pls no not i meant "
        "mean rather actually instead of course"
    ).split()
)


class Back:
    """Knows what turns point back to, in one catalogue."""

    def __init__(self, catalogue: Catalogue, names: NameIndex) -> None:
        self._catalogue, self._names = catalogue, names
        self._encrypting = frozenset(one for one, of in catalogue.tools.items() if of in _ENCRYPT)

    def one_of(self, seen: Seen, before: Context) -> Seen | None:
        """The one of the services spoken of that "the API one" means, asked about."""
        if any(name.how != "context" for name in seen.names if not name.common):
            return None
        words = [token.text for token in seen.tokens]
        if before.earlier and "other one" in " ".join(words):
            one = seen if seen.topics.strong else carry_on(seen, before)
            return replace(one, names=remembered(before.earlier[-1:]), plain=(), unknown=())
        said = [
            words[at - 1]
            for at in range(2, len(words))
            if words[at] in _ONE and words[at - 2] in _THE and len(words[at - 1]) >= _SHORTEST
        ]
        found = {
            service
            for service in (*before.services, *before.earlier)
            for word in said
            if word in self._words_of_name(service)
        }
        if len(found) != 1:
            return None
        own = seen if seen.topics.topics or "responsibility" in seen.signals else None
        return replace(own or carry_on(seen, before), names=remembered((*found,)), plain=())

    def under_tools(self, seen: Seen, before: Context) -> Seen | None:
        """What was spoken of, where a turn only names a tool that is used: "with our KMS key"."""
        spoken = [one for one in before.services if one not in self._encrypting]
        named = bool(seen.names) and all(one.service in self._encrypting for one in seen.names)
        if not named or len(spoken) != 1 or not all(used(seen, one) for one in seen.names):
            return None
        own = seen if seen.topics.strong else carry_on(seen, before)
        return replace(own, names=remembered((*spoken,)), plain=())

    def _words_of_name(self, service: str) -> frozenset[str]:
        return frozenset(words_of(short(self._catalogue.services[service].name)))

    def named_again(self, seen: Seen, before: Context) -> Seen | None:
        """A turn whose words are part of a name: "serverless?", "back to auto scaling"."""
        if (half := self._half_named(seen, before)) is not None:
            own = seen if seen.topics.topics else carry_on(seen, before)
            return replace(own, names=remembered((half,)), others=(), unknown=(), plain=())
        if (other := self._completed(seen, before)) is not None:
            return replace(carry_on(seen, before), names=remembered((other,)))
        if (again := self._named_in_part(seen, before)) is not None:
            own = seen if seen.topics.topics else carry_on(seen, before)
            return replace(own, names=remembered((again,)), unknown=(), plain=())
        if (under := self.under_tools(seen, before)) is not None:
            return under
        # "Same for IAM" and "no, I meant IAM" ask of IAM.
        itself = any(token.text in _ITSELF for token in seen.tokens)
        return None if itself else self._identity_of(seen, before)

    def _half_named(self, seen: Seen, before: Context) -> str | None:
        """The one spoken of that half its name means: Managed Grafana, "back to grafana"; of two
        side by side, "only Fargate".
        """
        of_two = before.kind == "compare" and bool(_ONLY & {one.text for one in seen.tokens})
        said = [one.said for one in seen.others]
        said += [] if said else [seen.tokens[at].text for at in seen.unknown]
        said += [one.said for one in seen.names]
        fresh = all(one.service not in (*before.services, *before.earlier) for one in seen.names)
        if len(said) != 1 or not (fresh and (of_two or not seen.names)):
            return None
        words = set(words_of(said[0]))
        spoken = before.services if of_two else (*before.services, *before.earlier)
        found = {one for one in spoken if words <= self._words_of_name(one)}
        return found.pop() if len(found) == 1 else None

    def _identity_of(self, seen: Seen, before: Context) -> Seen | None:
        """Identity of the one service spoken of, where "and IAM?" goes on from topic to topic."""
        alone = len(seen.names) == len(before.services) == 1 and bool(before.topics)
        if (
            not alone
            or seen.names[0].service != _IAM
            or set(seen.topics.topics) - {self._catalogue.tools[_IAM]}
            or len(seen.tokens) > _FEW
        ):
            return None
        served = self._catalogue.tools
        if before.services[0] in served or not carries_on(seen):
            return None
        topics = replace(seen.topics, topics=(served[_IAM],), weak=False)
        return replace(seen, names=remembered(before.services), topics=topics)

    def _completed(self, seen: Seen, before: Context) -> str | None:
        """The service that a text's words name behind the one before: OpenSearch, "serverless?"."""
        rest = [token.text for token in seen.tokens if token.text not in _AROUND]
        if (part := self._part_of_name(rest, before)) is not None:
            return part
        # "Connect?" after MSK may be a doubtful word: a name that is sure stands for itself.
        sure = any(not (one.common or one.plain) for one in seen.names)
        if sure or len(before.services) != 1 or not 0 < len(rest) <= _TWO:
            return None
        own = self._catalogue.services[before.services[0]]
        above = self._catalogue.services.get(own.variant_of or "", own)
        names = [one for one in (*own.aliases, *above.aliases) if " " not in one]
        found = {self._names.by_name(" ".join((one, *rest))) for one in names}
        # "Redis OSS" of a node-based ElastiCache says of it which engine it runs.
        found -= {None, own.id, above.id}
        return found.pop() if len(found) == 1 else None

    def _part_of_name(self, words: Sequence[str], before: Context) -> str | None:
        """The one of those offered or spoken of whose name holds all these words: "client"."""
        offered = before.candidates or before.services
        if not 0 < len(words) <= _TWO + 1 or (len(words) < _TWO and not before.candidates):
            return None
        found = [
            one
            for one in offered
            if set(words) <= set(words_of(self._catalogue.services[one].name)) - _MAKERS
        ]
        return found[0] if len(found) == 1 else None

    def _named_in_part(self, seen: Seen, before: Context) -> str | None:
        """The service spoken of that two words in a row name: "back to auto scaling"."""
        if seen.names or seen.others:
            return None
        pairs = [
            [one.text, two.text]
            for one, two in itertools.pairwise(seen.tokens)
            if two.gap in (" ", "-")
        ]
        found = {
            service
            for service in (*before.services, *before.earlier)
            for pair in pairs
            if _holds(words_of(self._catalogue.services[service].name), pair)
        }
        return found.pop() if len(found) == 1 else None


def _holds(words: Sequence[str], pair: Sequence[str]) -> bool:
    """Whether two words stand in a row in a name, its maker left out."""
    own = [one for one in words if one not in _MAKERS]
    return list(pair) in [own[at : at + _TWO] for at in range(len(own))]
