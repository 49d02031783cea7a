"""The calls to Slack that delivery makes. Each failure is told as a `CallFailedError`; nothing is tried twice here."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

import structlog
from slack_sdk import WebClient
from slack_sdk.models.views import View
from slack_sdk.web import SlackResponse

from bot.delivery.faults import Fault, Reaction, read
from bot.delivery.pace import EVERYBODY
from bot.delivery.rendering.drafts import FileDraft
from bot.ids import OPERATION_EVENT
from bot.views.home.home import plain_home
from bot.views.messages.message import Message

POST = "chat.postMessage"
UPDATE = "chat.update"
OPEN = "conversations.open"
HISTORY = "conversations.history"
REPLIES = "conversations.replies"
PUBLISH = "views.publish"
UPLOAD = "files.completeUploadExternal"

SHOWING = frozenset({POST, UPLOAD})  # what a second call would show people a second time

_PAGE = 200
_MOST_PAGES = 8  # within the lease, even at ten seconds a page
_BYTES_A_SECOND = 1_000_000  # how slow an upload may be: the three calls for 20 MB have to fit the lease


class Place(NamedTuple):
    """Where Slack has a message."""

    channel: str
    ts: str


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

    def post(self, channel: str, message: Message, operation_id: str, thread: str | None = None) -> Place:
        """Post a message and return where it stands. For blocks that Slack refuses come simpler ones, or none.

        In a `thread` it is shown in the channel too, where people are told of it and `find` finds it.
        """
        fixed: dict[str, Any] = {
            "channel": channel,
            "text": message.text,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": OPERATION_EVENT, "event_payload": {"operation_id": operation_id}},
        }
        if thread is not None:
            fixed |= {"thread_ts": thread, "reply_broadcast": True}

        def send(**blocks: Any) -> SlackResponse:  # noqa: ANN401 - blocks, or nothing
            try:
                return _call(POST, channel, lambda: self._client.chat_postMessage(**fixed, **blocks))
            except CallFailedError as failure:
                if "metadata" in failure.fault.code:
                    fixed.pop("metadata", None)
                raise

        sent = _as_rich_as_possible(message, send)
        return Place(str(sent.get("channel") or channel), str(sent["ts"]))

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Redraw a message in its place; for blocks that Slack refuses come simpler ones, or none."""
        fixed: dict[str, Any] = {"channel": channel, "ts": ts, "text": message.text}

        def send(**blocks: Any) -> SlackResponse:  # noqa: ANN401 - blocks, or nothing
            return _call(UPDATE, channel, lambda: self._client.chat_update(**fixed, **blocks))

        _as_rich_as_possible(message, send)

    def upload(self, draft: FileDraft) -> None:
        """Put a file in the thread of a message. Its bytes are sent before anybody sees anything of it."""
        client = copy(self._client)
        client.timeout = self._client.timeout + len(draft.content) // _BYTES_A_SECOND
        _call(
            UPLOAD,
            draft.channel,
            lambda: client.files_upload_v2(
                filename=draft.name,
                content=draft.content,
                channel=draft.channel,
                thread_ts=draft.thread,
                initial_comment=draft.comment,
            ),
        )

    def open_dm(self, user_id: str) -> str:
        """Return the channel of the direct messages between the bot and a user."""
        opened = _call(OPEN, EVERYBODY, lambda: self._client.conversations_open(users=user_id))
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
        look = partial(
            self._client.conversations_history,
            channel=channel,
            oldest=f"{since.timestamp():.6f}",
            limit=_PAGE,
            include_all_metadata=True,
        )
        for message in _messages(HISTORY, channel, look):
            metadata = message.get("metadata") or {}
            if (metadata.get("event_payload") or {}).get("operation_id") == operation_id:
                return str(message["ts"])
        return None

    def find_file(self, channel: str, thread: str, name: str) -> str | None:
        """Return the ts of the reply with a file of that name, by whoever wrote the message it replies to."""
        look = partial(self._client.conversations_replies, channel=channel, ts=thread, limit=_PAGE)
        author: str | None = None
        for message in _messages(REPLIES, channel, look):
            author = author or message.get("user")  # the first is the one replied to: ours
            names = [file.get("name") for file in message.get("files") or ()]
            if name in names and message.get("user") == author:
                return str(message["ts"])
        return None


def _messages(method: str, channel: str, look: Callable[..., SlackResponse]) -> Iterator[dict[str, Any]]:
    cursor: str | None = None
    for _ in range(_MOST_PAGES):
        page = _call(method, channel, partial(look, cursor=cursor))
        yield from page["messages"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return
    # Not "it is not there": nobody looked at the rest.
    raise CallFailedError(method, channel, Fault(Reaction.RETRY, "history_too_long"))


def _as_rich_as_possible(message: Message, send: Callable[..., SlackResponse]) -> SlackResponse:
    """Send the blocks; where Slack refuses them the simpler ones; and without blocks when it refuses those."""
    for blocks in (message.blocks, message.simpler):
        if blocks is not None:
            try:
                return send(blocks=blocks)
            except CallFailedError as failure:
                _refused_blocks(failure, expected=message.simpler is not None and blocks is message.blocks)
    return send()


def _call(method: str, channel: str, call: Callable[[], SlackResponse]) -> SlackResponse:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - whatever broke, Slack may have done its part
        # The SDK's exceptions quote what Slack answered, and Slack may quote what it was sent.
        raise CallFailedError(method, channel, read(error)) from None


def _refused_blocks(failure: CallFailedError, *, expected: bool = False) -> None:
    """Log what is wrong with our blocks; raise `failure` again when it is about something else.

    It is `expected` of a workspace that may not have a kind of block yet, and no error then.
    """
    if failure.fault.reaction is not Reaction.PLAIN:
        raise failure
    log = structlog.get_logger(__name__)
    (log.info if expected else log.error)(
        "blocks_refused",
        method=failure.method,
        code=failure.fault.code,
        remarks=list(failure.fault.details),
    )
