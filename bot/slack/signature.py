"""Whether a request was signed by Slack within the last five minutes, and if not, why not."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST = 5 * 60
_STAMP = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")


def sign(secret: str, stamp: str, body: bytes) -> str:
    """Slack's signature of a body sent at `stamp` (seconds since 1970, as text)."""
    text = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def refused_for(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> str:
    """Why a request is not let in, before anything of its body is looked at; never raises.

    Empty for one that is; else `unsigned`, `signature` (by another secret) or `age`. `now` is
    seconds since 1970. Raw bytes are signed, so the body is not decoded.
    """
    stamp = headers.get("X-Slack-Request-Timestamp", "")
    given = headers.get("X-Slack-Signature", "")
    if not _STAMP.fullmatch(stamp) or not _SIGNATURE.fullmatch(given):
        return "unsigned"
    if not hmac.compare_digest(sign(secret, stamp, body), given):
        return "signature"
    return "age" if abs(now - int(stamp)) > OLDEST else ""
