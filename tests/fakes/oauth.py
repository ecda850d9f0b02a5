"""Slack's side of installing: codes for tokens, and refresh tokens that are good once."""

from __future__ import annotations

import math
import time
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

CLIENT_ID, CLIENT_SECRET = "123.456", "c" * 32
CREDENTIALS = "Basic " + b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()


@dataclass
class FakeOAuth:
    """`codes` are what each code brings, once; `refreshed` counts uses of each refresh token.

    `rotates` gives tokens that live for `lives` seconds, 12 hours if nobody says otherwise.
    """

    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    refreshed: dict[str, int] = field(default_factory=dict)
    rotates: bool = False
    lives: int = 43_200
    ends: dict[str, float] = field(default_factory=dict)
    made: int = 0

    def offer(self, code: str, team: str = "T1", **more: Any) -> None:
        """A person agreed to install the app to a workspace: this is the code they come with."""
        self.codes[code] = {
            "token_type": "bot",
            "access_token": f"xoxb-{team}-{code}",
            "bot_user_id": f"U0BOT{team}",
            "app_id": "A0SRM",
            "team": {"id": team, "name": f"Team {team}"},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": "U0ADMIN"},
            **(self._fresh(team) if self.rotates else {}),
            **more,
        }

    def access(self, given: dict[str, Any], shown: str) -> dict[str, Any]:
        """What `oauth.v2.access` answers an app that has `shown` its credentials."""
        if shown != CREDENTIALS:
            return {"ok": False, "error": "bad_client_secret"}
        if given.get("grant_type") == "refresh_token":
            return self._refresh(str(given["refresh_token"]))
        said = self.codes.pop(str(given.get("code")), None)
        return {"ok": True, **said} if said else {"ok": False, "error": "invalid_code"}

    def is_over(self, token: str) -> bool:
        """Whether a token was good for some time, which has passed."""
        return time.monotonic() >= self.ends.get(token, math.inf)

    def _refresh(self, token: str) -> dict[str, Any]:
        self.refreshed[token] = self.refreshed.get(token, 0) + 1
        if self.refreshed[token] > 1:
            return {"ok": False, "error": "invalid_refresh_token"}
        return {"ok": True, "token_type": "bot", **self._fresh("new")}

    def _fresh(self, name: str) -> dict[str, Any]:
        self.made += 1
        access = f"xoxe.xoxb-{name}-{self.made}"
        self.ends[access] = time.monotonic() + self.lives
        return {
            "access_token": access,
            "refresh_token": f"xoxe-{name}-{self.made}",
            "expires_in": self.lives,
        }
