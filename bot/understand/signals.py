"""The words of a question that are neither a service nor a topic."""

from __future__ import annotations

from bot.record import record
from bot.understand.phrases import Phrasebook, stems_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from bot.understand.words import Token

# Words that say the same, and turns of phrase, signal nothing by themselves; insiders have a
# book of their own.
_NOT_SIGNALS = frozenset({"alike", "idioms", "insiders", "senses"})


def is_unspaced(text: str) -> bool:
    """Whether it is of a language that puts no spaces between its words."""
    return any("\u3040" <= letter <= "\u9fff" for letter in text)


@record
class Signals:
    """Where each signal was said: its name to the numbers of its tokens, in order."""

    said: Mapping[str, tuple[int, ...]]

    def __contains__(self, name: str) -> bool:
        return name in self.said

    def at(self, *names: str) -> frozenset[int]:
        """The tokens that say any of these signals."""
        found: set[int] = set()
        for name in names:
            if name in self.said:
                found.update(self.said[name])
        return frozenset(found)


class SignalIndex:
    """Finds signals: single words by their stem, phrases as they stand."""

    def __init__(
        self, signals: Mapping[str, tuple[str, ...]], tables: Mapping[str, Any] | None = None
    ) -> None:
        kept = tables["signals"] if tables is not None else {}
        self._single: dict[str, str] = kept.get("single", {})
        self._phrases = Phrasebook(kept.get("phrases"))
        # "Can AWS" asks who does it, and must not hide "AWS staff".
        self._insiders = Phrasebook(kept.get("insiders"))
        # What a language says that puts no spaces between its words.
        self._unspaced: list[list[str]] = kept.get("unspaced", [])
        if not kept:
            self._add(signals)

    @property
    def table(self) -> dict[str, Any]:
        """All that it knows, as what JSON can say."""
        books = {"phrases": self._phrases.table, "insiders": self._insiders.table}
        return {"single": self._single, "unspaced": self._unspaced, **books}

    def _add(self, signals: Mapping[str, tuple[str, ...]]) -> None:
        self._insiders.add(signals["insiders"], "insiders")
        self._unspaced += [
            [phrase, name]
            for name, phrases in signals.items()
            for phrase in phrases
            if is_unspaced(phrase)
        ]
        for name, phrases in signals.items():
            for phrase in phrases if name not in _NOT_SIGNALS else ():
                stems = stems_of(phrase)
                if len(stems) == 1 and not phrase.startswith("="):
                    known = self._single.get(stems[0], "").split()
                    self._single[stems[0]] = " ".join(dict.fromkeys([*known, name]))
                else:
                    self._phrases.add([phrase], name)

    def _in_one(
        self, tokens: Sequence[Token], skip: frozenset[int]
    ) -> list[tuple[int, int, tuple[str, ...]]]:
        """What runs of letters hold whose language puts no spaces between its words."""
        return [
            (at, at + 1, (name,))
            for at, token in enumerate(tokens)
            if not token.text.isascii() and at not in skip and is_unspaced(token.text)
            for phrase, name in self._unspaced
            if phrase in token.text
        ]

    def find(self, tokens: Sequence[Token], skip: frozenset[int]) -> Signals:
        """The signals in `tokens`, leaving out those in `skip`."""
        said: dict[str, list[int]] = {}
        for at, token in enumerate(tokens):
            single = self._single.get(token.stem)
            if single is not None and at not in skip:
                for name in single.split(" "):
                    said.setdefault(name, []).append(at)
        found = self._phrases.find(tokens, skip)
        found += self._in_one(tokens, skip)
        if "aws_party" in said:
            found += self._insiders.find(tokens, skip)
        for first, last, names in found:
            for name in names:
                said.setdefault(name, []).extend(range(first, last))
        if found:
            return Signals(said={name: tuple(sorted(set(at))) for name, at in said.items()})
        return Signals(said={name: tuple(at) for name, at in said.items()})
