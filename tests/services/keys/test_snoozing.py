"""Recordar más tarde: until the next step, never past the last, and pressed twice without harm."""

from datetime import date

import pytest

from bot.errors import NotAllowedError, UserError
from bot.services.keys.reminder import reminder_of
from bot.services.keys.snoozing import Snoozed, snooze_reminder
from bot.views.messages.expiring import ExpiryReminder
from storage.enums import AuditAction, PersonStatus
from storage.models import Person
from tests.services.keys.expiring import expiring
from tests.services.office import ANDRES, CAMILA, LAURA, MATEO, NORTE, SUR, Office


def _reminder(office: Office, actor: object = LAURA) -> ExpiryReminder | None:
    with office.sessions.begin() as session:
        person = session.query(Person).filter_by(user_id=getattr(actor, "user_id", "")).one()
        return reminder_of(session, person, office.desk.timetable, office.clock.now())


def test_a_snoozed_key_comes_up_again_at_its_next_step(office: Office) -> None:
    expiring(office, 30)
    with office.recorded() as record:
        assert snooze_reminder(office.desk, LAURA) == Snoozed(date(2026, 1, 29), some_stay=False)
    (line,) = record.noted
    assert (line.action, line.detail) == (AuditAction.REMINDER_SNOOZED, {"keys": 2})
    assert _reminder(office) is None
    office.clock.advance(days=14)
    assert _reminder(office) is None
    office.clock.advance(days=1)
    assert _reminder(office) is not None


def test_pressing_twice_changes_nothing_and_says_the_same(office: Office) -> None:
    expiring(office, 30)
    first = snooze_reminder(office.desk, LAURA)
    with office.nothing_stored():
        assert snooze_reminder(office.desk, LAURA) == first


def test_a_key_can_be_snoozed_again_at_its_next_step(office: Office) -> None:
    expiring(office, 30)
    snooze_reminder(office.desk, LAURA)
    office.clock.advance(days=15)
    assert snooze_reminder(office.desk, LAURA).until == date(2026, 2, 6)
    assert _reminder(office) is None


def test_one_delegate_snoozes_for_themselves_alone(office: Office) -> None:
    expiring(office, 30, NORTE, ANDRES)
    snooze_reminder(office.desk, ANDRES)
    assert _reminder(office, ANDRES) is None
    assert _reminder(office, MATEO) is not None


def test_the_last_step_cannot_be_snoozed(office: Office) -> None:
    expiring(office, 30)
    office.clock.advance(days=30)
    with office.nothing_stored(), pytest.raises(UserError, match="último aviso"):
        snooze_reminder(office.desk, LAURA)


def test_keys_at_their_last_step_stay_when_others_are_snoozed(office: Office) -> None:
    expiring(office, 45, NORTE, ANDRES)
    expiring(office, 16, SUR, ANDRES, number=11)
    office.clock.advance(days=16)
    assert snooze_reminder(office.desk, ANDRES).some_stay
    left = _reminder(office, ANDRES)
    assert left is not None
    assert [sede.provider.codigo for sede in left.sedes] == [SUR]
    assert left.snooze_until is None


def test_without_keys_about_to_expire_there_is_nothing_to_snooze(office: Office) -> None:
    expiring(office, 30)
    office.request()
    with office.nothing_stored(), pytest.raises(UserError, match="Ya no tiene llaves por vencer"):
        snooze_reminder(office.desk, LAURA)


def test_only_an_active_delegate_snoozes(office: Office) -> None:
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="Solo el delegado"):
        snooze_reminder(office.desk, CAMILA)
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    with pytest.raises(NotAllowedError, match="suspendido"):
        snooze_reminder(office.desk, LAURA)


def test_a_reminder_has_the_most_urgent_sede_first_and_what_came_back(office: Office) -> None:
    expiring(office, 30, NORTE, ANDRES)
    expiring(office, 60, SUR, ANDRES, number=11, other_days=7)
    office.returned(NORTE, ANDRES)
    found = _reminder(office, ANDRES)
    assert found is not None
    assert [(sede.provider.codigo, len(sede.expiries), sede.returned) for sede in found.sedes] == [
        (SUR, 2, False),
        (NORTE, 2, True),
    ]
    assert found.snooze_until == date(2026, 1, 20)  # the day before SUR's first key expires
