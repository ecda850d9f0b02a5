"""Whether words that are also plain English ("batch", "config") stand here for the service."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.names import NameSaid
    from bot.understand.signals import Signals
    from bot.understand.topics import TopicsSaid
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
        "long much into does "
        "is are under within inside"
    ).split()
)
SEPARATES = frozenset("?!.,;:()\n")
# Words that put a doubtful name in a row with a sure one.
_ROW = frozenset("and or vs versus than".split())
# Words of a move, after which a doubtful name beside a sure one is where it goes.
_MOVES = frozenset("to from into than".split())
_SHORT = 4
# Signals that ask for something without a topic: "the full picture on secrets manager".
_ASKED = ("everything", "compare", "shift", "list", "counting")


def evident(
    name: NameSaid,
    found: Sequence[NameSaid],
    tokens: Sequence[Token],
    topics: TopicsSaid,
    signals: Signals,
) -> bool:
    """Whether `name` means its service: alone, in capitals, after "AWS", or asked about.

    `topics` and `signals` are those of the text without its doubtful names.
    """
    before = tokens[name.first - 1].text if name.first else ""
    if name.last - name.first == len(tokens) or before in ("aws", "amazon"):
        return True
    if _in_a_row(name, found, tokens):
        return True
    own = frozenset(range(name.first, name.last))
    asked = signals.at("responsibility") - own
    asking = bool(topics.topics and not topics.weak) or bool(asked)
    sure = any(not other.common for other in found if other is not name)
    moving = before in _MOVES and sure
    likely = asking or moving or len(tokens) <= _SHORT or "cloud" in signals
    if name.plain:
        # Such a name means nothing else where somebody asks, whatever stands beside it.
        return likely or sure or any(signal in signals for signal in _ASKED)
    return likely and (_capital(name, tokens) or _stands_alone(name, tokens, topics, signals))


def _stands_alone(
    name: NameSaid, tokens: Sequence[Token], topics: TopicsSaid, signals: Signals
) -> bool:
    """No unexplained noun follows, and what precedes does not make it a verb."""
    known = topics.tokens | signals.at(*SMALL)
    at = name.last
    if at < len(tokens) and SEPARATES.isdisjoint(tokens[at].gap) and at not in known:
        return False
    if not name.first:
        return True
    before = name.first - 1
    asks = before in topics.tokens or before in signals.at("responsibility")
    return tokens[before].text in BEFORE or asks


def _capital(name: NameSaid, tokens: Sequence[Token]) -> bool:
    """A capital inside a sentence that is not all capitals."""
    token = tokens[name.first]
    starts = name.first == 0 or not SEPARATES.isdisjoint(token.gap)
    shouting = sum(one.raw[0].isupper() for one in tokens) > max(2, len(tokens) // 2)
    return token.raw[0].isupper() and not starts and not shouting


def _in_a_row(name: NameSaid, found: Sequence[NameSaid], tokens: Sequence[Token]) -> bool:
    """Whether it is listed with a sure name: "RDS, Aurora and DynamoDB", "config vs SQS"."""
    for other in found:
        if other is name or other.common:
            continue
        first, last = sorted([name, other], key=lambda one: one.first)
        between = [token.text for token in tokens[first.last : last.first]]
        gaps = "".join(token.gap for token in tokens[first.last : last.first + 1])
        if len(between) <= 1 and (_ROW & set(between) or {",", "/", ">", "→"} & set(gaps)):
            return True
    return False
