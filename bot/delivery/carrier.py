"""The calls to Slack that delivery makes. Each failure is told as a `CallFailedError`; nothing is tried twice here."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import structlog
from slack_sdk import WebClient
from slack_sdk.models.views import View
from slack_sdk.web import SlackResponse

from bot.delivery.faults import Fault, Reaction, read
from bot.ids import OPERATION_EVENT
from bot.views.home.home import plain_home
from bot.views.messages.message import Message

POST = "chat.postMessage"
UPDATE = "chat.update"
OPEN = "conversations.open"
HISTORY = "conversations.history"
PUBLISH = "views.publish"

EVERYBODY = ""  # Slack counts the Homes of all people together

_PAGE = 200
_MOST_PAGES = 8  # within the lease, even at ten seconds a page


class CallFailedError(Exception):
    """A call to Slack failed; it holds no token, text or payload."""

    def __init__(self, method: str, channel: str, fault: Fault) -> None:
        super().__init__(f"{method}: {fault.code}")
        self.method = method
        self.channel = channel
        self.fault = fault


class Carrier:
    """Slack's Web API as delivery needs it. Give it a client without retry handlers: they would post twice."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def post(self, channel: str, message: Message, operation_id: str, thread: str | None = None) -> str:
        """Post a message and return its ts. Blocks that Slack refuses are left out: the text says everything.

        In a `thread` it is shown in the channel too, where people are told of it and `find` finds it.
        """
        fixed: dict[str, Any] = {
            "channel": channel,
            "text": message.text,
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if thread is not None:
            fixed |= {"thread_ts": thread, "reply_broadcast": True}
        metadata = {"event_type": OPERATION_EVENT, "event_payload": {"operation_id": operation_id}}
        try:
            sent = _call(
                POST,
                channel,
                lambda: self._client.chat_postMessage(**fixed, blocks=message.blocks, metadata=metadata),
            )
        except CallFailedError as failure:
            _refused_blocks(failure)
            if "metadata" not in failure.fault.code:
                fixed["metadata"] = metadata
            sent = _call(POST, channel, lambda: self._client.chat_postMessage(**fixed))
        return str(sent["ts"])

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Redraw a message in its place; blocks that Slack refuses are left out."""
        text = message.text
        try:
            _call(
                UPDATE,
                channel,
                lambda: self._client.chat_update(channel=channel, ts=ts, text=text, blocks=message.blocks),
            )
        except CallFailedError as failure:
            _refused_blocks(failure)
            _call(UPDATE, channel, lambda: self._client.chat_update(channel=channel, ts=ts, text=text))

    def open_dm(self, user_id: str) -> str:
        """Return the channel of the direct messages between the bot and a user."""
        opened = _call(OPEN, user_id, lambda: self._client.conversations_open(users=user_id))
        return str(opened["channel"]["id"])

    def publish(self, user_id: str, view: View) -> None:
        """Show a Home. Blocks that Slack refuses are left out; who is refused even so has no account any more."""
        try:
            _call(PUBLISH, EVERYBODY, lambda: self._client.views_publish(user_id=user_id, view=view))
        except CallFailedError as failure:
            _refused_blocks(failure)
            self._publish_plain(user_id)

    def _publish_plain(self, user_id: str) -> None:
        try:
            _call(PUBLISH, EVERYBODY, lambda: self._client.views_publish(user_id=user_id, view=plain_home()))
        except CallFailedError as failure:
            if failure.fault.reaction is not Reaction.PLAIN:
                raise
            # Slack says so of a user it does not know as well, in the same words.
            unreachable = Fault(Reaction.UNREACHABLE, failure.fault.code)
            raise CallFailedError(PUBLISH, EVERYBODY, unreachable) from None

    def find(self, channel: str, operation_id: str, since: datetime) -> str | None:
        """Return the ts of the message that carries the operation id, looking no further back than `since`."""
        cursor: str | None = None
        for _ in range(_MOST_PAGES):
            page = self._history(channel, since, cursor)
            for message in page["messages"]:
                metadata = message.get("metadata") or {}
                if (metadata.get("event_payload") or {}).get("operation_id") == operation_id:
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
        # Not "it is not there": nobody looked at the rest.
        raise CallFailedError(HISTORY, channel, Fault(Reaction.RETRY, "history_too_long"))

    def _history(self, channel: str, since: datetime, cursor: str | None) -> SlackResponse:
        return _call(
            HISTORY,
            channel,
            lambda: self._client.conversations_history(
                channel=channel,
                oldest=f"{since.timestamp():.6f}",
                limit=_PAGE,
                cursor=cursor,
                include_all_metadata=True,
            ),
        )


def _call(method: str, channel: str, call: Callable[[], SlackResponse]) -> SlackResponse:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - whatever broke, Slack may have done its part
        # The SDK's exceptions quote what Slack answered, and Slack may quote what it was sent.
        raise CallFailedError(method, channel, read(error)) from None


def _refused_blocks(failure: CallFailedError) -> None:
    """Log what is wrong with our blocks; raise `failure` again when it is about something else."""
    if failure.fault.reaction is not Reaction.PLAIN:
        raise failure
    structlog.get_logger(__name__).error(
        "blocks_refused",
        method=failure.method,
        code=failure.fault.code,
        remarks=list(failure.fault.details),
    )
