"""Words by their root, and words that say the same: "deleted", "deletion", "wiped"."""

from __future__ import annotations

from bot.understand.words import stem, words_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.understand.seen import Seen

# Endings that a stem leaves: "encryption", "retirement", "failure".
_ENDINGS = ("ation", "ition", "ion", "ment", "ure", "er", "or")
_SHORTEST = 4
# Words that tell nothing apart, wherever they stand.
EMPTY = frozenset(
    (
        "a about after again all also am amazon an and another any anything apply applies are as "
        "ask at aws be "
        "because been before being both but by can cannot case could customer customers did do "
        "does doing done duty each either else ever every everyone for from get gets getting give "
        "given gives go goes going got guys had has have having he hers him his how i if in into "
        "is it its job just keep keeps kind let like made make makes many may me might mine more "
        "most much must my need needs never no nobody not now of on once one only or other our "
        "ours out over own owner part per please problem put quite really responsibility "
        "responsible same say says secure secures secured securing security see service services "
        "set shall she should side so some somebody someone something stay still such sure take "
        "takes team than that the "
        "their them then there these they thing things this those to too under until up us use "
        "used user uses using very via want was way we well were what when where whether which "
        "while who whom whose why will with within without would yes yet you your "
        "account accounts cloud instead keeping new old right wrong handle handles manage manages "
        "managed provide provides run runs running work works time default first last day"
    ).split()
)


class Roots:
    """The roots of words, those that say the same made one."""

    def __init__(self, alike: Iterable[str]) -> None:
        self._alike: dict[str, tuple[str, ...]] = {}
        for group in alike:
            words = words_of(group)
            for found in dict.fromkeys(map(_root, words)):
                self._alike[found] = (*self._alike.get(found, ()), _root(words[0]))

    def all_of(self, word: str) -> tuple[str, ...]:
        """Every root that a folded word may stand for: "gone" is deleted, or it failed."""
        found = _root(word)
        return self._alike.get(found, (found,))

    def of(self, word: str) -> str:
        """The root of a folded word: encryption, encrypted → encrypt."""
        return self.all_of(word)[0]

    def alike(self, word: str) -> bool:
        """Whether a word has others that say the same."""
        return _root(word) in self._alike

    def of_text(self, text: str) -> list[str]:
        """The roots of the words of a text that tell something."""
        return [self.of(word) for word in words_of(text) if word not in EMPTY and len(word) > 1]

    def asked(
        self, seen: Seen, own: frozenset[str], apart: frozenset[int] = frozenset()
    ) -> frozenset[str]:
        """The roots of a question's words, but for those that are a service's `own` name.

        Those `apart` are left out too.

        A part that is named with it tells something: "GuardDuty findings".
        """
        named = {
            at
            for one in seen.names
            for at in range(one.first, one.last)
            if seen.tokens[at].text in own
            or own.isdisjoint(token.text for token in seen.tokens[one.first : one.last])
        }
        return frozenset(
            self.of(token.text)
            for at, token in enumerate(seen.tokens)
            if at not in named | apart and token.text not in EMPTY and len(token.text) > 1
        )


# Not remembered: the words of questions come here, and what people wrote is not kept.
def _root(word: str) -> str:
    found = stem(word)
    if found == "customer":
        # Nobody's "custom AMI" is the customer.
        return found
    for ending in _ENDINGS:
        if found.endswith(ending) and len(found) - len(ending) >= _SHORTEST:
            return found[: -len(ending)].removesuffix("e")
    return found
