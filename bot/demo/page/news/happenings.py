"""What is going on: the last envelopes as the visitor may read them, without a secret in them."""

import json
from collections.abc import Collection, Sequence
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


def happenings(deliveries: Sequence[Delivery], names: Names) -> list[Happening]:
    """Return the latest envelopes, newest first."""
    numbered = list(enumerate(deliveries))[-PAYLOADS_KEPT:]
    latest: list[tuple[int, Delivery, Json]] = [
        (number, each, json.loads(each.payload)) for number, each in reversed(numbered) if each.payload
    ]
    secrets = {secret for _, _, payload in latest for secret in typed_secrets(payload)}
    return [_happening(number, delivery, payload, secrets, names) for number, delivery, payload in latest]


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
