"""Messages and ephemerals: posting, changing, reading back."""

from collections.abc import Iterator

from bot.demo.world.directory import Directory
from bot.demo.world.form_state import values_after_update, with_ids
from bot.demo.world.ids import Ids
from bot.demo.world.records import Json, MessageRecord
from bot.demo.world.refusal import Refusal

CONTENT = ("text", "blocks", "attachments", "metadata", "thread_ts", "reply_broadcast", "files")


class Messages:
    """Every message of the workspace, oldest first. Content is taken as already checked."""

    def __init__(self, ids: Ids, directory: Directory) -> None:
        self._ids = ids
        self._directory = directory
        self._all: list[MessageRecord] = []

    def post(self, channel_id: str, content: Json, *, only_for: str | None = None) -> MessageRecord:
        """Store a message of the app; `only_for` makes it ephemeral."""
        body = {key: content[key] for key in CONTENT if content.get(key)}
        body.setdefault("text", "")
        message = MessageRecord(
            channel_id, self._ids.timestamp(), self._directory.bot.id, body, only_for=only_for
        )
        self._name_blocks(message)
        self._all.append(message)
        return message

    def update(self, message: MessageRecord, content: Json) -> None:
        """Change a message as `chat.update` does.

        `text` without `blocks` removes the old blocks, `blocks: []` clears them, neither keeps both;
        attachments and metadata stay unless sent. Only a change of plain text shows an "edited" mark.
        """
        if "text" in content and "blocks" not in content:
            message.body.pop("blocks", None)
            message.edited_ts = self._ids.timestamp()
        for key in CONTENT:
            if key in content and key not in {"thread_ts", "reply_broadcast"}:
                message.body[key] = content[key]
        self._name_blocks(message)
        message.revision += 1

    def delete(self, message: MessageRecord) -> None:
        """Remove it for good."""
        self._all.remove(message)

    def find(self, channel_id: str, ts: str) -> MessageRecord:
        """A message everyone in the channel can see, or `message_not_found`."""
        for message in self.in_channel(channel_id):
            if message.ts == ts:
                return message
        raise Refusal("message_not_found")

    def find_any(self, channel_id: str, ts: str) -> MessageRecord | None:
        """A message or an ephemeral, for response URLs; None once it is gone."""
        for message in self._all:
            if (message.channel_id, message.ts) == (channel_id, ts):
                return message
        return None

    def in_thread(self, channel_id: str, root_ts: str) -> list[MessageRecord]:
        """A message and the replies to it, oldest first; nothing when the message is not there."""
        return [
            each
            for each in self.in_channel(channel_id)
            if each.ts == root_ts or each.body.get("thread_ts") == root_ts
        ]

    def in_channel(self, channel_id: str) -> Iterator[MessageRecord]:
        """What is in the channel's history, oldest first: no ephemerals."""
        return (each for each in self._all if each.channel_id == channel_id and each.only_for is None)

    def ephemerals_of(self, user_id: str) -> list[MessageRecord]:
        """What only this person saw, oldest first."""
        return [each for each in self._all if each.only_for == user_id]

    def json(self, message: MessageRecord, *, metadata: bool = True) -> Json:
        """The `message` object; without `metadata` only the event's type is told."""
        shown: Json = {
            "type": "message",
            "user": message.author,
            "bot_id": self._directory.bot_id,
            "app_id": self._directory.app_id,
            "team": self._directory.team_id,
            "ts": message.ts,
            **message.body,
        }
        if shown.pop("reply_broadcast", False):
            shown["subtype"] = "thread_broadcast"
        if message.edited_ts:
            shown["edited"] = {"user": message.author, "ts": message.edited_ts}
        if "metadata" in shown and not metadata:
            shown["metadata"] = {"event_type": shown["metadata"].get("event_type")}
        return shown

    def _name_blocks(self, message: MessageRecord) -> None:
        if "blocks" in message.body:
            message.body["blocks"] = with_ids(message.body["blocks"], self._ids.nonce)
        message.values = values_after_update(message.body.get("blocks", []), message.values)
