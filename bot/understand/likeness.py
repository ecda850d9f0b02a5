"""How like a word must be to a name to be read as a slip of it."""

from __future__ import annotations

_SURE_START, _SHORTEST = 6, 4


def slack(letters: int) -> int:
    """How many letters of a word this long may be wrong and still be read as a name."""
    if letters < 4:
        return 1
    return 1 if letters < 6 else 2 if letters < 12 else 3


def alike(word: str, name: str, distance: int) -> bool:
    """Short words must only swap neighbours; longer ones keep an end of the name."""
    if len(word) < 4 or len(name) < 4:
        return distance == 1 and len(word) == len(name) and sorted(word) == sorted(name)
    if len(word) == len(name) == _SHORTEST and sorted(word) != sorted(name):
        # One letter for another makes most short names another word: "rota" is no ROSA.
        return False
    if any(letter.isdigit() for letter in name + word):
        digits = [letter for letter in word if letter.isdigit()]
        if digits != [letter for letter in name if letter.isdigit()]:
            return False
    if len(word) < _SURE_START and word[0] != name[0]:
        # "Cosa" is no slip of ROSA; swapped first letters are.
        return word[:2] == name[1::-1]
    return distance <= 1 or word[0] == name[0] or word[-3:] == name[-3:]
