import json
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.delivery.courier import Delivery
from bot.delivery.pace import SECONDS_BETWEEN_CALLS_OF
from storage import home, outbox
from storage.enums import IntentKind, IntentStatus, PersonStatus
from storage.models import Intent
from tests.delivery.office import Office
from tests.delivery.stub import Answer, Call, Stub, refusal, throttled


@pytest.fixture(autouse=True)
def everybody_works(office: Office) -> None:
    for person_id in (office.delegate_id, office.official_id):
        office.change_person(person_id, status=PersonStatus.ACTIVE)


def _queue(office: Office, *person_ids: int, seconds: float = 0) -> None:
    """Queue Homes, due in some seconds."""
    now = office.clock.now()
    with office.sessions.begin() as session:
        home.queue(session, person_ids, now=now, due_at=now + timedelta(seconds=seconds))


def _intents(office: Office) -> list[Intent]:
    with office.sessions() as session:
        return session.query(Intent).order_by(Intent.id).all()


def _view(call: Call) -> Any:
    view = call.args["view"]
    return json.loads(view) if isinstance(view, str) else view


def _published(slack: Stub) -> list[tuple[str, str]]:
    return [(call.args["user_id"], json.dumps(_view(call))) for call in slack.made("views.publish")]


def test_a_home_is_published_as_things_stand_now_and_nothing_of_it_is_kept(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _queue(office, office.delegate_id)
    office.request()
    delivery.drain()
    ((user, view),) = _published(slack)
    assert user == "U0DELEGATE"
    assert "Token solicitados por primera vez" in view
    assert _view(slack.made("views.publish")[0])["type"] == "home"
    assert _intents(office) == []
    assert slack.messages() == []


def test_a_home_waits_for_the_end_of_its_span(office: Office, delivery: Delivery, slack: Stub) -> None:
    _queue(office, office.delegate_id, seconds=20)
    delivery.drain()
    assert slack.calls == []
    office.clock.advance(seconds=20)
    delivery.drain()
    assert len(_published(slack)) == 1


def test_the_same_home_queued_twice_for_one_moment_is_one_row(office: Office) -> None:
    _queue(office, office.delegate_id, office.official_id)
    _queue(office, office.delegate_id)
    assert [intent.recipient_id for intent in _intents(office)].count(office.delegate_id) == 1


def test_of_two_drawings_that_are_due_only_the_newer_is_made(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _queue(office, office.delegate_id, seconds=1)
    _queue(office, office.delegate_id, seconds=2)
    office.clock.advance(seconds=3)
    delivery.drain()
    assert len(_published(slack)) == 1
    assert _intents(office) == []


def test_a_later_drawing_does_not_hold_up_the_one_that_is_due(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _queue(office, office.delegate_id)
    _queue(office, office.delegate_id, seconds=20)
    delivery.drain()
    assert len(_published(slack)) == 1
    assert len(_intents(office)) == 1


def test_drawings_that_are_slow_to_go_out_do_not_pile_up(office: Office) -> None:
    _queue(office, office.delegate_id, seconds=60)
    _queue(office, office.delegate_id, seconds=20)
    assert len(_intents(office)) == 1


def test_a_suspended_person_gets_a_home_that_says_so(office: Office, delivery: Delivery, slack: Stub) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.SUSPENDED)
    _queue(office, office.delegate_id)
    delivery.drain()
    ((_, view),) = _published(slack)
    assert "Suspendido" in view
    assert "start_request" not in view


def test_a_rate_limit_is_obeyed_for_everybodys_home(office: Office, delivery: Delivery, slack: Stub) -> None:
    _queue(office, office.delegate_id, office.official_id)
    slack.fail("views.publish", throttled("7"))
    delivery.drain()
    assert len(_published(slack)) == 1
    assert {intent.due_at - office.clock.now() for intent in _intents(office)} == {timedelta(seconds=7)}
    office.clock.advance(seconds=7)
    delivery.drain()
    assert {user for user, _ in _published(slack)} == {"U0DELEGATE", "U0OFFICIAL"}
    assert _intents(office) == []


def test_homes_are_spaced_by_slacks_hundred_a_minute(office: Office, delivery: Delivery, slack: Stub) -> None:
    _queue(office, office.delegate_id, office.official_id)
    while delivery.deliver_next():
        pass
    assert len(_published(slack)) == 1
    (waiting,) = _intents(office)
    assert waiting.due_at - office.clock.now() == timedelta(seconds=SECONDS_BETWEEN_CALLS_OF["views.publish"])
    office.clock.advance(seconds=1)
    while delivery.deliver_next():
        pass
    assert len(_published(slack)) == 2


def test_after_a_call_that_broke_off_the_home_is_drawn_again_without_looking_for_it(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _queue(office, office.delegate_id)
    slack.fail("views.publish", Answer(drop=True))
    delivery.drain()
    office.clock.advance(seconds=2)
    delivery.drain()
    assert len(_published(slack)) == 2
    assert {call.method for call in slack.calls} == {"views.publish"}
    assert _intents(office) == []


def test_blocks_that_slack_refuses_leave_a_bare_home_and_a_line_in_the_log(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _queue(office, office.delegate_id)
    slack.fail("views.publish", refusal("invalid_arguments", response_metadata={"messages": ["[ERROR] x"]}))
    with capture_logs() as logs:
        delivery.drain()
    full, bare = _published(slack)
    assert len(bare[1]) < len(full[1])
    assert "/llaves" in bare[1]
    (line,) = [line for line in logs if line["event"] == "blocks_refused"]
    assert (line["method"], line["remarks"]) == ("views.publish", ["[ERROR] x"])
    assert _intents(office) == []


@pytest.mark.parametrize("refusals", [["user_not_found"], ["invalid_arguments", "invalid_arguments"]])
def test_a_person_nobody_finds_is_given_up(
    office: Office, delivery: Delivery, slack: Stub, refusals: list[str]
) -> None:
    _queue(office, office.delegate_id)
    slack.fail("views.publish", *(refusal(code) for code in refusals))
    delivery.drain()
    (intent,) = _intents(office)
    assert (intent.status, intent.last_error) == (IntentStatus.DEAD, refusals[-1])


def test_a_home_tab_that_is_switched_off_tells_whoever_reads_the_log_what_to_do(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _queue(office, office.delegate_id)
    slack.fail("views.publish", refusal("not_enabled"))
    with capture_logs() as logs:
        delivery.drain()
    (line,) = [line for line in logs if line["event"] == "delivery_failed"]
    assert line["remedy"] == "enable the Home tab of the app"


def test_what_became_of_a_person_who_left_the_table_is_forgotten(office: Office, delivery: Delivery) -> None:
    now = office.clock.now()
    with office.sessions.begin() as session:
        outbox.add(
            session,
            kind=IntentKind.HOME,
            subject_id=999,
            dedupe_key="home:999",
            lane="home:999",
            now=now,
        )
    delivery.drain()
    assert _intents(office) == []
