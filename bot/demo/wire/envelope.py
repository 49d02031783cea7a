"""One payload on its way to the app, and the record of how the app took it."""

from dataclasses import dataclass, field
from typing import Any

from bot.demo.world.records import Json


@dataclass(frozen=True)
class Envelope:
    """A payload and how it travels.

    Attributes:
        type: `slash_commands`, `interactive` or `events_api`.
        kind: what it is about: `slash_commands`, `block_actions`, `view_submission`, `app_home_opened`...
        retry: which repetition of an event this is; 0 for the first.
    """

    type: str
    kind: str
    payload: Json
    retry: int = 0

    def frame(self, envelope_id: str) -> dict[str, Any]:
        """The Socket Mode message."""
        frame: dict[str, Any] = {
            "envelope_id": envelope_id,
            "payload": self.payload,
            "type": self.type,
            "accepts_response_payload": self.type != "events_api",
        }
        if self.type == "events_api":
            frame |= {"retry_attempt": self.retry, "retry_reason": "timeout" if self.retry else ""}
        return frame


@dataclass
class Delivery:
    """How one envelope fared.

    Attributes:
        acked: whether the app answered in time.
        milliseconds: from sending to the answer, or to giving up; 0 while it is on its way.
        sent: when, in Unix seconds by the workspace's clock.
        payload: the payload as JSON text, as it was when it left; "" once it is no longer among the latest.
    """

    kind: str
    acked: bool = False
    milliseconds: float = 0.0
    sent: int = 0
    payload: str = field(default="", repr=False)
