"""What each of Slack's error codes means for a post: again or not, and who is to be told.

The codes are those of the page of `chat.postMessage`; an unknown one gives up.
"""

from __future__ import annotations

from typing import Literal

Outcome = Literal["again", "unknown", "plain", "user", "admin", "team", "drop"]

# Not posted, for a reason that passes.
_AGAIN = "message_limit_exceeded rate_limited ratelimited request_timeout team_added_to_org".split()
# Slack's own page says of these that a part may have been done all the same.
_UNKNOWN = "fatal_error internal_error service_unavailable".split()
# Our blocks were refused: the answer's words go without them.
_PLAIN = (
    "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long "
    "only_one_table_allowed too_many_attachments too_many_contact_cards metadata_too_large"
).split()
# The bot may not post there, but the person can ask another way: a note tells them.
_USER = (
    "cannot_reply_to_message messages_tab_disabled not_in_channel restricted_action "
    "restricted_action_non_threadable_channel restricted_action_read_only_channel "
    "restricted_action_thread_locked restricted_action_thread_only_channel"
).split()
# Somebody who runs the bot must act.
_ADMIN = (
    "access_denied accesslimited ekm_access_denied enterprise_is_restricted "
    "method_deprecated missing_scope no_permission not_allowed_token_type "
    "org_login_required send_on_behalf_not_allowed team_access_not_granted "
    "two_factor_setup_required"
).split()
# The token is dead, and with it the way to this workspace.
_TEAM = "account_inactive invalid_auth not_authed token_expired token_revoked".split()
# The place is gone or closed: nothing is to be said there.
_DROP = (
    "as_user_not_supported channel_not_found channel_type_not_supported "
    "duplicate_channel_not_found duplicate_message_not_found invalid_arg_name "
    "invalid_arguments invalid_array_arg invalid_charset invalid_form_data "
    "invalid_metadata_format invalid_metadata_schema invalid_post_type is_archived "
    "is_inactive markdown_text_conflict metadata_must_be_sent_from_app "
    "missing_file_data missing_post_type no_text "
    "slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked "
    "slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked "
    "slack_connect_lists_sharing_blocked team_not_found thread_not_found "
    "attachment_payload_limit_exceeded deprecated_endpoint"
).split()

BY_OUTCOME: dict[Outcome, list[str]] = {
    "again": _AGAIN,
    "unknown": _UNKNOWN,
    "plain": _PLAIN,
    "user": _USER,
    "admin": _ADMIN,
    "team": _TEAM,
    "drop": _DROP,
}
OUTCOMES: dict[str, Outcome] = {
    code: outcome for outcome, codes in BY_OUTCOME.items() for code in codes
}


def outcome_of(code: str) -> Outcome:
    """What to do after Slack refused a post with this error code."""
    return OUTCOMES.get(code, "drop")
