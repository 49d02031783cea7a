"""The last envelopes as the panel tells them."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.demo.page.news.happenings import Happening, Happenings
from bot.demo.page.news.masking import MASK
from bot.demo.wire.courier import PAYLOADS_KEPT
from bot.demo.wire.envelope import Delivery

NAMES = {"U1": "Laura Restrepo"}


def name_of(user: str) -> str:
    return NAMES.get(user, user)


def told(*deliveries: Delivery) -> list[Happening]:
    return Happenings(lambda: deliveries, name_of).latest()


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
    (seen,) = told(delivered("kind", payload))
    assert (seen.who, seen.about) == ("Laura Restrepo", about)
    assert seen.when == datetime(2026, 1, 14, 15, 0, tzinfo=UTC)
    assert (seen.acked, seen.milliseconds) == (True, 12.5)


def test_the_newest_comes_first_and_only_the_latest_are_told() -> None:
    many = [delivered("kind", COMMAND | {"text": str(number)}) for number in range(PAYLOADS_KEPT + 5)]
    seen = told(*many)
    assert len(seen) == PAYLOADS_KEPT
    assert seen[0].about == f"/llaves {PAYLOADS_KEPT + 4}"


def entered(secret: str) -> Delivery:
    values = {"production_client_id": {"input": {"value": secret}}}
    form = FORM | {"view": {"callback_id": "key_entry", "state": {"values": values}}}
    return delivered("view_submission", form)


def searched(words: str) -> Delivery:
    return delivered("slash_commands", COMMAND | {"text": words})


def test_a_secret_typed_in_one_envelope_is_masked_in_the_command_of_another() -> None:
    assert "una-palabra" not in repr(told(searched("una-palabra"), entered("una-palabra")))


def test_a_secret_is_still_masked_when_the_envelope_it_was_typed_in_is_no_longer_kept() -> None:
    deliveries = [entered("una-palabra")]
    panel = Happenings(lambda: deliveries, name_of)
    panel.note()
    deliveries[0].payload = ""
    deliveries.append(searched("asignar una-palabra"))
    (seen,) = panel.latest()
    assert "una-palabra" not in repr(seen)
    assert "asignar" in seen.about


def test_a_letter_typed_where_a_key_belongs_is_not_masked_wherever_it_is_written() -> None:
    search, form = told(entered("a"), searched("asignar"))
    assert search.about == "/llaves asignar"
    assert MASK in form.payload


def test_two_envelopes_of_one_second_are_told_apart() -> None:
    seen = told(delivered("block_actions", PRESS), delivered("view_submission", FORM))
    assert [(each.number, each.kind) for each in seen] == [(1, "view_submission"), (0, "block_actions")]
