"""What is going on: the last envelopes as the visitor may read them, without a secret in them."""

import json
import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.demo.human.mrkdwn import Names
from bot.demo.page.news.masking import masked, masked_text, typed_secrets
from bot.demo.wire.courier import PAYLOADS_KEPT
from bot.demo.wire.envelope import Delivery
from bot.demo.world.records import Json


@dataclass(frozen=True)
class Happening:
    """One envelope.

    Attributes:
        number: which envelope of the workspace it is, from 0: two of one second stay two.
        kind: `slash_commands`, `block_actions`, `view_submission`...
        who: the name of the person who acted, or whom the event is about.
        when: in UTC, by the workspace's clock.
        about: the command, the action or the form, by its name in the code.
        acked: whether the bot answered in time; False while it has not yet.
        milliseconds: until it did, or until nobody waited any more; 0 while it is on its way.
        payload: JSON on several lines; drawings are left out, secrets masked.
    """

    number: int
    kind: str
    who: str
    when: datetime
    about: str
    acked: bool
    milliseconds: float
    payload: str


class Happenings:
    """Reads the record of the deliveries; keeps every secret that was typed, in memory, for as long as it lives.

    Args:
        deliveries: gives all of them, in order; only the latest still have their payload.
        names: how ids read.
    """

    def __init__(self, deliveries: Callable[[], Sequence[Delivery]], names: Names) -> None:
        self._deliveries = deliveries
        self._names = names
        self._lock = threading.Lock()
        self._read = 0
        self._secrets: frozenset[str] = frozenset()  # replaced, never changed: others read it meanwhile

    def note(self) -> None:
        """Keep what was typed since the last time where keys are asked for: its payload will be gone one day."""
        with self._lock:
            fresh = self._deliveries()[self._read :]
            self._read += len(fresh)
            payloads = [payload for each in fresh if (payload := each.payload)]
            self._secrets |= {secret for each in payloads for secret in typed_secrets(json.loads(each))}

    def latest(self) -> list[Happening]:
        """Return the latest envelopes, newest first."""
        self.note()
        secrets = self._secrets
        numbered = list(enumerate(self._deliveries()))[-PAYLOADS_KEPT:]
        return [
            _happening(number, each, json.loads(payload), secrets, self._names)
            for number, each in reversed(numbered)
            if (payload := each.payload)
        ]


def _happening(
    number: int, delivery: Delivery, payload: Json, secrets: Collection[str], names: Names
) -> Happening:
    return Happening(
        number=number,
        kind=delivery.kind,
        who=names(_user_of(payload)),
        when=datetime.fromtimestamp(delivery.sent, UTC),
        about=masked_text(_about(payload), secrets),
        acked=delivery.acked,
        milliseconds=delivery.milliseconds,
        payload=json.dumps(masked(payload, secrets), ensure_ascii=False, indent=2),
    )


def _user_of(payload: Json) -> str:
    user = payload.get("user_id") or payload.get("user") or payload.get("event", {}).get("user", "")
    return str(user["id"] if isinstance(user, dict) else user)


def _about(payload: Json) -> str:
    if "command" in payload:
        return f"{payload['command']} {payload['text']}".strip()
    if payload.get("actions"):
        return str(payload["actions"][0]["action_id"])
    if "event" in payload:
        return str(payload["event"]["type"])
    return str(payload.get("action_id") or payload.get("view", payload).get("callback_id", ""))
