import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import structlog
from slack_sdk import WebClient
from sqlalchemy import Engine, text

from bot.delivery.courier import IDLE_SECONDS, INTERRUPTED_SECONDS, Delivery
from bot.metrics import Metrics
from storage.db import Sessions, open_engine, sessions_of, upgrade
from storage.enums import IntentKind, IntentStatus, PersonStatus
from tests.clock import Clock
from tests.delivery.office import CHANNELS, Office
from tests.delivery.stub import Answer, Stub, refusal, throttled


def test_a_throttled_post_waits_as_long_as_slack_says_and_other_channels_go_on(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    card = office.tell(IntentKind.REQUEST_CARD, request)
    office.tell(IntentKind.REGISTRATION_CARD, office.official_id)
    slack.fail("chat.postMessage", throttled("17"))
    delivery.drain()
    assert len(slack.channels["C0MANAGERS"]) == 1
    intent = office.intent(card)
    assert (intent.status, intent.in_doubt) == (IntentStatus.PENDING, False)
    assert intent.due_at == office.clock.now() + timedelta(seconds=17)
    office.clock.advance(seconds=17)
    delivery.drain()
    assert len(slack.channels["C0OFFICIALS"]) == 1
    assert slack.made("conversations.history") == []


def test_what_else_is_for_a_throttled_channel_does_not_knock_before_time(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.tell(IntentKind.REQUEST_CARD, office.request())
    slack.fail("chat.postMessage", throttled("17"))
    delivery.deliver_next()
    other = office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id)
    delivery.deliver_next()
    assert len(slack.calls) == 1
    assert office.intent(other).due_at >= office.clock.now() + timedelta(seconds=17)


@pytest.mark.parametrize(
    "code", ["not_in_channel", "channel_not_found", "missing_scope", "invalid_auth", "is_archived"]
)
def test_a_fault_of_the_settings_loses_nothing_and_tells_the_remedy(
    office: Office, delivery: Delivery, slack: Stub, code: str
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    slack.fail("chat.postMessage", *[refusal(code)] * 8)
    with structlog.testing.capture_logs() as logs:
        for _ in range(8):
            delivery.drain()
            office.clock.advance(minutes=15)
    failures = [line for line in logs if line["event"] == "delivery_failed"]
    assert len(failures) == 8
    assert all(line["log_level"] == "error" and line["remedy"] for line in failures)
    assert [line["retry_in"] for line in failures] == [30, 60, 120, 240, 480, 900, 900, 900]
    delivery.drain()
    assert office.intent(key).status is IntentStatus.SENT


def test_a_code_nobody_knows_is_tried_again_slowly(office: Office, delivery: Delivery, slack: Stub) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    slack.fail("chat.postMessage", refusal("a_code_of_next_year"))
    delivery.drain()
    intent = office.intent(key)
    assert (intent.status, intent.last_error) == (IntentStatus.PENDING, "a_code_of_next_year")
    assert intent.due_at == office.clock.now() + timedelta(seconds=30)


@pytest.mark.parametrize("code", ["invalid_blocks", "msg_blocks_too_long", "invalid_arguments"])
def test_blocks_slack_refuses_are_left_out_and_the_remarks_are_logged(
    office: Office, delivery: Delivery, slack: Stub, code: str
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    remarks = ["[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text]"]
    slack.fail("chat.postMessage", refusal(code, response_metadata={"messages": remarks}))
    with structlog.testing.capture_logs() as logs:
        delivery.drain()
    (message,) = slack.messages()
    assert "blocks" not in message
    assert message["text"]
    assert message["metadata"]
    assert office.intent(key).status is IntentStatus.SENT
    (line,) = [line for line in logs if line["event"] == "blocks_refused"]
    assert (line["code"], line["remarks"]) == (code, remarks)


def test_metadata_slack_refuses_is_left_out(office: Office, delivery: Delivery, slack: Stub) -> None:
    office.tell(IntentKind.REQUEST_CARD, office.request())
    slack.fail("chat.postMessage", refusal("metadata_too_large"))
    delivery.drain()
    (message,) = slack.messages()
    assert "metadata" not in message


def test_a_redraw_whose_blocks_are_refused_still_shows_the_new_text(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "asked")
    delivery.drain()
    office.return_request(request)
    office.tell(IntentKind.REQUEST_CARD, request, "returned")
    slack.fail("chat.update", refusal("invalid_blocks"))
    delivery.drain()
    (message,) = slack.messages()
    assert "Falta el teléfono." in message["text"]


def test_the_plain_text_is_tried_once_and_not_in_a_loop(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    key = office.tell(IntentKind.REQUEST_CARD, office.request())
    slack.fail("chat.postMessage", *[refusal("msg_too_long")] * 2)
    delivery.drain()
    assert len(slack.calls) == 2
    assert office.intent(key).status is IntentStatus.PENDING


def test_a_redraw_that_fails_for_now_is_tried_again_without_a_look_into_the_channel(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "asked")
    delivery.drain()
    office.return_request(request)
    key = office.tell(IntentKind.REQUEST_CARD, request, "returned")
    slack.fail("chat.update", Answer(drop=True))
    delivery.drain()
    assert office.intent(key).status is IntentStatus.PENDING
    office.clock.advance(seconds=2)
    delivery.drain()
    assert office.intent(key).status is IntentStatus.SENT
    assert len(slack.messages()) == 1
    assert slack.made("conversations.history") == []


def test_posts_in_one_channel_are_a_second_apart_and_other_channels_do_not_wait(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    office.tell(IntentKind.REQUEST_CARD, office.request())
    office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id)
    office.tell(IntentKind.REGISTRATION_CARD, office.official_id)
    while delivery.deliver_next():
        pass
    assert (len(slack.channels["C0OFFICIALS"]), len(slack.channels["C0MANAGERS"])) == (1, 1)
    office.clock.advance(seconds=1)
    while delivery.deliver_next():
        pass
    assert len(slack.channels["C0OFFICIALS"]) == 2


def test_redraws_in_one_channel_are_a_second_apart_as_well(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.tell(IntentKind.REQUEST_CARD, request, "asked")
    office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id, "registered")
    delivery.drain()
    office.return_request(request)
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    office.tell(IntentKind.REQUEST_CARD, request, "returned")
    office.tell(IntentKind.REGISTRATION_CARD, office.delegate_id, "decided")
    while delivery.deliver_next():
        pass
    assert len(slack.made("chat.update")) == 1
    office.clock.advance(seconds=1)
    while delivery.deliver_next():
        pass
    assert len(slack.made("chat.update")) == 2


def test_an_intent_of_ours_that_breaks_holds_up_no_other(
    office: Office, delivery: Delivery, slack: Stub, sessions: Sessions, engine: Engine
) -> None:
    broken = office.tell(IntentKind.REGISTRATION_DECIDED, office.official_id)
    office.tell(IntentKind.REQUEST_CARD, office.request())
    with engine.begin() as connection:
        connection.execute(text("UPDATE people SET status = 'nonsense' WHERE user_id = 'U0OFFICIAL'"))
    delivery.drain()
    assert len(slack.messages()) == 1
    intent = office.intent(broken)
    assert (intent.status, intent.last_error) == (IntentStatus.PENDING, "LookupError")
    with sessions.begin() as session:
        session.execute(text("UPDATE people SET status = 'active' WHERE user_id = 'U0OFFICIAL'"))
    office.clock.advance(seconds=30)
    delivery.drain()
    assert office.intent(broken).status is IntentStatus.SENT


class _Pauses(threading.Event):
    """A stop whose pauses are steps of the test and take no time; the last step sets it."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        super().__init__()
        self._steps = [*steps, self.set]
        self.seconds: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout, "the loop would spin"
        self.seconds.append(timeout)
        self._steps.pop(0)()
        return self.is_set()


def test_the_loop_outlives_a_broken_database_and_goes_on_when_it_is_back(
    tmp_path: Path, client: WebClient, slack: Stub, clock: Clock, metrics: Metrics
) -> None:
    with open_engine(f"sqlite:///{tmp_path / 'empty.db'}") as engine:
        sessions = sessions_of(engine)

        def repair() -> None:
            upgrade(engine)
            office = Office.open(sessions, clock)
            office.tell(IntentKind.REQUEST_CARD, office.request())

        delivery = Delivery(sessions, client, CHANNELS, clock.now, metrics)
        with structlog.testing.capture_logs() as logs:
            pauses = _Pauses(lambda: None, repair)
            delivery.run(pauses)
    assert [line["event"] for line in logs] == ["delivery_interrupted"] * 2 + ["intent_settled"]
    assert pauses.seconds == [INTERRUPTED_SECONDS, INTERRUPTED_SECONDS, IDLE_SECONDS]
    assert len(slack.messages()) == 1


def test_replicas_together_tell_everything_exactly_once(
    postgresql_engine: Engine, client: WebClient, slack: Stub, clock: Clock
) -> None:
    sessions = sessions_of(postgresql_engine)
    office = Office.open(sessions, clock)
    request = office.request()
    office.return_request(request)
    for number in range(12):
        office.tell(IntentKind.REQUEST_RETURNED, request, f"returned {number}")
    for number in range(12):
        office.tell(IntentKind.REQUEST_CARD, request, f"card {number}")
    replicas = [
        Delivery(sessions, client, CHANNELS, clock.now, Metrics(f"replica {number}")) for number in range(4)
    ]
    with ThreadPoolExecutor(len(replicas)) as pool:
        while sum(pool.map(Delivery.drain, replicas)):
            pass
    operations = [message["metadata"]["event_payload"]["operation_id"] for message in slack.messages()]
    assert len(operations) == len(set(operations)) == 13
    assert set(office.statuses()) == {IntentStatus.SENT, IntentStatus.OBSOLETE}


def test_no_log_line_holds_what_people_wrote(office: Office, delivery: Delivery, slack: Stub) -> None:
    request = office.request()
    office.return_request(request)
    office.tell(IntentKind.REQUEST_CARD, request)
    office.tell(IntentKind.REQUEST_RETURNED, request)
    slack.fail("chat.postMessage", Answer(drop=True), refusal("invalid_blocks"), refusal("not_in_channel"))
    with structlog.testing.capture_logs() as logs:
        delivery.drain()
        office.clock.advance(minutes=1)
        delivery.drain()
    assert logs
    for words in ("Falta el teléfono", "Clínica", "Ana", "clinica.example", "xoxb", "Devuelta"):
        assert words not in str(logs)


def test_every_outcome_is_counted(office: Office, delivery: Delivery, slack: Stub, metrics: Metrics) -> None:
    office.tell(IntentKind.REQUEST_CARD, office.request())
    office.tell(IntentKind.REQUEST_CARD, 999)
    slack.fail("chat.postMessage", refusal("not_in_channel"))
    delivery.drain()
    office.clock.advance(seconds=30)
    delivery.drain()

    def count(outcome: str) -> float | None:
        return metrics.registry.get_sample_value(
            "llaves_deliveries_total", {"kind": "request_card", "outcome": outcome}
        )

    assert (count("sent"), count("retried"), count("obsolete")) == (1, 1, 1)
