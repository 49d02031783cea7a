"""Where a journey through time stops, and when a stop is over."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.clock.jobs import JOBS
from bot.demo.shifted_clock import ShiftedClock
from bot.demo.time_travel import caught_up, next_due, next_stop
from bot.rules.calendar.days import BOGOTA
from bot.rules.digest_periods import period_of
from storage import jobs, outbox
from storage.db import Sessions, sessions_of
from storage.enums import DigestKind, Halt, IntentKind
from storage.models import Halted
from tests.clock import Clock
from tests.services.office import BEATRIZ, Office


def bogota(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of January 2026; Monday 12 is a holiday."""
    return datetime(2026, 1, day, hour, minute, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("now", "stop"),
    [
        (bogota(14, 7), bogota(14, 8)),
        (bogota(14, 8), bogota(15, 8)),
        (bogota(14, 10), bogota(15, 8)),
        (bogota(9, 10), bogota(13, 8)),
        (bogota(10, 7), bogota(13, 8)),
    ],
    ids=["before eight", "at eight", "after eight", "over a holiday", "on a Saturday"],
)
def test_the_next_stop_is_the_next_working_morning(now: datetime, stop: datetime) -> None:
    assert next_stop(now, now + timedelta(days=30), None) == stop


def test_a_stop_is_made_at_the_moment_a_digest_is_due() -> None:
    due = period_of(DigestKind.WEEKLY, bogota(19, 12)).due_at
    assert next_stop(bogota(16, 10), bogota(30, 10), None) == due


def test_the_target_is_the_last_stop() -> None:
    assert next_stop(bogota(14, 10), bogota(14, 22), bogota(14, 23)) == bogota(14, 22)


def test_a_message_that_leaves_before_the_morning_is_a_stop() -> None:
    assert next_stop(bogota(14, 10), bogota(20, 10), bogota(14, 15)) == bogota(14, 15)


def test_messages_close_to_one_another_are_one_stop() -> None:
    assert next_stop(bogota(14, 10), bogota(20, 10), bogota(14, 10, 1)) == bogota(14, 10, 30)


def test_a_shifted_clock_shows_the_same_time_to_every_process(tmp_path: Path) -> None:
    mine, theirs = ShiftedClock(tmp_path / "clock"), ShiftedClock(tmp_path / "clock")
    assert theirs.now() - datetime.now(UTC) < timedelta(seconds=1)
    mine.shift(timedelta(days=1))
    mine.shift(timedelta(days=2))
    ahead = theirs.now() - datetime.now(UTC)
    assert timedelta(days=2, hours=23) < ahead <= timedelta(days=3)


@pytest.fixture
def sessions(sqlite_engine: Engine) -> Sessions:
    """The demo knows SQLite only."""
    return sessions_of(sqlite_engine)


def run_all(sessions: Sessions, clock: Clock) -> None:
    minute = timedelta(minutes=1)
    with sessions.begin() as session:
        jobs.make_known(session, [job.name for job in JOBS], clock.now())
        for job in JOBS:
            lease = jobs.take(
                session, job.name, clock.now(), every=job.every, again_after=minute, lease=minute
            )
            assert lease is None or jobs.succeed(session, job.name, lease, clock.now())


def over(sessions: Sessions, clock: Clock) -> bool:
    with sessions.begin() as session:
        return caught_up(session, clock.now())


def tell(sessions: Sessions, clock: Clock, kind: IntentKind, **later: float) -> None:
    now = clock.now()
    with sessions.begin() as session:
        outbox.add(
            session,
            kind=kind,
            subject_id=1,
            dedupe_key=f"{kind}:{later}",
            lane=f"dm:{kind}",
            now=now,
            due_at=now + timedelta(**later),
        )


def test_a_stop_is_over_when_no_job_is_due(sessions: Sessions, clock: Clock) -> None:
    assert not over(sessions, clock)
    run_all(sessions, clock)
    assert over(sessions, clock)
    clock.advance(minutes=1)
    assert not over(sessions, clock)


def test_a_stop_lasts_while_a_job_is_at_work(sessions: Sessions, clock: Clock) -> None:
    run_all(sessions, clock)
    clock.advance(minutes=1)
    with sessions.begin() as session:
        minute = timedelta(minutes=1)
        taken = jobs.take(session, JOBS[0].name, clock.now(), every=minute, again_after=minute, lease=minute)
    assert taken
    assert not over(sessions, clock)


def test_a_stop_lasts_until_what_is_due_has_left(sessions: Sessions, clock: Clock) -> None:
    run_all(sessions, clock)
    tell(sessions, clock, IntentKind.KEYS_ASSIGNED, hours=1)
    assert over(sessions, clock)
    tell(sessions, clock, IntentKind.KEYS_ASSIGNED, seconds=1)  # paced: it leaves in a second
    assert not over(sessions, clock)


def test_what_a_manager_halted_is_waited_for_by_nobody(sessions: Sessions, clock: Clock) -> None:
    office = Office.open(sessions, clock)
    run_all(sessions, clock)
    tell(sessions, clock, IntentKind.EXPIRY_REMINDER)
    tell(sessions, clock, IntentKind.EXPIRY_REMINDER, hours=1)
    assert not over(sessions, clock)
    with sessions.begin() as session:
        session.add(Halted(what=Halt.EXPIRY_REMINDERS, by_id=office.person(BEATRIZ).id, at=clock.now()))
    assert over(sessions, clock)
    with sessions.begin() as session:
        assert next_due(session, clock.now()) is None


def test_the_next_message_on_the_way_is_the_earliest_that_waits(sessions: Sessions, clock: Clock) -> None:
    tell(sessions, clock, IntentKind.HOME, minutes=1)
    tell(sessions, clock, IntentKind.KEYS_ASSIGNED, hours=2)
    tell(sessions, clock, IntentKind.KEYS_ASSIGNED, hours=1)
    with sessions.begin() as session:
        assert next_due(session, clock.now()) == clock.now() + timedelta(hours=1)
