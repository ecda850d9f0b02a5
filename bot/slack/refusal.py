"""What became of a call that Slack did not take, whatever form it came in."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Literal

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.record import record
from bot.slack.outcomes import outcome_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.slack.outcomes import Outcome

    Kind = Outcome | Literal["limited", "unsent", "flood"]

_LIMITED = ("ratelimited", "rate_limited")
_USUAL_WAIT, _LONGEST_WAIT = 1.0, 24 * 60 * 60.0
# Only these are raised before a byte of a request is sent; after any other, Slack may have it.
_UNSENT = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
)


@record
class Refusal:
    """Why a call was not taken.

    `kind` is what to do about it: `limited` waits for `retry_after` seconds, `unsent` never
    reached Slack, `flood` is held back by ourselves; the rest are those of `outcomes`.
    """

    kind: Kind
    code: str
    retry_after: float = 0.0
    needed: str = ""


def refusal_of(fault: Exception) -> Refusal:
    """Sort whatever a call raised."""
    if isinstance(fault, SlackApiError):
        return _answered(fault)
    kind: Kind = "unsent" if isinstance(fault, _UNSENT) else "unknown"
    return Refusal(kind=kind, code=type(fault).__name__)


def _answered(fault: SlackApiError) -> Refusal:
    response: Any = fault.response
    data = getattr(response, "data", response)
    said = data if isinstance(data, dict) else {}
    # A body that is no JSON comes as aiohttp's own response, which calls it `status`.
    status: Any = getattr(response, "status_code", None) or getattr(response, "status", 200)
    code = str(said.get("error") or "")[:60]
    if status == 429 or code in _LIMITED:
        wait = retry_after(getattr(response, "headers", None))
        return Refusal(kind="limited", code=code or "HTTP 429", retry_after=wait)
    if status >= 500 or not code:
        return Refusal(kind="unknown", code=code or f"HTTP {status}")
    return Refusal(kind=outcome_of(code), code=code, needed=str(said.get("needed") or "")[:200])


def retry_after(headers: Mapping[str, Any] | None) -> float:
    """The seconds that a `Retry-After` header asks for, up to a day; one if it is unusable.

    A date counts from the answer's own `Date`, so that our clock may be wrong.
    """
    found = {str(name).lower(): value for name, value in (headers or {}).items()}
    text = _first(found.get("retry-after"))
    try:
        asked = float(text) if text.isascii() and text.isdigit() else _until(text, found)
    except (TypeError, ValueError):
        return _USUAL_WAIT
    return min(max(asked, _USUAL_WAIT), _LONGEST_WAIT)


def _until(date: str, found: Mapping[str, Any]) -> float:
    wait = parsedate_to_datetime(date) - parsedate_to_datetime(_first(found.get("date")))
    return wait / timedelta(seconds=1)


def date_of(headers: Mapping[str, Any] | None) -> float | None:
    """The time on the clock of whoever answered, in seconds since 1970."""
    found = {str(name).lower(): value for name, value in (headers or {}).items()}
    try:
        return parsedate_to_datetime(_first(found.get("date"))).timestamp()
    except (TypeError, ValueError):
        return None


def _first(value: Any) -> str:
    return str(value[0] if isinstance(value, list) and value else value or "").strip()
