"""Whether a text is in another language, whose words are no slips of English ones."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.understand.signals import Signals
    from bot.understand.words import Token

# "Who" in other languages, which no English question holds.
_ASKERS = frozenset("wer wessen qui quien quienes quem chi".split())
_PORTUGUESE = frozenset(
    "quem sao nossos faz cuida pelo pela pelos nos dos dados responsavel atualiza atualizam "
    "sozinha sozinho pra gente nossa nosso".split()
)


def is_foreign(tokens: Sequence[Token], signals: Signals) -> bool:
    """Whether words give away another language: two of them, or one that asks who."""
    if "foreign" not in signals:
        return False
    said = {tokens[at].text for at in signals.at("foreign")}
    return len(said) > 1 or bool(said & _ASKERS)


def articles(tokens: Sequence[Token]) -> frozenset[int]:
    """The Portuguese "os", which is no operating system: "quem cifra os dados?"."""
    found = frozenset(at for at, token in enumerate(tokens[:-1]) if token.raw == "os")
    if found and _PORTUGUESE.isdisjoint(token.text for token in tokens):
        return frozenset()
    return found
