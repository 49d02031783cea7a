"""The beat: every few seconds each job is asked whether it is due."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock.jobs import Job
from bot.clock.running import Outcome, run
from bot.metrics import Metrics
from bot.rules.calendar.days import BOGOTA
from bot.services.desk import Desk

BEAT = timedelta(seconds=20)  # well under the shortest period, so that a job runs about when it is due


class Scheduler:
    """Asks each job at every beat, each in a thread of its own; the first beat is at the start.

    It remembers nothing: what is due is in the database, and what an outage left is done at the first beat.
    """

    def __init__(self, desk: Desk, jobs: Sequence[Job], metrics: Metrics, beat: timedelta = BEAT) -> None:
        self._desk = desk
        self._metrics = metrics
        self._log = structlog.get_logger(__name__)
        self._beats = BackgroundScheduler(
            timezone=BOGOTA,
            executors={"default": ThreadPoolExecutor(len(jobs))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for job in jobs:
            self._beats.add_job(
                self._beat,
                "interval",
                seconds=beat.total_seconds(),
                args=[job],
                id=job.name,
                next_run_time=datetime.now(BOGOTA),
            )

    def start(self) -> None:
        """Begin with a beat at once."""
        self._beats.start()

    def stop(self) -> None:
        """Begin nothing more and wait for what runs; harmless when not started or stopped already."""
        if self._beats.running:
            self._beats.shutdown(wait=True)

    def _beat(self, job: Job) -> None:
        try:
            outcome = run(self._desk, job)
        except Exception as error:  # noqa: BLE001 - the beat outlives everything; the watch tells of a long silence
            self._log.error("job_interrupted", job=job.name, exc_info=error)
            outcome = Outcome.FAILED
        if outcome is not Outcome.NOT_DUE:
            self._metrics.job_ran(job.name, outcome)
