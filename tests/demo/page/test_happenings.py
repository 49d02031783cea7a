"""The last envelopes as the panel tells them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo.page.news.happenings import happenings
from bot.demo.wire.courier import PAYLOADS_KEPT
from bot.demo.wire.envelope import Delivery

NAMES = {"U1": "Laura Restrepo"}


def delivered(kind: str, payload: dict[str, Any]) -> Delivery:
    sent = int(datetime(2026, 1, 14, 15, 0, tzinfo=UTC).timestamp())
    return Delivery(kind, acked=True, milliseconds=12.5, sent=sent, payload=json.dumps(payload))


COMMAND = {"command": "/llaves", "text": "ver", "user_id": "U1"}
FORM = {"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "key_request"}}
PRESS = {"user": {"id": "U1"}, "actions": [{"action_id": "open_keys"}]}
EVENT = {"event": {"type": "app_home_opened", "user": "U1"}}
CHANGE = {"event": {"type": "user_change", "user": {"id": "U1"}}}
SEARCH = {"user": {"id": "U1"}, "action_id": "sede", "value": "x"}


@pytest.mark.parametrize(
    ("payload", "about"),
    [
        (COMMAND, "/llaves ver"),
        (FORM, "key_request"),
        (PRESS, "open_keys"),
        (EVENT, "app_home_opened"),
        (CHANGE, "user_change"),
        (SEARCH, "sede"),
    ],
)
def test_each_envelope_says_who_and_what_it_is_about(payload: dict[str, Any], about: str) -> None:
    (seen,) = happenings([delivered("kind", payload)], lambda user: NAMES.get(user, user))
    assert (seen.who, seen.about) == ("Laura Restrepo", about)
    assert seen.when == datetime(2026, 1, 14, 15, 0, tzinfo=UTC)
    assert (seen.acked, seen.milliseconds) == (True, 12.5)


def test_the_newest_comes_first_and_only_the_latest_are_told() -> None:
    many = [delivered("kind", COMMAND | {"text": str(number)}) for number in range(PAYLOADS_KEPT + 5)]
    seen = happenings(many, NAMES.__getitem__)
    assert len(seen) == PAYLOADS_KEPT
    assert seen[0].about == f"/llaves {PAYLOADS_KEPT + 4}"


def test_a_secret_typed_in_one_envelope_is_masked_in_the_command_of_another() -> None:
    values = {"production_client_secret": {"input": {"value": "una-palabra"}}}
    form = FORM | {"view": {"callback_id": "key_entry", "state": {"values": values}}}
    seen = happenings(
        [delivered("a", COMMAND | {"text": "una-palabra"}), delivered("b", form)], NAMES.__getitem__
    )
    assert "una-palabra" not in repr(seen)


def test_two_envelopes_of_one_second_are_told_apart() -> None:
    told = happenings([delivered("block_actions", PRESS), delivered("view_submission", FORM)], NAMES.get)  # type: ignore[arg-type]
    assert [(each.number, each.kind) for each in told] == [(1, "view_submission"), (0, "block_actions")]
