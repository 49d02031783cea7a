"""Recordar más tarde: until the next step, never past the last, and pressed twice without harm."""

from dataclasses import replace
from datetime import date

import pytest

from bot.errors import NotAllowedError, UserError
from bot.services.desk import Desk
from bot.services.keys.reminder_content import reminder_of
from bot.services.keys.reminding import remind_delegates
from bot.services.keys.snoozing import Snoozed, snooze_reminder
from bot.views.messages.expiring import ExpiryReminder
from storage.enums import AuditAction, PersonStatus
from storage.models import Person
from tests.services.keys.expiring import expiring
from tests.services.office import ANDRES, BEATRIZ, CAMILA, LAURA, MATEO, NORTE, SUR, Office


def _reminder(office: Office, actor: object = LAURA) -> ExpiryReminder | None:
    with office.sessions.begin() as session:
        person = session.query(Person).filter_by(user_id=getattr(actor, "user_id", "")).one()
        return reminder_of(session, person, office.desk.timetable, office.clock.now())


def test_a_snoozed_key_comes_up_again_at_its_next_step(office: Office) -> None:
    expiring(office, 30)
    with office.recorded() as record:
        assert snooze_reminder(office.desk, LAURA, office.desk.today()) == Snoozed(
            date(2026, 1, 29), some_stay=False
        )
    (line,) = record.noted
    assert (line.action, line.detail) == (AuditAction.REMINDER_SNOOZED, {"keys": 2})
    assert _reminder(office) is None
    office.clock.advance(days=14)
    assert _reminder(office) is None
    office.clock.advance(days=1)
    assert _reminder(office) is not None


def test_pressing_twice_changes_nothing_and_says_the_same(office: Office) -> None:
    expiring(office, 30)
    first = snooze_reminder(office.desk, LAURA, office.desk.today())
    with office.nothing_stored():
        assert snooze_reminder(office.desk, LAURA, office.desk.today()) == first


def test_a_key_can_be_snoozed_again_at_its_next_step(office: Office) -> None:
    expiring(office, 30)
    snooze_reminder(office.desk, LAURA, office.desk.today())
    office.clock.advance(days=15)
    assert snooze_reminder(office.desk, LAURA, office.desk.today()).until == date(2026, 2, 6)
    assert _reminder(office) is None


def test_the_button_of_an_old_reminder_puts_off_no_step_reached_since(office: Office) -> None:
    expiring(office, 30, NORTE, ANDRES)
    expiring(office, 60, SUR, ANDRES, number=11)
    first = office.desk.today()
    office.clock.advance(days=15)
    done = snooze_reminder(office.desk, ANDRES, first)
    assert done == Snoozed(date(2026, 2, 13), some_stay=True)
    left = _reminder(office, ANDRES)
    assert left is not None
    assert [sede.provider.codigo for sede in left.sedes] == [NORTE]
    office.clock.advance(days=16)
    with office.nothing_stored(), pytest.raises(UserError, match="Ese aviso ya pasó"):
        snooze_reminder(office.desk, ANDRES, first)


def test_one_delegate_snoozes_for_themselves_alone(office: Office) -> None:
    expiring(office, 30, NORTE, ANDRES)
    snooze_reminder(office.desk, ANDRES, office.desk.today())
    assert _reminder(office, ANDRES) is None
    assert _reminder(office, MATEO) is not None


def test_the_last_step_cannot_be_snoozed(office: Office) -> None:
    expiring(office, 30)
    office.clock.advance(days=30)
    with office.nothing_stored(), pytest.raises(UserError, match="último aviso"):
        snooze_reminder(office.desk, LAURA, office.desk.today())


def test_keys_at_their_last_step_stay_when_others_are_snoozed(office: Office) -> None:
    expiring(office, 45, NORTE, ANDRES)
    expiring(office, 16, SUR, ANDRES, number=11)
    office.clock.advance(days=16)
    assert snooze_reminder(office.desk, ANDRES, office.desk.today()).some_stay
    left = _reminder(office, ANDRES)
    assert left is not None
    assert [sede.provider.codigo for sede in left.sedes] == [SUR]
    assert left.snooze_until is None


def test_without_keys_about_to_expire_there_is_nothing_to_snooze(office: Office) -> None:
    expiring(office, 30)
    office.request()
    with office.nothing_stored(), pytest.raises(UserError, match="Ya no tiene llaves por vencer"):
        snooze_reminder(office.desk, LAURA, office.desk.today())


def test_only_an_active_delegate_snoozes(office: Office) -> None:
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="Solo el delegado"):
        snooze_reminder(office.desk, CAMILA, office.desk.today())
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    with pytest.raises(NotAllowedError, match="suspendido"):
        snooze_reminder(office.desk, LAURA, office.desk.today())


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


def test_keys_before_the_ladder_can_be_told_of_and_put_off_until_it_begins(office: Office) -> None:
    expiring(office, 20)
    late = replace(office.desk, timetable=replace(office.desk.timetable, ladder=(15, 7, 1, 0)))
    found = _reminder_by(late)
    assert found is not None
    assert found.snooze_until == date(2026, 1, 19)
    assert remind_delegates(late, BEATRIZ).queued == 1
    snooze_reminder(late, LAURA, late.today())
    assert _reminder_by(late) is None
    assert remind_delegates(late, BEATRIZ).snoozed == 1
    office.clock.advance(days=5)
    assert _reminder_by(late) is not None


def _reminder_by(desk: Desk) -> ExpiryReminder | None:
    with desk.sessions.begin() as session:
        person = session.query(Person).filter_by(user_id=LAURA.user_id).one()
        return reminder_of(session, person, desk.timetable, desk.now())
