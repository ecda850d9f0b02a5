"""Whether words that are also plain English ("batch", "config") stand here for the service."""

from __future__ import annotations

from bot.record import record
from bot.understand.party import ANYONE_NAMED, is_duty
from bot.understand.standing import (
    PAIR,
    SEPARATES,
    among_several,
    both_capital,
    ends_clause,
    in_a_row,
    is_capital,
    marked,
    own_clause,
    pointed_at,
    titled,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.understand.hearing import TopicsSaid
    from bot.understand.names import NameSaid
    from bot.understand.signals import Signals
    from bot.understand.words import Token

# Signals whose words never name anything.
SMALL = (
    "generic",
    "question",
    "verbs",
    "responsibility",
    "list",
    "counting",
    "followup",
    "compare",
    "shift",
    "everything",
    "aws_party",
    "team_party",
    "negation",
    "courtesy",
    "help",
    "bridges",
    "foreign",
    "cloud",
    "jargon",
    "patching",
    "upkeep",
    "upgrading",
    "mending",
    "encryption",
    "hardware",
)
# Words after which a doubtful word is a thing, not something done.
BEFORE = frozenset(
    (
        "on for in of to from our the about with and or vs versus than aws amazon using use uses "
        "long much into behind beneath underneath bei auf von sur dans para em does "
        "is are r 4 w under within inside when if where while once via over through mean meant"
    ).split()
)
# "And what about Aurora?"
_LEANING = frozenset("about and for".split())
_ON = frozenset("with on in".split())
# "Does Bedrock keep our prompts?"
_AUXILIARIES = frozenset("does is will can did".split())
_ANY = frozenset({"a", "an"})
_ABLE = frozenset("can could will should".split())
_MAKERS = frozenset({"aws", "amazon"})
# Where something runs or is kept, in a question about AWS: "does AWS force TLS on Glue jobs?".
_PERSONS = frozenset("he she him her his hers he's she's".split())
_WHO = frozenset("who who's whos whose whom".split())
_OURS = frozenset("our the a my your".split())
_IDLE = frozenset("used uses took takes stole brought bought broke lost found".split())
_HELPERS = frozenset("is are was were has had have just also even really s".split())
_PLACES = frozenset("on in for of with using inside within".split())
# Words of a move, after which a doubtful name beside a sure one is where it goes.
_MOVES = frozenset("to from into than".split())
# Words with which a clause of its own begins.
_CLAUSES = frozenset("once when while after before until if whenever because since".split())
_SHORT, _FEW, _DOUBTFUL = 4, 10, 20
# Signals that ask for something without a topic: "the full picture on secrets manager".
_ASKED = ("everything", "compare", "shift", "list", "counting")


@record
class Around:
    """What stands round a doubtful name: topics and signals of the text without such names.

    `topic_word`: the name is also a word for a topic; `strict`: people say it of anything.
    `plain` are ordinary words that nothing explains, `strange` those that are no word at all;
    `marked`: the text ends with a question mark.
    """

    tokens: Sequence[Token]
    topics: TopicsSaid
    signals: Signals
    topic_word: bool
    strict: bool
    plain: frozenset[int] = frozenset()
    strange: frozenset[int] = frozenset()
    marked: bool = False


def few_doubtful(found: Iterable[NameSaid]) -> list[NameSaid]:
    """The names without the doubtful ones beyond the first: each costs a look at the whole text,
    and nobody asks of so many.
    """
    every = list(found)
    surplus = [one for one in every if one.common or one.plain][_DOUBTFUL:]
    return [one for one in every if one not in surplus] if surplus else every


def evident(name: NameSaid, found: Sequence[NameSaid], around: Around) -> bool:
    """Whether `name` means its service: alone, in capitals, after "AWS", or asked about."""
    tokens = around.tokens
    before = tokens[name.first - 1].text if name.first else ""
    if before in _MAKERS:
        return True
    if titled(name, tokens):
        return True
    topics = around.topics
    ours = before == "our" and is_capital(name, tokens)
    if (topics.topics and not topics.weak and ours) or both_capital(name, tokens):
        return True
    held = topics.strong and not around.strict and _or_us(name, tokens)
    sure = any(other.service and not other.common for other in found if other is not name)
    if held or (sure and _texts(tokens, name.first - PAIR, name.first) == ["instead", "of"]):
        return True
    somebody = before not in _PLACES | _MOVES and _PERSONS & {token.text for token in tokens}
    if around.topic_word or somebody:
        # "Backups" are a topic; only "AWS Backup" is the service. Somebody is called Aurora.
        return False
    whole = name.last - name.first == len(tokens) or own_clause(name, tokens)
    rowed = in_a_row(name, found, tokens)
    rowed = rowed or among_several(name, found, tokens)
    if (
        rowed
        and around.strict
        and not among_several(name, found, tokens)
        and not tokens[name.first].raw[0].isupper()
        and "compare" not in around.signals
    ):
        # "CodePipeline, artifacts encrypted?" names one service.
        rowed = False
    return whole or rowed or _asked(name, found, around, before)


def _or_us(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """Whether it is held against the team or AWS: "a flood hits us, Shield or us?"."""
    after = _texts(tokens, name.last, name.last + PAIR)
    before = _texts(tokens, name.first - PAIR, name.first)
    held = after[:1] == ["or"] and after[1:] and after[1] in ANYONE_NAMED
    return bool(held) or (before[1:] == ["or"] and before[0] in ANYONE_NAMED)


def _texts(tokens: Sequence[Token], first: int, last: int) -> list[str]:
    """The words from `first` up to, not with, `last`, as far as there are any."""
    return [token.text for token in tokens[max(0, first) : last]]


def leans(name: NameSaid, around: Around) -> bool:
    """Whether a short turn ends with it, as "same question for Inspector" does."""
    tokens = around.tokens
    first = name.first - (name.first > 1 and tokens[name.first - 1].text in _ANY)
    before = tokens[first - 1].text if first else ""
    if name.rare and "followup" in around.signals and not (around.strict or around.topic_word):
        # "Aurora, same thing?"
        return True
    ends = name.last == len(tokens) and len(tokens) <= _SHORT + 1
    same = before in _ON and "same" in {token.text for token in tokens}
    leaning = (before in _LEANING or same) and "followup" in around.signals
    return ends and leaning and not around.topic_word


def _asked(name: NameSaid, found: Sequence[NameSaid], around: Around, before: str) -> bool:
    """Whether something asks, and the name stands as one that is asked about."""
    tokens, topics, signals = around.tokens, around.topics, around.signals
    few = _FEW if name.plain else _SHORT + 2
    topic = bool(topics.topics) and not topics.weak
    own = frozenset(range(name.first, name.last))
    loosely = name.last - name.first == 1 and not topics.topics
    idle = _idle(around, name.first) if loosely else frozenset()
    asks = signals.at("responsibility") - own - idle
    asking = bool(asks) or len(signals.at("foreign")) > 1
    asks_it = "question" in signals or around.marked
    asking = asking or (topic and (len(tokens) <= few or asks_it))
    sure = any(not other.common for other in found if other is not name)
    moving = before in _MOVES and sure
    put = name.first == 1 and before in _AUXILIARIES
    put = put or (before in _LEANING and "followup" in signals and len(tokens) <= few)
    put = put or (name.plain and "followup" in signals and len(tokens) <= _SHORT + 1)
    likely = asking or moving or put or "cloud" in signals
    likely = likely or (len(tokens) <= _SHORT and not idle)
    if name.plain:
        runs_on = name.last in around.plain and SEPARATES.isdisjoint(tokens[name.last].gap)
        if loosely and runs_on and not (asking or topic or sure):
            return False
        # Such a name means nothing else where somebody asks, whatever stands beside it.
        several = name.last - name.first >= PAIR
        likely = likely or (several and "question" in signals and bool(topics.topics))
        # "Athena from accounting" moves nowhere.
        asked = [one for one in _ASKED if one != "shift" or several or before in _MOVES]
        return likely or sure or any(signal in signals for signal in asked)
    capital = is_capital(name, tokens)
    placed_ours = before in _PLACES and "team_party" in signals
    asks_it = "question" in signals or placed_ours
    likely = likely or (capital and bool(topics.topics) and asks_it)
    if around.strict:
        placed = topic and before in _PLACES and ends_clause(name, tokens)
        return likely and (capital or placed or (topic and bool(asks) and _heads(name, around)))
    first = name.first == 0 and tokens[0].raw[0].isupper() and "responsibility" in signals
    # "Who does failover 4 aurora" means no northern lights.
    if topic and (first or (name.rare and asks)):
        return True
    if topic and asks and "\n" in tokens[name.first].gap and pointed_at(name, tokens):
        # "neptune restarted", says one line of a chat, and another "who patches it?".
        return True
    placed = "cloud" in signals and before in _PLACES and asking
    return likely and (capital or placed or _stands_alone(name, around))


def _heads(name: NameSaid, around: Around) -> bool:
    """Whether a text begins with it and a mark: "connect - who manages permissions"; between may
    stand what is asked of it, "inspector permissions: team or AWS".
    """
    at, tokens = name.last, around.tokens
    while at < len(tokens) and at in around.topics.tokens and tokens[at].gap == " ":
        at += 1
    return not name.first and marked(at, tokens)


def _idle(around: Around, first: int) -> frozenset[int]:
    """Each "who" that asks for no duty: "who ate the glue", "who's our glue" (`first`)."""
    found = set()
    for at, token in enumerate(around.tokens):
        if token.text not in _WHO:
            continue
        verb = _after(around.tokens, at + 1, _HELPERS)
        named = _after(around.tokens, verb, _OURS)
        said = around.tokens[verb].text if verb < len(around.tokens) else ""
        does = said in _IDLE or (verb in around.plain and not is_duty(said))
        if does or (named == first and named > at + 1):
            found.add(at)
    return frozenset(found)


def _after(tokens: Sequence[Token], at: int, small: frozenset[str]) -> int:
    """The first token from `at` on that is none of these small words."""
    while at < len(tokens) and tokens[at].text in small:
        at += 1
    return at


def _stands_alone(name: NameSaid, around: Around) -> bool:
    """No unexplained noun follows, and what precedes does not make it a verb.

    "The wavelength of the laser" is no service; a word that is none follows only a name: "glue
    crawlerz", "Aurora pgsql".
    """
    tokens, topics, signals = around.tokens, around.topics, around.signals
    known = topics.tokens | signals.at(*SMALL) | around.strange
    at = name.last
    follows = at < len(tokens) and SEPARATES.isdisjoint(tokens[at].gap)
    single = name.last - name.first == 1
    if follows and tokens[at].text in _CLAUSES:
        # "Who wipes the snowball once the job is done?"
        follows = False
    if follows and ((single and at not in known) or tokens[at].text == "of"):
        # "The load balancer accepts" anything is still one.
        return False
    if not name.first:
        return True
    before = name.first - 1
    asks = before in topics.tokens or before in signals.at("responsibility")
    # "Can Dynamo encryption be switched off?" asks of it; "who can signer" slipped.
    asks = asks or (before == 0 and tokens[0].text in _ABLE)
    if before and tokens[before].text in _ANY and topics.strong:
        # "The physical security of an outpost."
        before -= 1
    return tokens[before].text in BEFORE or asks or is_duty(tokens[before].text)
