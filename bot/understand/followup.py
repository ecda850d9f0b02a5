"""What a conversation so far adds to a text that leaves something unsaid."""

from __future__ import annotations

import itertools

from bot.record import replace
from bot.understand.direction import moves
from bot.understand.hearing import TopicsSaid
from bot.understand.names import NameSaid
from bot.understand.party import owned
from bot.understand.picking import chosen, moved_between
from bot.understand.stance import stance_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.question import Context
    from bot.understand.seen import Seen
    from bot.understand.variants import VariantIndex

# "Both together?" asks to see side by side what was spoken of before.
_TOGETHER = frozenset("both together side".split())
_THE_OTHER = frozenset("and ok so what about the other one then on for with too".split())
_BOTH = frozenset("both two them those each".split())
_UND = frozenset("und et y e".split())
_WE = frozenset("we i us".split())
_MOVED = frozenset("move moved moving go going went switch switched migrate migrated".split())
_EVERY = frozenset("all three four".split())
_AT_LARGE = frozenset("general generally anywhere across overall cloud typically".split())
_TOWARDS = frozenset("to into instead".split())
_INTO = frozenset("to into".split())
_ON = frozenset("on with in under".split())
_BE = frozenset("is are was isn't aren't".split())
_REGIMES = frozenset("gdpr hipaa dora nis2 sox fedramp".split())
_DROPS = frozenset("drop without forget skip omit minus except".split())
_FEW = 2
_GOES_ON = frozenset("ok okay but hm hmm right alright well".split())
# "And the other way round?"
_REVERSED = frozenset("reverse reversed versa round around backwards".split())
_AND_BACK = frozenset("and back again what about going if we go".split())
_ASKS = frozenset("who whose whom which what how why is are do does did can should must".split())
_CORRECTS = frozenset("not no nope rather sorry oops".split())
# "And Lambda?" after two services side by side adds a third.
_ADDS = frozenset("and also plus add include with throw put".split())
_TOO = frozenset("too well aswell".split())
_BACK_TO = frozenset("that it this those them".split())
_IT = frozenset("it there this that".split())
_THEY = frozenset("they them those these".split())
_ALIKE, _SEVERAL = frozenset("same alike".split()), _THEY | {"both", "all"}
_MAKERS = frozenset("aws amazon".split())
_SHORT = 4


def with_context(seen: Seen, before: Context, ways: VariantIndex, *, leaning: bool = False) -> Seen:
    """Fill in what the text leaves unsaid from the turns before it.

    `leaning`: the text is known to lean on them, whatever its words.
    """
    if moved := moved_between(seen, before):
        return replace(seen, names=moved, plain=(), unknown=())
    if (picked := chosen(seen, before)) is not None:
        topics = seen.topics if seen.topics.topics else _asked(seen, before)
        return replace(seen, names=remembered((picked,)), topics=topics, unknown=(), plain=())
    if seen.others and not seen.names and before.services and "compare" in seen.signals:
        # "Vs Google Cloud Run?" holds what was spoken of against what is not AWS's.
        return carry_on(seen, before)
    if seen.others and not seen.names and _asks_the_same(seen):
        # "And GitHub Actions?" asks the same of what is not AWS's.
        return replace(seen, topics=_asked(seen, before))
    if seen.others or not (leaning or carries_on(seen)):
        return seen
    return _named(seen, before, ways) if seen.names else _unnamed(seen, before, ways)


def _asks_the_same(seen: Seen) -> bool:
    """Whether a few words ask of something more what was asked before."""
    words = [token.text for token in seen.tokens]
    return 0 < len(words) <= _SHORT + 1 and (words[0] in _ADDS or "same" in words)


def _named(seen: Seen, before: Context, ways: VariantIndex) -> Seen:
    """A turn that names services: "and Lambda?", "no, I meant RDS Custom"."""
    names, words = seen.names, {token.text for token in seen.tokens}
    # "And on Fargate?" of EKS, and "Fargate?" of one way of running it.
    placed = bool(_ON & words)
    if len(names) == len(before.services) == 1 and (placed or _is_sibling(names[0], before, ways)):
        way = ways.way_of(before.services[0], seen.tokens)
        names = (replace(names[0], service=way),) if way else names
    if before.kind == "compare" and _DROPS & words:
        # "Drop EC2", of three side by side.
        left = tuple(one for one in before.services if one not in {name.service for name in names})
        if 0 < len(left) < len(before.services):
            return replace(seen, names=remembered(left), topics=_asked(seen, before))
    fresh = len(names) == 1 and names[0].service not in before.services
    to = len(before.services) == 1 and moves(seen) and bool(words & _INTO)
    moved = before.kind == "shift" or to
    if fresh and moved and words & _TOWARDS:
        # "And to Lambda instead?" starts from where the last move did.
        return replace(seen, names=(*remembered(before.services[:1]), *names))
    adds = seen.tokens[0].text in _ADDS or bool(words & _TOO)
    added = before.kind == "compare" and adds and not seen.topics.topics
    if fresh and before.services and (added or _wants_beside(seen)):
        back = [at for at, token in enumerate(seen.tokens) if token.text in _BACK_TO]
        again = remembered(before.services[-3:])
        # "Put RDS and that one side by side" names RDS first.
        first = bool(back) and names[0].first < back[-1]
        names = (*names, *again) if first else (*again, *names)
    return replace(seen, names=names, topics=_asked(seen, before))


def _is_sibling(name: NameSaid, before: Context, ways: VariantIndex) -> bool:
    """Whether a name may be another way of running what a way of running was spoken of."""
    return ways.is_way(before.services[0]) and not ways.is_way(name.service or "")


def _unnamed(seen: Seen, before: Context, ways: VariantIndex) -> Seen:
    """A turn that names no service: "and backups?", "and on auto mode?", "side by side?"."""
    way = ways.way_of(before.services[0], seen.tokens) if len(before.services) == 1 else None
    if way is not None and way not in before.services and "compare" in seen.signals:
        # "Versus serverless?", of EMR on EKS.
        names = remembered((*before.services, way))
        return replace(seen, names=names, topics=_asked(seen, before))
    if again := _spoken_of(seen, before):
        return replace(seen, names=remembered(again), topics=_asked(seen, before))
    if way is not None and (not seen.topics.topics or seen.topics.weak):
        # "Windows", of FSx, says which one, and asks nothing of an operating system.
        plain = carry_on(seen, before)
        topics = plain.topics if before.topics else seen.topics
        return replace(seen, names=remembered((way,)), topics=topics)
    points = bool(seen.topics.strong) and bool(_IT & {token.text for token in seen.tokens})
    if seen.topics.topics and (points or not seen.unknown):
        # "How long are they kept?", of backups, asks about the backups; "those images" are others.
        they = any(
            token.text in _THEY
            and at + 1 not in seen.topics.tokens
            # "The runtime on them" asks of the runtime.
            and not (at and seen.tokens[at - 1].text in _ON)
            for at, token in enumerate(seen.tokens)
        )
        # "Same for the replica?" asks the same, and nothing of how it is made available.
        repeats = they or "same" in {token.text for token in seen.tokens}
        same = seen.topics.weak and bool(before.topics) and repeats
        topics = _asked(replace(seen, topics=TopicsSaid()), before) if same else seen.topics
        return replace(seen, names=remembered(before.services), topics=topics)
    whole = "everything" in seen.signals and "courtesy" not in seen.signals
    if before.services and whole and not (seen.unknown or seen.plain):
        # "In general?" asks for the whole of it.
        return replace(seen, names=remembered(before.services))
    # "And FooBase?" asks the same of what nobody knows.
    goes_on = bool(seen.unknown) and ("followup" in seen.signals or "?" in seen.text)
    return replace(seen, topics=_asked(seen, before)) if goes_on else seen


def _spoken_of(seen: Seen, before: Context) -> tuple[str, ...]:
    """The services that are meant by "and the other one?" or by "both side by side?"."""
    words = {token.text for token in seen.tokens}
    if "other" in words and words <= _THE_OTHER:
        return before.earlier[-1:]
    earlier = before.earlier if words & _EVERY else before.earlier[-1:]
    both = tuple(dict.fromkeys((*earlier, *before.services)))
    together = (_ALIKE & words and _refers(seen)) or _wants_beside(seen)
    return both[-_SHORT:] if together and len(both) > 1 else ()


def reversed_move(seen: Seen, before: Context) -> tuple[NameSaid, ...]:
    """The move of the turn before, the other way; empty where that is not asked."""
    pair = before.services if before.kind == "shift" else ()
    words = {token.text for token in seen.tokens}
    asked = (_REVERSED & words or words <= _AND_BACK) and not seen.topics.topics
    short = len(seen.tokens) <= _SHORT + 2
    return remembered(pair[::-1]) if pair and asked and short and not seen.names else ()


def carry_on(seen: Seen, before: Context) -> Seen:
    """The question before, asked again under what this text adds."""
    topics = replace(
        seen.topics, topics=before.topics, beside=before.beside, sweep=before.sweep, weak=False
    )
    return replace(seen, names=remembered(before.services), topics=topics, unknown=(), plain=())


def _refers(seen: Seen) -> bool:
    """Whether it speaks of several that were spoken of: "are those the same?"."""
    return bool(_SEVERAL & {token.text for token in seen.tokens})


def _wants_beside(seen: Seen) -> bool:
    """Whether a turn asks to see what was spoken of side by side."""
    return "compare" in seen.signals or bool(_TOGETHER & {token.text for token in seen.tokens})


def carries_on(seen: Seen) -> bool:
    """Whether a text leans on the turn before it."""
    said = seen.signals.at("followup")
    words = [token.text for token in seen.tokens]
    large = bool(seen.topics.strong) and not seen.names and _is_at_large(words)
    if large or set(words) <= _REGIMES or (seen.names and said == {0} and owned(words)):
        # "And backups in general?", "GDPR?" and "and is Fargate our job?" are whole by themselves.
        return False
    goes_on = "foreign" in seen.signals and words[0] in _UND
    if goes_on or (said and not all(_is_there(seen, at) for at in said)):
        return True
    if _asks_on(seen) or _is_topic_alone(seen) or _holds_both(seen) or _would_move(seen):
        return True
    if len(words) > _FEW and words[0] in _GOES_ON and seen.topics.topics and not seen.names:
        return True
    if seen.names and (seen.tokens[0].text in _CORRECTS or words[-1] == "again"):
        # "Not Fargate, ECS on EC2" puts right what was asked.
        return True
    # "Is Fargate our job?" is whole by itself; "and Fargate?" or "Fargate" is not.
    whole = (bool(seen.names) and stance_of(seen) is not None) or _of_aws(seen)
    return len(seen.tokens) <= _SHORT and not whole


def _is_topic_alone(seen: Seen) -> bool:
    """Whether a text says a topic and otherwise only nods: "ah makes sense. In transit?"."""
    nods = seen.signals.at("courtesy", "generic", "jargon")
    told = seen.topics.tokens | nods | seen.signals.at("aws_party", "team_party")
    asks = _ASKS & {token.text for token in seen.tokens}
    alone = bool(seen.topics.strong) and told >= {*range(len(seen.tokens))}
    # "User permissions, aws or us" says who may do it, and asks for no verb.
    both = "aws_party" in seen.signals and "team_party" in seen.signals
    told_who = both or "responsibility" not in seen.signals
    return alone and not seen.names and not asks and told_who


def _asks_on(seen: Seen) -> bool:
    """Whether a text asks about a topic and says of what no more than what was spoken of: "who
    patches the platform underneath?"; not "in general".
    """
    asked = "responsibility" in seen.signals or seen.text.rstrip().endswith("?")
    asks = bool(seen.topics.strong or seen.topics.sweep) and asked
    of_all = any(one in seen.signals for one in ("counting", "everything"))
    words = [token.text for token in seen.tokens]
    return asks and not (seen.names or seen.unknown or of_all or _is_at_large(words))


def _is_at_large(words: Sequence[str]) -> bool:
    """Whether something is asked of no service: "in general", "on AWS"."""
    pairs = {*itertools.pairwise(words)}
    return bool(_AT_LARGE & set(words) or {("in", "aws"), ("on", "aws")} & pairs)


def _would_move(seen: Seen) -> bool:
    """Whether a move is thought of whose start goes without saying: "if we moved to Fargate?"."""
    words = [token.text for token in seen.tokens]
    we = {after for word, after in itertools.pairwise(words) if word in _WE}
    return len(seen.names) == 1 and bool(we & _MOVED) and bool(_INTO & set(words))


def _holds_both(seen: Seen) -> bool:
    """Whether what was spoken of is to be held side by side: "the difference between both"."""
    both = _BOTH & {token.text for token in seen.tokens}
    return bool(both) and not seen.names and _wants_beside(seen)


def _of_aws(seen: Seen) -> bool:
    """Whether AWS itself is what something is done to: "who audits AWS?"."""
    first, last = seen.tokens[:1], seen.tokens[-1:]
    return bool(first) and first[0].text == "who" and last[0].text in _MAKERS


def _is_there(seen: Seen, at: int) -> bool:
    """Whether "there" points nowhere: "is there anything left for us?"."""
    return at > 0 and seen.tokens[at].text == "there" and seen.tokens[at - 1].text in _BE


def remembered(services: tuple[str, ...]) -> tuple[NameSaid, ...]:
    """Services of the conversation as names, found by context."""
    return tuple(
        NameSaid(first=0, last=0, said="", service=service, how="context", score=90)
        for service in services
    )


def _asked(seen: Seen, before: Context) -> TopicsSaid:
    if seen.topics.topics or not before.topics:
        return seen.topics
    return replace(
        seen.topics, topics=before.topics, beside=before.beside, sweep=before.sweep, weak=False
    )
