"""Reminders of keys as they leave: the state of that moment, in service, and nothing while they are at a halt."""

from datetime import timedelta

import pytest

from bot.delivery.courier import Delivery
from storage import mailing, outbox, reminders, requests
from storage.enums import Halt, IntentKind, IntentStatus, PersonStatus, Priority, RequestStatus, RoundKind
from storage.models import Halted, Intent, Key, Round
from tests.delivery.office import CHANNELS, Office
from tests.delivery.stub import Stub


@pytest.fixture(autouse=True)
def keys_in_their_last_week(office: Office) -> None:
    office.change_person(office.delegate_id, status=PersonStatus.ACTIVE)
    office.assign(office.request())
    with office.sessions.begin() as session:
        session.query(Key).update({Key.expires_at: office.clock.now() + timedelta(days=6)})


def _remind(office: Office) -> None:
    with office.sessions.begin() as session:
        mailing.add_direct(
            session,
            kind=IntentKind.EXPIRY_REMINDER,
            to={office.delegate_id: office.clock.now()},
            occasion=str(office.clock.now()),
            now=office.clock.now(),
            priority=Priority.REMINDER,
        )


def _texts(slack: Stub) -> list[str]:
    return [message["text"] for message in slack.messages()]


def test_a_delegate_is_told_which_keys_expire_when(office: Office, delivery: Delivery, slack: Stub) -> None:
    _remind(office)
    delivery.drain()
    (text,) = _texts(slack)
    assert "PRODUCCION: vence el 20 ene 2026, en 6 días" in text
    assert office.statuses() == [IntentStatus.SENT]


def test_a_reminder_that_waited_tells_the_state_of_when_it_leaves(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _remind(office)
    office.clock.advance(days=7)
    delivery.drain()
    (text,) = _texts(slack)
    assert "PRODUCCION: venció el 20 ene 2026" in text


def test_a_reminder_of_keys_that_were_asked_for_meanwhile_is_not_sent(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _remind(office)
    office.request()
    delivery.drain()
    assert (office.statuses(), slack.calls) == ([IntentStatus.OBSOLETE], [])


def test_whoever_was_suspended_meanwhile_is_not_reminded(office: Office, delivery: Delivery) -> None:
    _remind(office)
    office.change_person(office.delegate_id, status=PersonStatus.SUSPENDED)
    delivery.drain()
    assert office.statuses() == [IntentStatus.OBSOLETE]


def test_a_snooze_reaches_a_reminder_that_waits(office: Office, delivery: Delivery) -> None:
    _remind(office)
    with office.sessions.begin() as session:
        key = session.query(Key).one()
        assert reminders.snooze(session, office.delegate_id, {key.id: 7}, office.clock.now()) == 1
    delivery.drain()
    assert office.statuses() == [IntentStatus.OBSOLETE]


def test_a_reminder_that_could_not_leave_in_service_leaves_at_its_time_of_the_next_business_day(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _remind(office)
    office.clock.advance(hours=9)
    delivery.drain()
    assert slack.calls == []
    office.clock.advance(hours=15, seconds=-1)
    delivery.drain()
    assert slack.calls == []
    office.clock.advance(seconds=2)
    delivery.drain()
    assert len(_texts(slack)) == 1


def test_a_halt_keeps_reminders_where_they_are_and_lets_other_news_pass(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _remind(office)
    with office.sessions.begin() as session:
        session.add(Halted(what=Halt.EXPIRY_REMINDERS, by_id=office.official_id, at=office.clock.now()))
    office.tell(IntentKind.REGISTRATION_DECIDED, office.delegate_id)
    delivery.drain()
    assert office.statuses() == [IntentStatus.PENDING, IntentStatus.SENT]
    with office.sessions.begin() as session:
        assert reminders.resume(session)
    delivery.drain()
    assert office.statuses() == [IntentStatus.SENT, IntentStatus.SENT]
    assert len(slack.messages()) == 2


def test_officials_read_which_sedes_nobody_asks_keys_for(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _round(office)
    delivery.drain()
    (message,) = slack.channels[CHANNELS.officials]
    assert "1 sede, 1 llave" in message["text"]
    assert "Clínica Inventada S.A.S.* · 110010000001 · " in message["text"]
    assert "PRODUCCION: vence el 20 ene 2026, en 6 días · <@U0DELEGATE>" in message["text"]


def test_officials_are_not_told_of_keys_that_were_asked_for_meanwhile(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    _round(office)
    with office.sessions() as session:
        assert requests.open_of(session, "110010000001") is None
    office.request()
    delivery.drain()
    assert (office.statuses(), slack.calls) == ([IntentStatus.OBSOLETE], [])


def test_a_sede_whose_request_came_back_is_still_told_of(
    office: Office, delivery: Delivery, slack: Stub
) -> None:
    request = office.request()
    office.return_request(request)
    _round(office)
    _remind(office)
    delivery.drain()
    assert len(slack.messages()) == 2
    with office.sessions() as session:
        found = requests.open_of(session, "110010000001")
        assert found is not None
        assert found.status is RequestStatus.RETURNED
    assert any("Su solicitud fue devuelta" in text for text in _texts(slack))


def _round(office: Office) -> None:
    """The officials' message of the day is due."""
    with office.sessions.begin() as session:
        begun = Round(kind=RoundKind.EXPIRING_KEYS, slot="2026-01-14", at=office.clock.now())
        session.add(begun)
        session.flush()
        outbox.add(
            session,
            kind=IntentKind.EXPIRING_KEYS,
            subject_id=begun.id,
            dedupe_key=f"expiring_keys:{begun.id}",
            lane="channel:officials",
            now=office.clock.now(),
        )
        assert session.query(Intent).count() >= 1
