"""Finds the phrases of a case in a text: in any inflection, with a few words between them."""

from __future__ import annotations

from functools import cache

from bot.record import record
from bot.understand.ruled_out import denied_before
from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.understand.words import Token

_BETWEEN = 5
# What may follow "on" where it says that something is switched on.
_AFTER_ON = frozenset(
    (
        "and or but so then by for in at is are was do does did can could should will would must "
        "if when where while since because already now today again right what which how there here "
        "though too everywhere with without to until before after only properly right"
    ).split()
)
_OFF = frozenset("off disabled".split())
_NOT = frozenset(
    "without not no none nothing nobody nowhere never isn't don't doesn't aren't".split()
)
# What may stand between a thing and what is said of it.
_SETTINGS = frozenset("enabled set setting flag option attribute parameter".split())
_NO = frozenset("no nope nah never negative not".split())
_KINDS = frozenset("own new old custom".split())
_IS = frozenset("is are was were".split())
_IS_NOT = frozenset("isn't aren't wasn't weren't isnt arent wasnt missing".split())
_STOPS = frozenset(",/;:?!")
_DETERMINERS = frozenset("the a an our my your their this that".split())


@record
class Word:
    """One word of a phrase: its stem, and the form it must have; `whole` also its neighbours.

    A word that says what the next one is keeps its form: "own key" is not heard in "who
    owns the key", nor "customer managed key" in "does the customer manage the key".
    """

    stem: str
    text: str
    describes: bool
    whole: bool


@cache
def stems_in(phrase: str) -> frozenset[str]:
    """The stems of the words of a phrase."""
    return frozenset(word.stem for word in words_in(phrase))


@cache
def words_in(phrase: str) -> tuple[Word, ...]:
    """The words of a phrase; after "=" it is heard only as it is written."""
    words = words_of(phrase)
    return tuple(
        Word(
            stem=stem(word),
            text=word,
            describes=at < len(words) - 1 and (word in _KINDS or word.endswith("ed")),
            whole=phrase.startswith("="),
        )
        for at, word in enumerate(words)
    )


def places_of(tokens: Sequence[Token]) -> dict[str, list[int]]:
    """Where each stem stands in a text."""
    places: dict[str, list[int]] = {}
    for at, token in enumerate(tokens):
        places.setdefault(token.stem, []).append(at)
    return places


def held(
    tokens: Sequence[Token],
    key: tuple[Word, ...],
    places: Mapping[str, Sequence[int]],
    *,
    thing: bool = False,
) -> frozenset[int]:
    """Where the words stand in order, with few between them and not denied; empty if nowhere.

    Of a `thing` that is spoken of, what follows may say what is not so.

    `places` are those of the text: it may have many words, and every case many phrases.
    """
    for at in places.get(key[0].stem, ()):
        if _is(tokens[at], key[0]) and not (_of_model(tokens, at) or _denied(tokens, at, key)):
            found = _from(tokens, at, key)
            if found and key[-1].text == "on" and _goes_on(tokens, max(found)):
                continue
            if found and (thing or not _denied_after(tokens, max(found), key)):
                return found
    return frozenset()


def _goes_on(tokens: Sequence[Token], last: int) -> bool:
    """Whether "on" leads to something or somebody: neither "backups on FSx" nor "backups are on
    whom?" says that they are on.
    """
    after = tokens[last + 1 : last + 2]
    return any(token.text not in _AFTER_ON and token.gap == " " for token in after)


def _of_model(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word only names the shared responsibility model."""
    after = tokens[at + 1].text if at + 1 < len(tokens) else ""
    return tokens[at].text == "shared" and after in ("responsibility", "responsibilities", "model")


def _from(tokens: Sequence[Token], at: int, key: tuple[Word, ...]) -> frozenset[int]:
    """The tokens of `key` from `at` on: "ship our server back" holds "ship back"."""
    end = min(at + len(key) + (_BETWEEN if len(key) > 1 else 0), len(tokens))
    found: list[int] = []
    for number, word in enumerate(key):
        step = next((i for i in range(at, end) if _is(tokens[i], word)), None)
        if step is None or (number and not _close(tokens[at:step], key[number - 1], key)):
            return frozenset()
        found.append(step)
        at = step + 1
    return frozenset(found)


def _is(token: Token, word: Word) -> bool:
    if word.whole:
        return token.text == word.text
    if word.describes:
        return token.stem == word.stem and token.text[-2:] == word.text[-2:]
    return token.stem == word.stem


def _close(between: Sequence[Token], word: Word, key: tuple[Word, ...]) -> bool:
    """Whether what stands between two words of a phrase leaves its sense as it is."""
    if word.whole:
        return not between
    if any(_STOPS & set(token.gap) for token in between):
        return False
    texts = {token.text for token in between}
    denied = _NOT & texts and _NOT.isdisjoint(one.text for one in key)
    # "Updates are off on our environment" does not say that they are on.
    denied = denied or (_OFF & texts and _OFF.isdisjoint(one.text for one in key))
    return not denied and not (word.describes and _DETERMINERS & texts)


def _denied(tokens: Sequence[Token], at: int, key: tuple[Word, ...]) -> bool:
    """Whether "without" or "no" stands before: "without a custom AMI"."""
    if not _NOT.isdisjoint(word.text for word in key):
        return False
    before = {token.text for token in tokens[max(0, at - 2) : at]}
    return bool(_NOT & before) or denied_before(tokens, at, anyone=True)


def _answered_no(tokens: Sequence[Token], last: int) -> bool:
    """Whether the asker denies it himself: "PITR on Keyspaces? nope, never switched on"."""
    asked = next(
        (at for at in range(last + 1, min(last + 5, len(tokens))) if "?" in tokens[at].gap), 0
    )
    return bool(asked) and tokens[asked].text in _NO


def _denied_after(tokens: Sequence[Token], last: int, key: tuple[Word, ...]) -> bool:
    """Whether what follows says that it is not so: "PointInTimeRecovery is not set"."""
    if not _NOT.isdisjoint(word.text for word in key):
        return False
    if _answered_no(tokens, last):
        return True
    after = list(tokens[last + 1 : last + 5])
    while after and after[0].text in _SETTINGS and _STOPS.isdisjoint(after[0].gap):
        after.pop(0)
    if not after or not _STOPS.isdisjoint(after[0].gap):
        return False
    isnt = [after[0].text, *(one.text for one in after[1:2])]
    return isnt[0] in _IS_NOT or (isnt[0] in _IS and isnt[1:] == ["not"])
