"""One run of one job: who runs it, when, and what is noted."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock.jobs import JOBS
from bot.clock.running import Outcome, run
from bot.services.desk import Desk
from storage import jobs
from storage.enums import JobName
from tests.clock import Clock
from tests.clockwork.work import FIVE_MINUTES, Work, broken, job, power_cut, row
from tests.services.at_once import at_once


def test_every_job_of_the_clock_is_in_the_table_once() -> None:
    assert sorted(each.name for each in JOBS) == sorted(JobName)


def test_a_job_that_never_ran_runs_at_once_and_then_rests_for_its_period(desk: Desk, clock: Clock) -> None:
    work = Work()
    assert run(desk, job(work)) is Outcome.SUCCEEDED
    assert row(desk).succeeded_at == clock.now()
    clock.advance(minutes=4, seconds=59)
    assert run(desk, job(work)) is Outcome.NOT_DUE
    clock.advance(seconds=1)
    assert run(desk, job(work)) is Outcome.SUCCEEDED
    assert work.runs == 2


def test_success_counts_from_the_beginning_of_the_work(desk: Desk, clock: Clock) -> None:
    began = clock.now()
    run(desk, job(Work(lambda: clock.advance(minutes=2))))
    assert row(desk).succeeded_at == began


def test_a_job_that_somebody_is_at_is_not_run_by_anybody_else(desk: Desk) -> None:
    other = Work()
    outcomes: list[Outcome] = []
    run(desk, job(Work(lambda: outcomes.append(run(desk, job(other))))))
    assert outcomes == [Outcome.NOT_DUE]
    assert other.runs == 0


def test_two_replicas_in_the_same_minute_run_a_job_once(desk: Desk, engine: Engine) -> None:
    work = Work()
    with desk.sessions.begin() as session:
        jobs.make_known(session, [JobName.DIGESTS], desk.now())
    once = partial(run, desk, job(work))
    outcomes = at_once(engine, "UPDATE jobs", once, once)
    assert sorted(map(str, outcomes)) == [Outcome.NOT_DUE, Outcome.SUCCEEDED]
    assert work.runs == 1


def test_two_replicas_that_know_a_job_first_at_the_same_moment_make_one_row(
    desk: Desk, engine: Engine
) -> None:
    once = partial(run, desk, job(Work()))
    outcomes = at_once(engine, "INSERT INTO jobs", once, once)
    assert sorted(map(str, outcomes)) == [Outcome.NOT_DUE, Outcome.SUCCEEDED]
    assert row(desk).succeeded_at is not None


def test_work_that_breaks_off_is_noted_and_tried_again_after_a_minute(desk: Desk, clock: Clock) -> None:
    assert run(desk, job(Work(broken))) is Outcome.FAILED
    failed = row(desk)
    assert (failed.failed_at, failed.succeeded_at, failed.lease) == (clock.now(), None, None)
    clock.advance(seconds=59)
    assert run(desk, job(Work())) is Outcome.NOT_DUE
    clock.advance(seconds=1)
    assert run(desk, job(Work())) is Outcome.SUCCEEDED


def test_a_holder_that_died_is_succeeded_when_its_lease_runs_out(desk: Desk, clock: Clock) -> None:
    with pytest.raises(KeyboardInterrupt):
        run(desk, job(Work(power_cut)))
    clock.advance(seconds=FIVE_MINUTES.total_seconds() - 1)
    assert run(desk, job(Work())) is Outcome.NOT_DUE
    clock.advance(seconds=1)
    assert run(desk, job(Work())) is Outcome.SUCCEEDED


@pytest.mark.parametrize("during", [lambda: None, broken, power_cut])
def test_what_a_clock_that_was_ahead_left_stops_no_job(
    desk: Desk, clock: Clock, during: Callable[[], None]
) -> None:
    clock.advance(days=365)
    with suppress(KeyboardInterrupt):
        run(desk, job(Work(during)))
    clock.advance(days=-365)
    assert run(desk, job(Work())) is Outcome.SUCCEEDED
    assert row(desk).succeeded_at == clock.now()


def test_a_replica_whose_clock_is_a_little_behind_takes_nothing_over(desk: Desk, clock: Clock) -> None:
    outcomes: list[Outcome] = []

    def meanwhile() -> None:
        clock.advance(seconds=-5)
        outcomes.append(run(desk, job(Work())))

    run(desk, job(Work(meanwhile)))
    outcomes.append(run(desk, job(Work())))
    assert outcomes == [Outcome.NOT_DUE] * 2


def test_work_that_outlives_its_lease_leaves_the_success_to_its_successor(desk: Desk, clock: Clock) -> None:
    successor = Work(lambda: clock.advance(minutes=1))

    def too_long() -> None:
        clock.advance(minutes=11)
        run(desk, job(successor))

    began = clock.now()
    assert run(desk, job(Work(too_long))) is Outcome.OUTLIVED
    assert successor.runs == 1
    assert row(desk).succeeded_at == began + timedelta(minutes=11)


def test_work_that_fails_after_its_lease_frees_nothing_of_its_successors(desk: Desk, clock: Clock) -> None:
    def too_long() -> None:
        clock.advance(minutes=11)
        with desk.sessions.begin() as session:
            assert _take(session, clock)
        broken()

    assert run(desk, job(Work(too_long))) is Outcome.FAILED
    assert row(desk).lease is not None
    assert row(desk).failed_at is None


def test_a_start_on_a_file_that_is_ours_alone_takes_up_what_a_crash_held(desk: Desk, clock: Clock) -> None:
    with desk.sessions.begin() as session:
        jobs.make_known(session, [JobName.DIGESTS], clock.now())
        assert _take(session, clock)
        jobs.end_leases(session)
    assert run(desk, job(Work())) is Outcome.SUCCEEDED


def test_one_job_does_not_wait_for_another(desk: Desk) -> None:
    outcomes: list[Outcome] = []
    other = job(Work(), JobName.EXPIRING_KEYS)
    run(desk, job(Work(lambda: outcomes.append(run(desk, other)))))
    assert outcomes == [Outcome.SUCCEEDED]


def _take(session: Session, clock: Clock) -> str | None:
    minute = timedelta(minutes=1)
    return jobs.take(
        session, JobName.DIGESTS, clock.now(), every=minute, again_after=minute, lease=FIVE_MINUTES
    )
