"""Whether ordinary words stand as a name that the catalogue lacks, or only ask a favour."""

from __future__ import annotations

import itertools

from bot.understand.names import tokens_taken

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bot.understand.seen import Seen

_REQUESTS = frozenset("can could will would".split())
_DETERMINERS = frozenset("the our a an my this that your their".split())
_MAKERS = frozenset({"aws", "amazon"})
_ENDS = frozenset("?!.:;\n")
# What people ask of a colleague, or of a bot with other powers.
_ACTIONS = frozenset(
    "restart reboot launch create delete deploy redeploy resize spin provision terminate merge "
    "approve ssh stop start scale install".split()
)
_WHO = frozenset("who whose whom who's".split())
_LEADS = frozenset("on for in of to with up down".split())


def requests(seen: Seen) -> bool:
    """Whether the bot is asked to do something: "can you keep a secret?"."""
    polite = seen.signals.at("courtesy")
    first = next((at for at in range(len(seen.tokens)) if at not in polite), 0)
    words = [token.text for token in seen.tokens[first : first + 2]]
    told = len(words) > 1 and words[0] in _REQUESTS and words[1] == "you"
    return told and "help" not in seen.signals


def orders(seen: Seen) -> bool:
    """Whether the bot is asked to do what it never does: "can you restart our instance?"."""
    words = [token.text for token in seen.tokens]
    told = requests(seen) and any(
        one == "you" and two in _ACTIONS for one, two in itertools.pairwise(words)
    )
    return told and not _WHO & set(words) and "everything" not in seen.signals


def capitals(seen: Seen) -> tuple[int, ...]:
    """Words that stand like a name that the catalogue lacks: "AWS Glue", "Storage Gateway"."""
    tokens = seen.tokens
    shouting = sum(one.raw[0].isupper() for one in tokens) > max(2, len(tokens) // 2)
    named = {
        at
        for at in seen.plain
        if at and (tokens[at - 1].text in _MAKERS or (not shouting and _capital(seen, at)))
    }
    named |= {at - 1 for at in named if not shouting and _capital(seen, at - 1)}
    return tuple(sorted(named))


def _capital(seen: Seen, at: int) -> bool:
    """Whether a word inside a sentence begins with a capital."""
    token = seen.tokens[at]
    return at > 0 and token.raw[0].isupper() and not _ENDS & set(token.gap)


def is_object(seen: Seen) -> bool:
    """Whether the ordinary words are what is asked about, as in "who patches Phoenix?"."""
    run = seen.plain
    if not run or len(run) > 2 or run[-1] - run[0] != len(run) - 1:
        return False
    ends = run[-1] == len(seen.tokens) - 1 or bool(
        set("?!.,;:\n") & set(seen.tokens[run[-1] + 1].gap)
    )
    before = run[0] - 1
    while before >= 0 and seen.tokens[before].text in _DETERMINERS:
        before -= 1
    led = before >= 0 and (before in seen.topics.tokens or seen.tokens[before].text in _LEADS)
    return ends and led


def taken_by_names(seen: Seen) -> frozenset[int]:
    """The tokens that names hold."""
    return tokens_taken((*seen.names, *seen.others))
