"""Running one job once, by one replica."""

from datetime import timedelta
from enum import StrEnum

import structlog

from bot.clock.jobs import Job
from bot.services.desk import Desk
from storage import jobs

AGAIN_AFTER = timedelta(minutes=1)  # what failed is tried again, without hammering what broke it


class Outcome(StrEnum):
    """What became of an attempt to run a job.

    `OUTLIVED`: the work took longer than its lease, and another has taken the job over; its success is the other's to
    note.
    """

    NOT_DUE = "not_due"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    OUTLIVED = "outlived"


def run(desk: Desk, job: Job) -> Outcome:
    """Do the job's work if it is due and nobody else is at it, and note how it went.

    The work runs outside the transactions that take and settle the lease, which lasts one period of the job: whoever
    takes over from a holder that died is done before the watch loses its patience. Its failure is noted and logged, never
    raised; a database that is away raises `SQLAlchemyError`.
    """
    log = structlog.get_logger(__name__)
    began_at = desk.now()
    with desk.sessions.begin() as session:
        jobs.make_known(session, [job.name], began_at)
        lease = jobs.take(
            session, job.name, began_at, every=job.every, again_after=AGAIN_AFTER, lease=job.every
        )
    if lease is None:
        return Outcome.NOT_DUE
    try:
        done = job.work(desk)
    except Exception:  # whatever broke, the other jobs and the next beat go on
        log.exception("job_failed", job=job.name)
        with desk.sessions.begin() as session:
            jobs.fail(session, job.name, lease, desk.now())
        return Outcome.FAILED
    with desk.sessions.begin() as session:
        # As of its beginning: what fell due while it worked is for the next run.
        ours = jobs.succeed(session, job.name, lease, began_at)
    if not ours:
        log.warning("job_outlived_its_lease", job=job.name, done=done)
        return Outcome.OUTLIVED
    if done:
        log.info("job_done", job=job.name, done=done)
    return Outcome.SUCCEEDED
