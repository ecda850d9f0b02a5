"""The names by which Slack calls us: declared in the manifest, registered by the listeners."""

from __future__ import annotations

# Events as the manifest subscribes to them; Bolt knows them by what stands before the point.
UNINSTALLED, REVOKED = "app_uninstalled", "tokens_revoked"
# One workspace less, of an organisation whose installation goes on.
ACCESS_REVOKED = "team_access_revoked"
EVENTS = ("app_home_opened", "app_mention", UNINSTALLED, "message.im", REVOKED)
STEP_EVENT = "function_executed"
COMMAND = "/srm"
EXPLAIN, LOOK_UP = "explain", "look_up"
STEP = "look_up_responsibility"
SCOPES = ("app_mentions:read", "chat:write", "commands", "im:history")
PATH = "/slack/events"
INSTALL_PATH, START_PATH, REDIRECT_PATH = (
    "/slack/install",
    "/slack/install/start",
    "/slack/oauth_redirect",
)
