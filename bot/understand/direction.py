"""Whether a text speaks of moving from one service to another, and which way."""

from __future__ import annotations

import itertools

from bot.understand.late import late
from bot.understand.names import tokens_taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.names import NameSaid
    from bot.understand.seen import Seen

_ARROW = late(r"-+>|=+>|[→➡⇒⟶➜➔➙➝➞⮕⇨⟹»]|>>")
_BACK_ARROW = late(r"<-+|<=+|←|⬅|⇐|⟵|<<")
_FROM = frozenset(
    (
        "from off leaving leave leaves yeet yeeting ditch ditching drop dropping abandon "
        "abandoning replace replacing retire retiring than kill killing swap swapping dump away "
        "von desde da de"
    ).split()
)
_TO = frozenset("to into onto towards all-in adopt adopting zu nach auf vers hacia para".split())
_FOREIGN_FROM = frozenset("do del du dal dalla vom dos das".split())
_PARTICLES = frozenset("にへ")
_MOVED = ("移行", "移す", "移る", "移動", "変更", "切り替", "乗り換", "置き換")
_INTO_AFTER = frozenset("with for by".split())
_REPLACE = frozenset(
    (
        "replace replacing swap swapping ditch ditching trade trading exchange change drop "
        "dropping dump substitute switch favour favor"
    ).split()
)
# Of these, the ones that say nothing else: "who can change it" speaks of no move.
_TRADES = _REPLACE - frozenset("change switch drop dropping favour favor".split())
_SKIP = frozenset(
    (
        "the our a an my all some everything self managed it them this that stuff workloads "
        "workload running plain using of just hosted on"
    ).split()
)
# "Than" compares and also tells where a move begins: "rather Fargate than EC2".
_NO_RIVALS = frozenset(
    "than against different what what's whats how is so any from on for in with between".split()
)
_MOVES = frozenset(
    (
        "retire retiring goes move moves moved moving migrate migrates migrated migrating "
        "migration switch "
        "switching switched go going went shift shifting shifted convert converting lift "
        "transition transitioning port porting replatform swap swapping replace replacing ditch "
        "ditching drop leave leaves leaving adopt upgrade upgrading change changing hop jump "
        "wechsel wechseln umzug umziehen umsteigen migrieren migrar migramos migrer migrons passer "
        "passons "
        "mudar mudamos mudarmos migrarmos passarmos trocarmos sair saindo saimos migrando trocar "
        "trocamos salir salimos movernos "
        "quitter quittons basculer deplacer deplacons cambiar cambiamos pasar pasamos "
        "passiamo passare spostiamo"
    ).split()
)


# "Egress from our Lambda" goes nowhere else.
_FLOWS = frozenset("egress traffic outbound calls requests connections access".split())
_JOINED = frozenset(
    "attach attached attaches attaching mount mounted mounts mounting connect connected connects "
    "connecting link linked links peered".split()
)
_BEFORE = frozenset("before now today then".split())
_MORE = frozenset("more less fewer".split())
# "Thinking of Aurora as the destination."
_END = frozenset("destination target".split())
_REPLACES = frozenset("replaces replaced supersedes supplants".split())
_FEW_BETWEEN = 3
_PLANNED = frozenset("should will planned soon tomorrow next shall".split())
_TODAY, _TOMORROW = (
    frozenset("today now currently".split()),
    frozenset("tomorrow soon later".split()),
)
_TURNED = frozenset("becomes become became becoming turned turns".split())
_NEAR = 4
_ARTICLES = frozenset("a the this that which".split())
_GAINS = frozenset("change changes rid gain lose falls leaves afterwards differently".split())


def moves(seen: Seen) -> bool:
    """Whether the text speaks of a move at all."""
    words = {
        token.text
        for at, token in enumerate(seen.tokens)
        # "A switch that I flip" moves nothing.
        if not (token.text == "switch" and at and seen.tokens[at - 1].text in _ARTICLES)
    }
    if "live" in words:
        # "Before go-live."
        words -= {"go", "going", "went"}
    away = "off" in words and bool(words & {"onto", "into"})
    ends = bool(words & _END)
    return bool(words & _MOVES) or "instead" in words or away or ends or _points(seen.text)


def _points(text: str) -> bool:
    """Whether an arrow stands in a text; most have not even a letter of one."""
    return not (text.isascii() and ">" not in text) and bool(_ARROW.search(text))


def direction_of(seen: Seen) -> tuple[NameSaid, NameSaid] | None:
    """The two names of a move, (from, to); None when the text says no direction."""
    names = seen.names
    if len(names) < 2:
        return None
    if _compared(seen):
        # "EC2 -> Fargate, what's the diff?"
        return _arrow(seen, names) if _points(seen.text) else None
    return _by_particles(seen, names) or _directed(seen, names)


def _directed(seen: Seen, names: Sequence[NameSaid]) -> tuple[NameSaid, NameSaid] | None:
    """The two names of a move whose ends are marked by words before them."""
    given = _FROM | _FOREIGN_FROM if "foreign" in seen.signals else _FROM
    source = _marked(seen, names, given) or _after_instead(seen, names)
    target = _marked(seen, names, _TO)
    if target is source:
        target = None
    if source is None and target is None:
        turned = _turned(seen, names) or _in_time(seen, names)
        return _traded(seen, names) or turned or _arrow(seen, names)
    if source is not None and target is None:
        others = [name for name in names if name is not source]
        return (source, others[0]) if _certain(seen, source, others[0]) else None
    others = [name for name in names if name is not target]
    origin = source or others[0]
    if source is None and target is not None and _attached(seen, target):
        return None
    spoken_of = origin.how == "context"
    if source is None and not (spoken_of or moves(seen) or _between_to(seen, origin, target)):
        return None
    if target is not None and source is not None and not spoken_of and _far(seen, source, target):
        return None
    return (origin, target) if target is not None else None


def _by_particles(seen: Seen, names: Sequence[NameSaid]) -> tuple[NameSaid, NameSaid] | None:
    """The two names of a move in Japanese, whose particles follow: "EC2からLambdaに移行"."""
    if seen.text.isascii():
        return None
    after = [seen.tokens[one.last].text if one.last < len(seen.tokens) else "" for one in names]
    source = next((one for one, said in zip(names, after, strict=True) if said[:2] == "から"), None)
    target = next(
        (
            one
            for one, said in zip(names, after, strict=True)
            if one is not source and said[:1] in _PARTICLES and any(m in said for m in _MOVED)
        ),
        None,
    )
    return (source, target) if source is not None and target is not None else None


def _attached(seen: Seen, target: NameSaid) -> bool:
    """Whether one thing is joined to another: "we attach a volume to a task"."""
    named = tokens_taken(seen.names)
    before = {seen.tokens[at].text for at in range(target.first) if at not in named}
    return bool(_JOINED & before) and not moves(seen)


def _far(seen: Seen, source: NameSaid, target: NameSaid) -> bool:
    """Whether "to" and "from" are of other things: "traffic to Bedrock or calls from our VPC"."""
    first, last = sorted([source, target], key=lambda one: one.first)
    return not moves(seen) and first is target and last.first - first.last > _NEAR


def _compared(seen: Seen) -> bool:
    """Whether two things are put side by side, so that no way from one to the other is meant."""
    words = [token.text for token in seen.tokens]
    rivals = {
        words[at]
        for at in seen.signals.at("compare")
        # "Compared with before" puts nothing beside the move but its own beginning.
        if not _BEFORE & set(words[at + 1 : at + 3])
    } - _NO_RIVALS
    more = "than" in words and bool(_MORE & set(words[: words.index("than")]))
    return bool(rivals) or "between" in words or more


def _marked(seen: Seen, names: Sequence[NameSaid], marks: frozenset[str]) -> NameSaid | None:
    """The first name that one of `marks` leads to, small words skipped."""
    for name in names:
        at = name.first - 1
        while at >= 0 and seen.tokens[at].text in _SKIP - marks:
            at -= 1
        flows = at > 0 and seen.tokens[at - 1].text in _FLOWS
        if at >= 0 and seen.tokens[at].text in marks and not (flows or _broken(seen, at, name)):
            return name
        if marks is _TO and _END & {one.text for one in seen.tokens[name.last : name.last + 4]}:
            return name
    return None


def _broken(seen: Seen, at: int, name: NameSaid) -> bool:
    return any(
        "?" in token.gap or "." in token.gap for token in seen.tokens[at + 1 : name.first + 1]
    )


def _after_instead(seen: Seen, names: Sequence[NameSaid]) -> NameSaid | None:
    """The name that is given up in "use B instead of A" or "B rather than A"."""
    words = [token.text for token in seen.tokens]
    for at in range(len(words) - 1):
        if (words[at], words[at + 1]) in {("instead", "of"), ("rather", "than")}:
            return next((name for name in names if name.first > at), None)
    return None


def _traded(seen: Seen, names: Sequence[NameSaid]) -> tuple[NameSaid, NameSaid] | None:
    """The two names of "swapping our Kafka on EC2 for MSK Serverless", whatever stands between."""
    one, two = names[0], _marked(seen, names[1:], _INTO_AFTER)
    given_up = {token.text for token in seen.tokens[: one.first]} & _TRADES
    return (one, two) if two is not None and given_up else None


def _turned(seen: Seen, names: Sequence[NameSaid]) -> tuple[NameSaid, NameSaid] | None:
    """The two names of "when EC2 becomes Fargate"."""
    one, two = names[0], names[1]
    turned = _TURNED & {token.text for token in seen.tokens[one.last : two.first]}
    return (one, two) if turned else None


def _in_time(seen: Seen, names: Sequence[NameSaid]) -> tuple[NameSaid, NameSaid] | None:
    """The two names of "RDS today, Aurora tomorrow"."""
    one, two = names[0], names[1]
    between = {token.text for token in seen.tokens[one.last : two.first]}
    after = {token.text for token in seen.tokens[two.last : two.last + 2]}
    replaced = between & _REPLACES and len(between) <= _FEW_BETWEEN
    if replaced:
        # "If Fargate replaces EC2, what is left for us?"
        return (two, one)
    before = {token.text for token in seen.tokens[max(0, one.first - 2) : one.first]}
    later = after & _TOMORROW or between & _PLANNED
    return (one, two) if (between | before) & _TODAY and later else None


def _arrow(seen: Seen, names: Sequence[NameSaid]) -> tuple[NameSaid, NameSaid] | None:
    found = []
    for one, two in itertools.pairwise(names):
        between = " ".join(token.gap for token in seen.tokens[one.last : two.first + 1])
        if _ARROW.search(between):
            found.append((one, two))
        elif _BACK_ARROW.search(between):
            found.append((two, one))
    # "Kinesis -> Firehose -> S3" is a flow, and no move.
    return found[0] if len(found) == 1 else None


def _between_to(seen: Seen, one: NameSaid, two: NameSaid | None) -> bool:
    if two is None:
        return False
    between = {token.text for token in seen.tokens[one.last : two.first]}
    if between & _TO and _GAINS & {token.text for token in seen.tokens}:
        # A "to" is a move where somebody asks what falls away or comes with it.
        return True
    return bool(between) and between <= _TO | _SKIP | {"container", "service"}


def _certain(seen: Seen, source: NameSaid, target: NameSaid) -> bool:
    """One end is marked: the other is the target if the words are those of a move."""
    words = [token.text for token in seen.tokens]
    if "instead" in words or ("rather" in words and "than" in words):
        return True
    between = words[source.last : target.first] if source.first < target.first else []
    before = set(words[: source.first])
    led = bool(before & _REPLACE) and bool(set(between) & (_INTO_AFTER | {"favour", "favor"}))
    return led or moves(seen)
