"""What a failed call to Slack means for the message it was to carry. No I/O."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from urllib.error import HTTPError

from slack_sdk.errors import SlackApiError, SlackObjectFormationError, SlackRequestError


class Reaction(StrEnum):
    """What to do about it."""

    OBEY = "obey"  # Slack tells how long to wait
    RETRY = "retry"  # Slack or the network failed, and part of the work may have happened
    GONE = "gone"  # the message to update, or to answer in its thread, is no more: post another
    UNREACHABLE = "unreachable"  # the person cannot be written to, now or later
    PLAIN = "plain"  # our blocks are wrong: the text alone must do
    REPAIR = "repair"  # somebody has to put something right; nothing is lost meanwhile


_CODES = {
    Reaction.OBEY: {"ratelimited", "rate_limited", "message_limit_exceeded"},
    Reaction.RETRY: {
        "fatal_error",
        "internal_error",
        "request_timeout",
        "service_unavailable",
        "team_added_to_org",
    },
    Reaction.GONE: {
        "cannot_reply_to_message",
        "cant_update_message",
        "edit_window_closed",
        "message_not_found",
        "restricted_action_non_threadable_channel",
        "restricted_action_thread_locked",
        "thread_not_found",
    },
    Reaction.UNREACHABLE: {
        "cannot_dm_bot",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    },
    Reaction.PLAIN: {
        "block_mismatch",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_metadata_format",
        "invalid_metadata_schema",
        "metadata_too_large",
        "msg_blocks_too_long",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
        "view_too_large",
    },
}
_REACTIONS = {code: reaction for reaction, codes in _CODES.items() for code in codes}

_TOKEN = "check SLACK_BOT_TOKEN, or reinstall the app"  # noqa: S105 - advice, not a token
_REMEDIES = {
    "account_inactive": _TOKEN,
    "channel_not_found": "check the channel's id in the settings, and invite the bot if it is private",
    "invalid_auth": _TOKEN,
    "is_archived": "unarchive the channel, or set another one",
    "messages_tab_disabled": "enable the Messages tab of the app",
    "missing_scope": "add the scope the manifest names and reinstall the app",
    "not_authed": _TOKEN,
    "not_enabled": "enable the Home tab of the app",
    "not_in_channel": "invite the bot to the channel",
    "token_expired": _TOKEN,
    "token_revoked": _TOKEN,
}
_POLICY = "a workspace policy forbids it: ask a workspace admin, or set another channel"

_FORBIDDEN = {"access_denied", "no_permission", "posting_to_channel_denied"}

_CODE = re.compile(r"[a-z][a-z0-9_]{1,60}")


@dataclass(frozen=True)
class Fault:
    """A failed call. `code` is Slack's, or names the failure; `details` are Slack's remarks on our blocks."""

    reaction: Reaction
    code: str
    retry_after: str | None = None
    details: Sequence[str] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether Slack may have done what it was asked all the same."""
        return self.reaction is Reaction.RETRY

    @property
    def remedy(self) -> str:
        """What somebody has to put right, for the log."""
        if self.code.startswith("restricted_action") or self.code in _FORBIDDEN:
            return _POLICY
        return _REMEDIES.get(self.code, "look the code up in Slack's documentation of the method")


def read(error: Exception) -> Fault:
    """Tell what an exception of the SDK, or of the network below it, means."""
    if isinstance(error, SlackObjectFormationError | SlackRequestError):
        return Fault(Reaction.PLAIN, type(error).__name__)  # refused by the SDK: nothing was sent
    if not isinstance(error, SlackApiError):
        return _not_of_the_web_api(error)
    response = error.response
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return Fault(Reaction.OBEY, "ratelimited", response.headers.get("Retry-After"))
    if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Fault(Reaction.RETRY, f"http_{response.status_code}")
    # A proxy's page is no JSON: the SDK then puts a sentence where the code should be, or nothing at all.
    data = response.data if isinstance(response.data, dict) else {}
    code = data.get("error")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        return Fault(Reaction.RETRY, "not_slack")
    return Fault(
        _REACTIONS.get(code, Reaction.REPAIR),
        code,
        response.headers.get("Retry-After"),
        _remarks(data),
    )


def _not_of_the_web_api(error: Exception) -> Fault:
    if not isinstance(error, HTTPError):
        return Fault(Reaction.RETRY, type(error).__name__)
    with error:  # the address a file's bytes go to answers with a status alone
        if error.code == HTTPStatus.TOO_MANY_REQUESTS:
            return Fault(Reaction.OBEY, "ratelimited", error.headers.get("Retry-After"))
        return Fault(Reaction.RETRY, f"http_{error.code}")


def _remarks(data: dict[str, object]) -> Sequence[str]:
    metadata = data.get("response_metadata")
    remarks = metadata.get("messages") if isinstance(metadata, dict) else None
    return [str(remark) for remark in remarks] if isinstance(remarks, list) else ()
