"""Services that serve a topic of another one: IAM on RDS is identity on RDS."""

from __future__ import annotations

from bot.record import replace
from bot.understand.direction import direction_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.catalogue.model import Catalogue
    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen

_LINKS = frozenset(
    (
        "for on in of to with behind around at into s the our a an my its keys key policies "
        "policy roles role permissions access used by under rules config configuration settings "
        "setup flow logs"
    ).split()
)
_RIVALS = frozenset(("vs versus compare or than instead difference between migrate move").split())


class ToolIndex:
    """Knows which services are tools for which topic."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._topics = {
            tool: topic.id for topic in catalogue.topics.values() for tool in topic.tools
        }

    def fold(self, seen: Seen) -> Seen:
        """Turn a tool named beside one other service into the topic that it serves."""
        tools = [name for name in seen.names if name.service in self._topics]
        others = [name for name in seen.names if name.service not in self._topics]
        if len(tools) != 1 or len(others) != 1 or not _linked(seen, tools[0], others[0]):
            return seen
        topic = self._topics[tools[0].service or ""]
        said = seen.topics
        kept = said.topics if not said.weak else ()
        topics = kept or (topic,)
        if said.sweep == "encryption" and topic in said.topics:
            topics = said.topics
        return replace(seen, names=tuple(others), topics=replace(said, topics=topics, weak=False))


def _linked(seen: Seen, tool: NameSaid, other: NameSaid) -> bool:
    words = {token.text for token in seen.tokens}
    if words & _RIVALS or direction_of(seen) is not None:
        return False
    first, last = sorted([tool, other], key=lambda name: name.first)
    between = {token.text for token in seen.tokens[first.last : last.first]}
    return between <= _LINKS
