"""The records a workspace is made of. `Json` values have Slack's own shapes."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Values = dict[str, dict[str, Json]]
"""`state.values`: block_id -> action_id -> value."""


@dataclass
class UserRecord:
    """One account. `is_stranger`: someone of another team with whom no channel is shared."""

    id: str
    team_id: str
    name: str
    email: str | None = None
    is_restricted: bool = False
    is_stranger: bool = False
    is_bot: bool = False
    deleted: bool = False

    @property
    def handle(self) -> str:
        """The old `@name`: lower case, no spaces."""
        return self.name.lower().replace(" ", ".")


@dataclass
class ChannelRecord:
    """A channel, the app's direct conversation with `user_id`, or the notes somebody writes to themselves."""

    id: str
    name: str
    kind: str
    """`public`, `private`, `im` (with the app) or `notes`, which the app knows nothing of."""
    members: set[str] = field(default_factory=set)
    user_id: str | None = None
    archived: bool = False


@dataclass
class MessageRecord:
    """A message; an ephemeral one has the only person who sees it in `only_for`."""

    channel_id: str
    ts: str
    author: str
    body: Json
    """`text`, `blocks`, `attachments`, `metadata`, `thread_ts`, `files` as posted, block ids filled in."""
    only_for: str | None = None
    revision: int = 0
    edited_ts: str | None = None
    values: Values = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """The message's blocks with their ids; none when it is plain text."""
        blocks: list[Json] = self.body.get("blocks", [])
        return blocks


@dataclass
class FileRecord:
    """A file of the app. `born` is on the workspace's clock, `created` in Unix seconds."""

    id: str
    name: str
    length: int
    born: float
    created: int
    title: str = ""
    content: bytes | None = None
    """None until the bytes have arrived."""
    shares: list[tuple[str, str]] = field(default_factory=list)
    """(channel, ts) of every message that shows it."""


@dataclass
class ViewRecord:
    """A modal or an App Home tab as one person has it open."""

    id: str
    user_id: str
    definition: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    """block_id -> what the person reads under the field."""

    @property
    def blocks(self) -> list[Json]:
        """The view's blocks with their ids."""
        blocks: list[Json] = self.definition["blocks"]
        return blocks


@dataclass
class Trigger:
    """A person's permission to open a view: valid 3 seconds, once."""

    id: str
    user_id: str
    born: float
    root_view_id: str | None
    used: bool = False


@dataclass
class ResponseUrl:
    """Where the app may answer one interaction: five times within 30 minutes."""

    id: str
    user_id: str
    channel_id: str
    born: float
    message_ts: str | None
    uses: int = 0
