"""Who switches a thing on is asked only where it is off: such a text says no "PITR is on"."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.catalogue.model import Case
    from bot.understand.words import Token

_ENABLE = frozenset("enable enables activate activates enabling activating add adds adding".split())
_TURN = frozenset("turn turns turning switch switches switching flip flips".split())
# "It should be enabled" says that it is not.
_ENABLED = frozenset("enabled activated turned switched".split())
_SAYS = _ENABLE | _ENABLED | _TURN
_NEAR = 5
_CHOOSE = frozenset(
    (
        "set sets setting configure configures configuring choose chooses choosing select selects "
        "implement implements arrange arranges deploy deploys establish establishes"
    ).split()
)
_SETS = _ENABLE | _TURN | _CHOOSE
_SMALL = frozenset("up on the a an our its their for".split())
_ENDS = frozenset("for on in with at of".split())
_ASKS = frozenset("who whose do does must should is can will".split())
_IF = frozenset("if when once with".split())
_IS = frozenset("is are".split())


def turns_on(tokens: Sequence[Token]) -> bool:
    """Whether somebody is asked to switch a thing on."""
    if _SAYS.isdisjoint([token.text for token in tokens]):
        return False
    for at, token in enumerate(tokens):
        if token.text in _ENABLE or (token.text in _ENABLED and at and tokens[at - 1].text == "be"):
            return True
        if token.text in _TURN and "on" in {one.text for one in tokens[at + 1 : at + 1 + _NEAR]}:
            return True
    return False


def is_set(case: Case, tokens: Sequence[Token], said: frozenset[int]) -> bool:
    """Whether what a case says that something is, is what somebody is asked to make it: "who sets
    up Multi-AZ?".
    """
    if not case.when.startswith(("it is a ", "it is an ")):
        return False
    first, last = min(said), max(said)
    at = first - 1
    while at > 0 and tokens[at].text in _SMALL:
        at -= 1
    if at < 1 or tokens[at].text not in _SETS or not _asked_of(tokens, at):
        return False
    # "Who sets up a custom domain's certificate?" asks of the certificate.
    return last + 1 == len(tokens) or tokens[last + 1].text in _ENDS or "?" in tokens[last + 1].gap


def _asked_of(tokens: Sequence[Token], at: int) -> bool:
    """Whether a verb is what is asked about: "who enables", "do we have to set up"."""
    before = {one.text for one in tokens[max(0, at - _NEAR) : at]}
    return not _ASKS.isdisjoint(before) and _IF.isdisjoint(before)


def is_on(case: Case) -> bool:
    """Whether a case says that something is on already."""
    words = case.when.split()
    named = words[-1] in ("on", "enabled") and not _IS.isdisjoint(words) and "to" not in words
    return named or any(said.endswith(" is on") for said in case.said_as)
