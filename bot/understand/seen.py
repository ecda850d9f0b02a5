"""Everything found in one text, before anyone decides what kind of question it is."""

from __future__ import annotations

from bot.record import record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.hearing import TopicsSaid
    from bot.understand.names import NameSaid, Near
    from bot.understand.signals import Signals
    from bot.understand.words import Token


# How the products of a maker begin.
_MAKERS = {"Microsoft": ("Azure ", "Microsoft "), "Google Cloud": ("Google ",)}
_JOINS = frozenset("and or vs versus with than".split())


@record
class Seen:
    """What was found in a text: names with the tokens they take, topics, signals, the rest.

    `names` are services, in the order said; `others` are names that are not AWS's;
    `unknown` are tokens that are no word we know; `plain` are ordinary words that nothing
    above explains; `maybe` are near services for an unknown word that is too far to trust;
    `strange` are machine names that no entry claims.
    """

    text: str
    tokens: tuple[Token, ...]
    names: tuple[NameSaid, ...]
    others: tuple[NameSaid, ...]
    topics: TopicsSaid
    signals: Signals
    unknown: tuple[int, ...]
    plain: tuple[int, ...]
    maybe: tuple[Near, ...] = ()
    strange: tuple[str, ...] = ()

    def raw(self, numbers: tuple[int, ...]) -> tuple[str, ...]:
        """The words of these tokens as the person typed them."""
        return tuple(self.tokens[number].raw for number in numbers)


def others_of(seen: Seen) -> tuple[str, ...]:
    """The names that are not AWS's, as they are written, each once.

    A maker beside a product of its own is left out: "is Google Cloud Run patched by Google".
    """
    named = tuple(dict.fromkeys(name.other for name in seen.others))
    return tuple(
        one
        for one in named
        if not any(more != one and more.startswith(_MAKERS.get(one, one)) for more in named)
    )


def worth_naming(seen: Seen) -> tuple[int, ...]:
    """Strangers beside a known name that the person meant as names too: "RDS and FooBase".

    A lower-case word that nothing ties to a name is slang, a slip or another language, and
    an answer that mentioned it would only confuse.
    """
    ends = {name.last for name in seen.names} | {name.first - 1 for name in seen.names}
    return tuple(
        at
        for at in seen.unknown
        if any(letter.isupper() for letter in seen.tokens[at].raw[at == 0 :])
        or (seen.tokens[at - 1].text in _JOINS and at - 1 in ends)
    )


def strangers_of(seen: Seen, unknown: Sequence[int] | None = None) -> tuple[str, ...]:
    """Words that are nothing we know, joined where they stand side by side; three at most."""
    runs: list[list[int]] = []
    for at in seen.unknown if unknown is None else unknown:
        if runs and runs[-1][-1] == at - 1:
            runs[-1].append(at)
        else:
            runs.append([at])
    return tuple(" ".join(seen.raw(tuple(run)))[:80] for run in runs[:3])
