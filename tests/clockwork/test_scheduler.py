"""The beat in its threads."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.clock.scheduler import Scheduler
from bot.metrics import Metrics
from bot.services.desk import Desk
from storage.crypto import KeyRing
from storage.db import sessions_of
from storage.enums import JobName
from tests.clock import Clock
from tests.clockwork.work import Work, job, row

SLOW = timedelta(hours=1)
FAST = timedelta(seconds=0.01)


@pytest.fixture
def desk(sqlite_engine: Engine, clock: Clock) -> Desk:
    return Desk(sessions_of(sqlite_engine), KeyRing([bytes(range(32))]), {}, clock.now)


def test_everything_is_run_at_the_start_and_a_stop_leaves_no_thread(desk: Desk) -> None:
    before = set(threading.enumerate())
    names = (JobName.DIGESTS, JobName.EXPIRING_KEYS)
    began = {name: threading.Event() for name in names}
    metrics = Metrics("1")
    scheduler = Scheduler(desk, [job(Work(began[name].set), name) for name in names], metrics, SLOW)
    scheduler.start()
    assert all(event.wait(10) for event in began.values())
    scheduler.stop()
    assert set(threading.enumerate()) <= before
    assert row(desk).succeeded_at == desk.now()
    for name in names:
        counted = f'llaves_job_runs_total{{job="{name}",outcome="succeeded"}} 1.0'
        assert counted in metrics.render().decode()


def test_a_stop_waits_for_the_work_under_way(desk: Desk) -> None:
    began, go_on = threading.Event(), threading.Event()

    def during() -> None:
        began.set()
        assert go_on.wait(10)

    scheduler = Scheduler(desk, [job(Work(during))], Metrics("1"), SLOW)
    scheduler.start()
    assert began.wait(10)
    stopper = threading.Thread(target=scheduler.stop)
    stopper.start()
    go_on.set()
    stopper.join(10)
    assert row(desk).succeeded_at == desk.now()


def test_a_job_is_asked_again_at_every_beat(desk: Desk, clock: Clock) -> None:
    ran = threading.Semaphore(0)

    def during() -> None:
        clock.advance(minutes=5)  # due again as soon as it is done
        ran.release()

    scheduler = Scheduler(desk, [job(Work(during))], Metrics("1"), FAST)
    scheduler.start()
    try:
        assert all(ran.acquire(timeout=10) for _ in range(3))
    finally:
        scheduler.stop()


def test_a_database_that_is_away_does_not_end_the_beat(desk: Desk) -> None:
    asked = threading.Semaphore(0)

    class Away:
        @staticmethod
        def begin() -> object:
            asked.release()
            raise ConnectionError

    away = Desk(Away, desk.key_ring, {}, desk.now)  # type: ignore[arg-type] # as sessions of it would fail
    scheduler = Scheduler(away, [job(Work())], Metrics("1"), FAST)
    scheduler.start()
    try:
        assert all(asked.acquire(timeout=10) for _ in range(2))
    finally:
        scheduler.stop()


def test_stopping_what_was_never_started_and_stopping_twice_do_no_harm(desk: Desk) -> None:
    scheduler = Scheduler(desk, [job(Work())], Metrics("1"), SLOW)
    scheduler.stop()
    scheduler.start()
    scheduler.stop()
    scheduler.stop()
