"""Seals what must not be read in a database: tokens, by keys that are kept elsewhere.

What is sealed names the installation that it belongs to: a row copied over another one's does not
open, so nobody who can write to the database makes one workspace speak with another's token.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import StoreError
from bot.store.installs import Tokens

if TYPE_CHECKING:
    from collections.abc import Sequence


class Seal:
    """The first key seals, every key opens: so a new one is put before the old."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = MultiFernet([Fernet(key) for key in keys])
        self._first = Fernet(keys[0])

    def close(self, team: str, tokens: Tokens) -> str:
        """An installation's tokens, sealed."""
        inside = json.dumps([team, tokens.access, tokens.refresh])
        return self._keys.encrypt(inside.encode()).decode()

    def open(self, team: str, sealed: str) -> Tokens:
        """An installation's tokens; raises `StoreError` when none of the keys opens them."""
        try:
            inside = json.loads(self._keys.decrypt(sealed.encode()))
        except (InvalidToken, ValueError) as fault:
            raise StoreError("None of SRM_ENCRYPTION_KEYS opens the tokens.") from fault
        if not isinstance(inside, list) or len(inside) != 3 or inside[0] != team:
            raise StoreError("The tokens are those of another installation.")
        return Tokens(access=inside[1], refresh=inside[2])

    def is_newest(self, sealed: str) -> bool:
        """Whether the first key sealed it."""
        try:
            self._first.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True
