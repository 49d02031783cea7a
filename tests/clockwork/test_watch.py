"""The watch over the jobs, and what managers read of it."""

import json
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.clock.jobs import Job
from bot.clock.running import run
from bot.clock.watch import LOOK, Watch, pulses
from bot.delivery.rendering.drafts import ChannelDraft
from bot.delivery.rendering.job import Job as Rendering
from bot.delivery.rendering.job import Surroundings
from bot.delivery.rendering.render import draft
from bot.metrics import Metrics
from bot.services.desk import Desk
from bot.web import WebSide, serve
from storage import jobs as job_rows
from storage.crypto import KeyRing
from storage.db import sessions_of
from storage.enums import IntentKind, JobName
from storage.models import Intent
from tests.clock import Clock
from tests.clockwork.work import Work, broken, job, power_cut, row
from tests.services.at_once import at_once
from tests.test_web import ask

CHANNELS = Surroundings(officials="C0OFFICIALS", managers="C0MANAGERS")
JOBS = [job(Work())]


@pytest.fixture
def watch(desk: Desk) -> Watch:
    return Watch(desk, JOBS)


def pass_time(watch: Watch, clock: Clock, minutes: int) -> None:
    """Let minutes go by as they do, with a look at each."""
    for _ in range(minutes):
        clock.advance(seconds=LOOK.total_seconds())
        watch.look()


def reports(desk: Desk) -> list[Intent]:
    with desk.sessions() as session:
        return session.query(Intent).filter_by(kind=IntentKind.JOB_OVERDUE).order_by(Intent.id).all()


def told(desk: Desk, intent: Intent) -> str | None:
    with desk.sessions() as session:
        found = draft(Rendering(session, intent, CHANNELS, desk.now()))
    if found is None:
        return None
    assert isinstance(found, ChannelDraft)
    assert found.channel == "C0MANAGERS"
    return found.message.text


def test_three_periods_without_success_are_reported_once(desk: Desk, clock: Clock, watch: Watch) -> None:
    run(desk, JOBS[0])
    pass_time(watch, clock, 15)
    assert reports(desk) == []
    pass_time(watch, clock, 60)
    (report,) = reports(desk)
    assert (report.subject_id, report.lane) == (row(desk).id, "channel:managers")


def test_a_job_that_never_succeeded_counts_from_when_it_was_first_known(
    desk: Desk, clock: Clock, watch: Watch
) -> None:
    run(desk, job(Work(broken)))
    pass_time(watch, clock, 16)
    assert len(reports(desk)) == 1


def test_each_new_silence_is_reported_anew(desk: Desk, clock: Clock, watch: Watch) -> None:
    run(desk, JOBS[0])
    pass_time(watch, clock, 20)
    run(desk, JOBS[0])
    pass_time(watch, clock, 20)
    assert len(reports(desk)) == 2


def test_two_replicas_report_one_silence_once(desk: Desk, clock: Clock, engine: Engine) -> None:
    watches = [Watch(desk, JOBS), Watch(desk, JOBS)]
    run(desk, JOBS[0])
    for _ in range(15):
        clock.advance(minutes=1)
        for watch in watches:
            watch.look()
    clock.advance(minutes=1)
    assert at_once(engine, "INSERT INTO outbox", *(watch.look for watch in watches)) == [1, 1]
    assert len(reports(desk)) == 1


def test_a_bot_that_was_down_for_a_week_is_not_alarmed_by_its_own_absence(desk: Desk, clock: Clock) -> None:
    run(desk, JOBS[0])
    clock.advance(days=7)
    woken = Watch(desk, JOBS)
    assert woken.look() == 0
    run(desk, JOBS[0])
    pass_time(woken, clock, 5)
    assert reports(desk) == []


def test_a_bot_that_was_down_and_whose_job_fails_ever_since_is_reported(desk: Desk, clock: Clock) -> None:
    run(desk, JOBS[0])
    clock.advance(days=7)
    woken = Watch(desk, JOBS)
    pass_time(woken, clock, 16)
    assert len(reports(desk)) == 1


def test_a_clock_that_jumps_leaves_the_jobs_time_to_follow(desk: Desk, clock: Clock, watch: Watch) -> None:
    run(desk, JOBS[0])
    pass_time(watch, clock, 2)
    clock.advance(days=1)
    assert watch.look() == 0


def test_a_clock_that_was_ahead_hides_no_silence(desk: Desk, clock: Clock, watch: Watch) -> None:
    clock.advance(days=365)
    run(desk, JOBS[0])
    watch.look()
    clock.advance(days=-365)
    assert watch.look() == 0
    assert pulses(desk, JOBS)["digests"].overdue
    pass_time(watch, clock, 16)
    assert len(reports(desk)) == 1


def test_a_replica_that_dies_at_work_is_succeeded_before_anybody_is_alarmed(desk: Desk, clock: Clock) -> None:
    often = [Job(JobName.DIGESTS, timedelta(minutes=1), Work())]
    watch = Watch(desk, often)
    for during in (lambda: None, power_cut, lambda: None):
        with suppress(KeyboardInterrupt):
            run(desk, Job(JobName.DIGESTS, timedelta(minutes=1), Work(during)))
        for _ in range(4):  # the beat comes a little later than the period
            clock.advance(seconds=20)
            assert watch.look() == 0
    assert row(desk).succeeded_at == clock.now() - timedelta(seconds=80)


def test_pulses_are_read_without_the_lock_of_a_writer(sqlite_engine: Engine, clock: Clock) -> None:
    desk = Desk(sessions_of(sqlite_engine), KeyRing([bytes(range(32))]), {}, clock.now)
    with desk.sessions.begin() as writer:
        job_rows.make_known(writer, [JobName.DIGESTS], clock.now())
        assert pulses(desk, JOBS)["digests"].last_success is None


def test_the_report_says_what_does_not_happen_and_what_to_do(desk: Desk, clock: Clock, watch: Watch) -> None:
    run(desk, JOBS[0])
    pass_time(watch, clock, 16)
    text = told(desk, reports(desk)[0])
    assert text is not None
    assert "Terminó bien por última vez el 14 ene 2026, 10:00 (hace 16 minutos)" in text
    assert "no llegan los resúmenes" in text
    assert "`/readyz`" in text


def test_a_report_that_did_not_leave_before_the_job_succeeded_is_obsolete(
    desk: Desk, clock: Clock, watch: Watch
) -> None:
    run(desk, JOBS[0])
    pass_time(watch, clock, 16)
    run(desk, JOBS[0])
    assert told(desk, reports(desk)[0]) is None


def test_readiness_tells_of_an_overdue_job_and_stays_ready(desk: Desk, clock: Clock) -> None:
    run(desk, JOBS[0])
    succeeded_at = clock.now()
    clock.advance(minutes=16)
    unknown = job(Work(), JobName.EXPIRING_KEYS)
    side = WebSide({}, Metrics("1"), heartbeat=partial(pulses, desk, [*JOBS, unknown]))
    server = serve(side, "127.0.0.1", 0)
    try:
        reply = ask(server, "GET", "/readyz")
    finally:
        server.stop()
    assert reply.status == 200
    assert json.loads(reply.body)["jobs"] == {
        "digests": {"last_success": succeeded_at.isoformat(), "overdue": True},
        "expiring_keys": {"last_success": None, "overdue": False},
    }
