"""The `state` of an installation under way: signed, short-lived, and good in one browser only.

Nothing is kept for a page that somebody merely opens; what came back is kept until it has run out,
so that it cannot come back twice.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING

from bot.record import record

if TYPE_CHECKING:
    from bot.secret import Secret

LASTS = 10 * 60
_FORM = re.compile(r"([A-Za-z0-9_-]{43})\.([0-9]{1,12})\.([0-9a-f]{64})")
_BROWSER = re.compile(r"[A-Za-z0-9_-]{43}")


@record
class Begun:
    """What goes to Slack and back, and what stays in the browser."""

    state: str
    browser: str


class States:
    """Makes and checks them; `secret` is the app's, which every replica has."""

    def __init__(self, secret: Secret) -> None:
        # A key of its own, so that no signature of ours means anything elsewhere.
        self._key = hmac.digest(secret.reveal().encode(), b"srm-bot oauth state", "sha256")

    def begin(self, browser: str, now: float) -> Begun:
        """One that is good for ten minutes, for the browser that has `browser` already, or new."""
        kept = browser if _BROWSER.fullmatch(browser) else secrets.token_urlsafe(32)
        nonce, ends = secrets.token_urlsafe(32), str(int(now) + LASTS)
        return Begun(state=f"{nonce}.{ends}.{self._sign(nonce, ends, kept)}", browser=kept)

    def check(self, state: str, browser: str, now: float) -> str:
        """What to keep so that it is used once; empty when it is not good here and now."""
        read = _FORM.fullmatch(state)
        if read is None or not _BROWSER.fullmatch(browser):
            return ""
        nonce, ends, signature = read.groups()
        good = hmac.compare_digest(signature, self._sign(nonce, ends, browser))
        if not good or not now < int(ends) <= now + LASTS + 60:
            return ""
        return hashlib.sha256(nonce.encode()).hexdigest()

    def _sign(self, nonce: str, ends: str, browser: str) -> str:
        text = f"{nonce}.{ends}.{browser}".encode()
        return hmac.new(self._key, text, hashlib.sha256).hexdigest()
