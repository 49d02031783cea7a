"""Thousands in the outbox: added together, behind whatever is prompt, and held back by a halt."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage import mailing, outbox
from storage.db import Sessions
from storage.enums import Halt, IntentKind, IntentStatus, PersonStatus, Priority, Role
from storage.models import Halted, Intent, Person
from storage.outbox import Claim
from tests.clock import Clock

LEASE = timedelta(minutes=2)


@pytest.fixture
def people(sessions: Sessions, clock: Clock) -> Sequence[int]:
    """The ids of three people."""
    rows = [
        Person(
            team_id="T0TEAM",
            user_id=f"U0{number}",
            role=Role.MANAGER,
            status=PersonStatus.ACTIVE,
            login=f"U0{number}",
            registered_at=clock.now(),
        )
        for number in range(3)
    ]
    with sessions.begin() as session:
        session.add_all(rows)
    return [row.id for row in rows]


def _add_all(sessions: Sessions, clock: Clock, people: Sequence[int]) -> Sequence[int]:
    due = {person_id: clock.now() + timedelta(seconds=number) for number, person_id in enumerate(people)}
    with sessions.begin() as session:
        added = mailing.add_direct(
            session,
            kind=IntentKind.EXPIRY_REMINDER,
            to=due,
            occasion="2026-01-14",
            now=clock.now(),
            priority=Priority.REMINDER,
        )
        return sorted(added)


def _add(sessions: Sessions, clock: Clock, person_id: int) -> None:
    with sessions.begin() as session:
        outbox.add(
            session,
            kind=IntentKind.KEYS_ASSIGNED,
            subject_id=1,
            dedupe_key=f"prompt:{person_id}",
            lane=f"dm:{person_id}",
            now=clock.now(),
        )


def _delay(sessions: Sessions, clock: Clock, person_id: int) -> None:
    with sessions.begin() as session:
        mailing.add_direct(
            session,
            kind=IntentKind.REQUEST_DELAYED,
            to={person_id: clock.now()},
            occasion="a",
            now=clock.now(),
            priority=Priority.BULK,
        )


def _halt(sessions: Sessions, clock: Clock, by_id: int) -> None:
    with sessions.begin() as session:
        session.add(Halted(what=Halt.EXPIRY_REMINDERS, by_id=by_id, at=clock.now()))


def _claim(sessions: Sessions, clock: Clock) -> Claim | None:
    with sessions.begin() as session:
        return outbox.claim(session, clock.now(), LEASE)


def _kinds(sessions: Sessions, clock: Clock) -> list[IntentKind]:
    """What leaves now, in this order."""
    found = []
    while (claim := _claim(sessions, clock)) is not None:
        found.append(claim.intent.kind)
        with sessions.begin() as session:
            outbox.settle_sent(session, claim, clock.now())
    return found


def test_many_are_added_as_if_one_by_one(sessions: Sessions, clock: Clock, people: Sequence[int]) -> None:
    assert _add_all(sessions, clock, people) == people
    with sessions() as session:
        rows = session.query(Intent).order_by(Intent.id).all()
    assert [(row.subject_id, row.recipient_id, row.lane) for row in rows] == [
        (person_id, person_id, f"dm:{person_id}") for person_id in people
    ]
    assert [row.due_at - clock.now() for row in rows] == [timedelta(seconds=n) for n in range(3)]
    assert {(row.kind, row.status, row.priority, row.attempts, row.in_doubt) for row in rows} == {
        (IntentKind.EXPIRY_REMINDER, IntentStatus.PENDING, Priority.REMINDER, 0, False)
    }
    assert {row.created_at for row in rows} == {clock.now()}
    assert len({row.operation_id for row in rows}) == 3


def test_rows_are_written_in_one_order_so_that_two_who_tell_the_same_people_do_not_lock_each_other_out(
    sessions: Sessions, clock: Clock, people: Sequence[int]
) -> None:
    _add_all(sessions, clock, people[::-1])
    with sessions() as session:
        rows = session.query(Intent).order_by(Intent.id).all()
    assert [row.recipient_id for row in rows] == people
    assert [row.due_at - clock.now() for row in rows] == [timedelta(seconds=n) for n in (2, 1, 0)]


def test_whoever_was_told_on_the_occasion_is_left_out(
    sessions: Sessions, clock: Clock, people: Sequence[int]
) -> None:
    _add_all(sessions, clock, people[:1])
    assert _add_all(sessions, clock, people) == people[1:]
    assert _add_all(sessions, clock, []) == []


def test_what_is_prompt_leaves_before_thousands_that_were_due_long_ago(
    sessions: Sessions, clock: Clock, people: Sequence[int]
) -> None:
    _add_all(sessions, clock, people)
    clock.advance(minutes=1)
    _add(sessions, clock, people[0])
    assert _kinds(sessions, clock) == [IntentKind.KEYS_ASSIGNED, *[IntentKind.EXPIRY_REMINDER] * 3]


def test_at_a_halt_only_the_reminders_stay(sessions: Sessions, clock: Clock, people: Sequence[int]) -> None:
    _add_all(sessions, clock, people)
    clock.advance(minutes=1)
    _halt(sessions, clock, people[0])
    _delay(sessions, clock, people[0])
    _add(sessions, clock, people[1])
    assert _kinds(sessions, clock) == [IntentKind.KEYS_ASSIGNED, IntentKind.REQUEST_DELAYED]


def test_a_reminder_that_slack_refused_and_a_manager_halted_keeps_no_news_from_its_reader(
    sessions: Sessions, clock: Clock, people: Sequence[int]
) -> None:
    _add_all(sessions, clock, people[:1])
    claim = _claim(sessions, clock)
    assert claim is not None
    with sessions.begin() as session:
        outbox.settle_retry(session, claim, clock.now(), "ratelimited", in_doubt=False)
    _halt(sessions, clock, people[0])
    _delay(sessions, clock, people[0])
    _add(sessions, clock, people[0])
    assert _kinds(sessions, clock) == [IntentKind.KEYS_ASSIGNED, IntentKind.REQUEST_DELAYED]


def test_a_reminder_whose_sender_died_is_taken_up_before_all_else(
    sessions: Sessions, clock: Clock, people: Sequence[int]
) -> None:
    _add_all(sessions, clock, people[:1])
    assert _claim(sessions, clock) is not None
    clock.advance(minutes=3)
    _add(sessions, clock, people[0])  # its lane is not free until somebody knows what became of the other
    assert _kinds(sessions, clock) == [IntentKind.EXPIRY_REMINDER, IntentKind.KEYS_ASSIGNED]
