"""The ladder at work: who is reminded when, and what stops it."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.services.access import Read
from bot.services.keys.assigning import assign_keys
from bot.services.keys.reminding import remind_of_expiries
from bot.services.keys.updating import update_keys
from bot.services.requests.returning import return_request
from storage.enums import Environment, IntentKind, PersonStatus, Priority
from storage.models import Intent, Key
from tests.services.at_once import at_once
from tests.services.keys.expiring import expiring, reminded, reminders, sent, steps
from tests.services.office import ANDRES, CAMILA, CENTRO, HOSPITAL, LAURA, MATEO, NORTE, SUR, Office


def test_every_active_delegate_is_reminded_once_of_a_step(office: Office) -> None:
    expiring(office, 30, NORTE, ANDRES)
    remind_of_expiries(office.desk)
    office.clock.advance(hours=3)
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(ANDRES).id, office.person(MATEO).id]
    first, second = reminders(office)
    assert (first.priority, first.lane) == (Priority.REMINDER, f"dm:{first.recipient_id}")
    assert second.due_at - first.due_at == timedelta(seconds=5)


def test_a_key_with_more_than_sixty_days_is_not_told_of(office: Office) -> None:
    expiring(office, 61)
    remind_of_expiries(office.desk)
    assert reminded(office) == []
    office.clock.advance(days=1)
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(LAURA).id]


def test_several_keys_of_one_delegate_are_one_message(office: Office) -> None:
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    expiring(office, 30, NORTE, ANDRES, other_days=7)
    expiring(office, 15, SUR, ANDRES, number=11)
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(ANDRES).id]
    assert (steps(office, NORTE), steps(office, SUR)) == ([30, 7], [15, 15])


def test_the_most_urgent_are_told_first(office: Office) -> None:
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    expiring(office, 30)
    expiring(office, 1, NORTE, ANDRES, number=11)
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(ANDRES).id, office.person(LAURA).id]


@pytest.mark.parametrize("hours", [-4, 9, 3 * 24])
def test_nobody_is_reminded_early_late_or_on_a_saturday(office: Office, hours: int) -> None:
    expiring(office, 30)
    office.clock.advance(hours=hours)
    remind_of_expiries(office.desk)
    assert reminded(office) == []
    assert steps(office) == [None, None]


def test_after_a_week_without_a_bot_only_the_latest_step_is_told(office: Office) -> None:
    expiring(office, 30)
    remind_of_expiries(office.desk)
    sent(office)
    office.clock.advance(days=23)  # past 15 days; Friday, 7 days before the end
    remind_of_expiries(office.desk)
    remind_of_expiries(office.desk)
    assert len(reminders(office)) == 2
    assert steps(office) == [7, 7]


def test_a_reminder_that_still_waits_is_not_joined_by_another(office: Office) -> None:
    expiring(office, 30)
    remind_of_expiries(office.desk)
    office.clock.advance(days=15)
    remind_of_expiries(office.desk)
    assert len(reminders(office)) == 1
    assert steps(office) == [15, 15]  # what waits will tell of it


def test_a_key_that_came_due_after_the_reminder_of_the_day_is_told_tomorrow(office: Office) -> None:
    office.change(MATEO, status=PersonStatus.SUSPENDED)
    expiring(office, 30, NORTE, ANDRES)
    remind_of_expiries(office.desk)
    sent(office)
    expiring(office, 7, SUR, ANDRES, number=11)
    remind_of_expiries(office.desk)
    assert (len(reminders(office)), steps(office, SUR)) == (1, [None, None])
    office.clock.advance(days=1)
    remind_of_expiries(office.desk)
    assert (len(reminders(office)), steps(office, SUR)) == (2, [7, 7])


def test_a_key_that_expires_at_midnight_utc_is_told_of_by_its_day_in_bogota(office: Office) -> None:
    expiring(office, 30)
    with office.sessions.begin() as session:
        # 12 February in Bogotá: a day before, 15 days are reached a day earlier.
        session.query(Key).update({Key.expires_at: datetime(2026, 2, 13, tzinfo=UTC)})
    office.clock.advance(days=14)
    remind_of_expiries(office.desk)
    assert steps(office) == [15, 15]


def test_a_request_that_waits_stops_the_ladder_and_one_that_came_back_does_not(office: Office) -> None:
    expiring(office, 30)
    renewal = office.request()
    remind_of_expiries(office.desk)
    assert reminded(office) == []
    return_request(office.desk, CAMILA, office.request_read(renewal), "Falta el correo.")
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(LAURA).id]


def test_new_keys_begin_a_ladder_of_their_own(office: Office) -> None:
    expiring(office, 30)
    renewal = office.request()
    assign_keys(office.desk, CAMILA, renewal, office.both(11))
    remind_of_expiries(office.desk)
    assert reminded(office) == []


def test_keys_that_an_official_corrected_stop_the_ladder_of_the_former_ones(office: Office) -> None:
    request_id = expiring(office, 30)
    read: Read = office.request_read(request_id)
    new = [office.entry(Environment.PRODUCTION, 11), office.entry(Environment.PREPRODUCTION, 12)]
    update_keys(office.desk, CAMILA, read, new)
    remind_of_expiries(office.desk)
    assert reminded(office) == []


def test_keys_nobody_hears_of_are_told_to_the_delegate_who_comes(office: Office) -> None:
    expiring(office, 30)
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    remind_of_expiries(office.desk)
    assert steps(office) == [None, None]
    office.change(LAURA, status=PersonStatus.ACTIVE)
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(LAURA).id]


def test_two_replicas_in_the_same_minute_remind_everybody_once(office: Office, engine: Engine) -> None:
    expiring(office, 30)
    expiring(office, 30, NORTE, ANDRES, number=11)
    expiring(office, 30, CENTRO, MATEO, number=21)
    at_once(engine, "UPDATE keys SET reminded_step", *[partial(remind_of_expiries, office.desk)] * 2)
    assert sorted(reminded(office)) == sorted(office.person(who).id for who in (LAURA, ANDRES, MATEO))
    assert {step for codigo in (HOSPITAL, NORTE, CENTRO) for step in steps(office, codigo)} == {30}


def test_a_crash_between_noting_and_queueing_loses_nobody(office: Office) -> None:
    expiring(office, 30)
    with office.without_table("outbox"), pytest.raises(Exception, match="outbox"):
        remind_of_expiries(office.desk)
    assert steps(office) == [None, None]
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(LAURA).id]


def test_the_home_of_a_delegate_follows_a_key_over_the_edges_at_any_hour(office: Office) -> None:
    expiring(office, 61)
    office.change(LAURA, home_opened_at=office.clock.now())
    sent(office)
    office.clock.advance(days=1, hours=-9)  # 1:00 of the day on which 60 days are left
    with office.recorded() as record:
        remind_of_expiries(office.desk)
    assert [told.kind for told in record.told] == [IntentKind.HOME]
    with office.sessions.begin() as session:
        session.query(Intent).delete()
    office.clock.advance(days=60)
    with office.recorded() as record:
        remind_of_expiries(office.desk)
    assert [(told.kind, told.subject_id) for told in record.told] == [
        (IntentKind.HOME, office.person(LAURA).id)
    ]
