"""A manager orders the reminders, halts them and lets them go on."""

from functools import partial

import pytest
from sqlalchemy import Engine

from bot.errors import NotAllowedError, UserError
from bot.services.keys.reminding import (
    Reminded,
    halt_reminders,
    remind_delegates,
    remind_of_expiries,
    resume_reminders,
)
from bot.services.keys.snoozing import snooze_reminder
from storage.enums import AuditAction, IntentKind, PersonStatus
from tests.services.at_once import at_once
from tests.services.keys.expiring import expiring, reminded, reminders, sent, steps
from tests.services.office import ANDRES, BEATRIZ, CAMILA, LAURA, MATEO, NORTE, SUR, TEAM, Office


def test_an_order_reminds_the_delegates_of_keys_in_their_last_thirty_days(office: Office) -> None:
    expiring(office, 20)
    expiring(office, 31, NORTE, ANDRES, number=11)
    with office.recorded() as record:
        done = remind_delegates(office.desk, BEATRIZ)
    assert done == Reminded(1, 0, 0, 0, office.clock.now(), office.clock.now())
    assert reminded(office) == [office.person(LAURA).id]
    (line,) = record.noted
    assert (line.actor, line.action) == (BEATRIZ, AuditAction.REMINDERS_ORDERED)
    assert line.detail == {"delegates": 1, "snoozed": 0, "sedes_alone": 0}


def test_a_second_press_finds_everybody_reminded_already(office: Office) -> None:
    expiring(office, 20)
    remind_delegates(office.desk, BEATRIZ)
    sent(office)
    done = remind_delegates(office.desk, BEATRIZ)
    assert (done.queued, done.already, done.first_at) == (0, 1, None)
    assert len(reminders(office)) == 1


def test_two_managers_at_once_remind_everybody_once(office: Office, engine: Engine) -> None:
    expiring(office, 20)
    at_once(engine, "INSERT INTO outbox", *[partial(remind_delegates, office.desk, BEATRIZ)] * 2)
    assert len(reminders(office)) == 1


def test_an_order_counts_as_the_ladders_reminder_of_the_day(office: Office) -> None:
    expiring(office, 20)
    remind_delegates(office.desk, BEATRIZ)
    sent(office)
    assert steps(office) == [30, 30]
    remind_of_expiries(office.desk)
    assert len(reminders(office)) == 1


def test_an_order_at_night_leaves_in_the_morning_and_the_ladder_adds_nothing(office: Office) -> None:
    expiring(office, 30)
    office.clock.advance(hours=10)
    done = remind_delegates(office.desk, BEATRIZ)
    office.clock.advance(hours=11)
    assert done.first_at == office.clock.now()
    sent(office)
    remind_of_expiries(office.desk)
    assert len(reminders(office)) == 1


def test_an_order_leaves_out_what_was_snoozed_and_counts_who_has_no_delegate(office: Office) -> None:
    expiring(office, 20)
    expiring(office, 20, NORTE, ANDRES, number=11)
    expiring(office, 20, SUR, ANDRES, number=21)
    snooze_reminder(office.desk, ANDRES, office.desk.today())
    office.change(LAURA, status=PersonStatus.SUSPENDED)
    done = remind_delegates(office.desk, BEATRIZ)
    assert (done.queued, done.snoozed, done.sedes_alone) == (1, 1, 1)
    assert reminded(office) == [office.person(MATEO).id]


def test_a_halt_keeps_reminders_from_being_queued_and_ordered_until_it_ends(office: Office) -> None:
    expiring(office, 30)
    assert halt_reminders(office.desk, BEATRIZ) == 0
    remind_of_expiries(office.desk)
    with pytest.raises(UserError, match="detenidos"):
        remind_delegates(office.desk, BEATRIZ)
    assert (reminded(office), steps(office)) == ([], [None, None])
    resume_reminders(office.desk, BEATRIZ)
    remind_of_expiries(office.desk)
    assert reminded(office) == [office.person(LAURA).id]


def test_halting_and_resuming_tell_how_many_wait_and_are_on_the_record(office: Office) -> None:
    expiring(office, 30)
    remind_of_expiries(office.desk)
    with office.recorded() as record:
        assert halt_reminders(office.desk, BEATRIZ) == 1
        assert resume_reminders(office.desk, BEATRIZ) == 1
    assert [line.action for line in record.noted] == [
        AuditAction.REMINDERS_HALTED,
        AuditAction.REMINDERS_RESUMED,
    ]


def test_halting_twice_or_resuming_what_goes_on_is_explained(office: Office) -> None:
    with pytest.raises(UserError, match="no están detenidos"):
        resume_reminders(office.desk, BEATRIZ)
    halt_reminders(office.desk, BEATRIZ)
    with pytest.raises(UserError, match="<@U0BEATRIZ> los detuvo el 14 ene 2026, 10:00"):
        halt_reminders(office.desk, BEATRIZ)


def test_of_two_managers_who_halt_at_once_the_later_learns_who_did(office: Office, engine: Engine) -> None:
    outcomes = at_once(engine, "INSERT INTO halted", *[partial(halt_reminders, office.desk, BEATRIZ)] * 2)
    assert sorted(map(type, outcomes), key=str) == sorted([int, UserError], key=str)


@pytest.mark.parametrize("use_case", [remind_delegates, halt_reminders, resume_reminders])
@pytest.mark.parametrize("who", [LAURA, CAMILA])
def test_only_a_manager_governs_the_reminders(office: Office, use_case: object, who: object) -> None:
    with office.nothing_stored(), pytest.raises(NotAllowedError, match="Solo un gerente"):
        use_case(office.desk, who)  # type: ignore[operator]


def test_the_managers_who_watch_see_the_halt_on_their_home(office: Office) -> None:
    office.change(BEATRIZ, home_opened_at=office.clock.now())
    with office.recorded() as record:
        halt_reminders(office.desk, BEATRIZ)
    assert [(told.kind, told.subject_id) for told in record.told] == [
        (IntentKind.HOME, office.person(BEATRIZ).id)
    ]
    assert BEATRIZ.team_id == TEAM
