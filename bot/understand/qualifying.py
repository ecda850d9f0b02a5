"""Whether words beside a service's name say in which way it is run."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.names import NameSaid
    from bot.understand.words import Token

SMALL = frozenset({"on", "with", "amazon", "aws", "for", "in"})
# Words that put one way of running a service against another.
_AGAINST = frozenset("vs versus or and than to".split())
_LEADS = frozenset("the a an on with in our just compared".split())
# "Pods running in Fargate", "the Fargate nodes".
_RUNS = frozenset("run pod task workload container".split())
_RUN_ON = frozenset("node nodes pod pods profile profiles instance instances container".split())
_SETS = frozenset("with on in under using".split())
_IT_IS = frozenset("it's they're that's its it they is are".split())
_DETERMINERS = frozenset("the a our an".split())
_NEAR, _FAR = 3, 12


def nearest(
    name: NameSaid, names: Sequence[NameSaid], first: int, last: int, between: set[int]
) -> bool:
    """Whether no other name is nearer to the words from `first` up to `last`."""
    rivals = [other for other in names if other is not name and other.service != name.service]
    for other in rivals:
        inside = set(range(other.first, other.last)) & set(range(first, last))
        if not inside and abs(other.first - first) < abs(name.first - first):
            return False
        if inside and len(between) > _NEAR:
            return False
    return True


def runs_there(first: int, last: int, between: set[int], tokens: Sequence[Token]) -> bool:
    """Whether it is said far off on what it runs: "EKS upgrade, our pods in Fargate"."""
    if not _NEAR < len(between) <= _FAR:
        return False
    at = _before_determiners(tokens, first)
    before = tokens[at].text if at >= 0 else ""
    after = tokens[last].text if last < len(tokens) else ""
    run = {tokens[step].stem for step in range(max(0, at + 1 - _NEAR), max(at, 0))} & _RUNS
    is_it = at > 0 and tokens[at - 1].text in _IT_IS
    return (before in _SETS and (bool(run) or is_it)) or after in _RUN_ON


def _before_determiners(tokens: Sequence[Token], first: int) -> int:
    """The last token before `first` that is no "the" or "our"; -1 where there is none."""
    at = first - 1
    while at >= 0 and tokens[at].text in _DETERMINERS:
        at -= 1
    return at


def begins(used: set[int], name: NameSaid, tokens: Sequence[Token]) -> int:
    """Where a name begins whose way of running stands before it: "managed node groups on EKS"."""
    last = max(used, default=name.first)
    between = {token.text for token in tokens[last + 1 : name.first]}
    return min(used) if last < name.first and between <= SMALL else name.first


def led(tokens: Sequence[Token], first: int) -> bool:
    """Whether a clause sets the scene with these words: "with Auto Mode, who patches EKS?"."""
    at = _before_determiners(tokens, first)
    return at >= 0 and tokens[at].text in _SETS


def against(name: NameSaid, span: range, tokens: Sequence[Token]) -> bool:
    """Whether "vs" or its like stands between a name's way and the words of another way."""
    after = span.start >= name.last
    between = tokens[name.last : span.start] if after else tokens[span.stop : name.first]
    near = list(reversed(between)) if after else list(between)
    for token in near:
        if token.text in _AGAINST:
            return True
        if token.text not in _LEADS:
            return False
    return False
