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


def is_on(case: Case) -> bool:
    """Whether a case says that something is on already."""
    words = case.when.split()
    named = words[-1] in ("on", "enabled") and not _IS.isdisjoint(words) and "to" not in words
    return named or any(said.endswith(" is on") for said in case.said_as)
