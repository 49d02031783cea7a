"""The watch: tells when a job of the clock has not succeeded for too long.

It looks from a thread of its own in every replica: a scheduler that hangs or died cannot tell of itself, and delivery
may be held up by a slow Slack. Reports are unique in the database, so any number of watches makes one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import structlog

from bot.clock.jobs import Job
from bot.services.desk import Desk
from bot.services.traces import MANAGERS_LANE
from storage import jobs as job_rows
from storage import outbox
from storage.enums import IntentKind
from storage.reading import reading

PATIENCE = 3  # periods of a job
LOOK = timedelta(minutes=1)


@dataclass(frozen=True)
class Pulse:
    """A job as its row tells it: when it last succeeded, None when it never did, and whether that is too long ago."""

    last_success: datetime | None
    overdue: bool


def pulses(desk: Desk, jobs: Sequence[Job]) -> Mapping[str, Pulse]:
    """Return the pulse of each job; one without a row yet has not had its first beat."""
    now = desk.now()
    with reading(desk.sessions) as session:
        rows = {row.name: row for row in job_rows.listed(session)}
    return {
        job.name: Pulse(row.succeeded_at, is_overdue(job, job_rows.last_sign(row), now))
        if (row := rows.get(job.name))
        else Pulse(None, overdue=False)
        for job in jobs
    }


def is_overdue(job: Job, since: datetime, now: datetime) -> bool:
    """Tell whether a job that gave no sign `since` has let more than three of its periods pass.

    A sign from as far in the future is none: a clock gave it that was wrong.
    """
    return abs(now - since) > PATIENCE * job.every


class Watch:
    """Reports each silence of each job once, to the managers' channel.

    It waits as long after it woke as after a job's last success: whoever was down for a week, suspended or moved in
    time runs the jobs first and is not alarmed by what they catch up with.
    """

    def __init__(self, desk: Desk, jobs: Sequence[Job]) -> None:
        self._desk = desk
        self._jobs = jobs
        self._log = structlog.get_logger(__name__)
        self._awake_since = self._looked_at = desk.now()

    def run(self, stop: Event) -> None:
        """Look every minute until `stop` is set. No failure ends it."""
        self._awake_since = self._looked_at = self._desk.now()
        while not stop.wait(LOOK.total_seconds()):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - a database that is away is looked at again
                self._log.error("watch_interrupted", error=type(error).__name__)

    def look(self) -> int:
        """Queue a report of every job whose silence is too long and not told yet; return how many are silent."""
        now = self._desk.now()
        if abs(now - self._looked_at) > 2 * LOOK:
            self._awake_since = now
        self._looked_at = now
        silent = 0
        with self._desk.sessions.begin() as session:
            job_rows.make_known(session, [job.name for job in self._jobs], now)
            rows = {row.name: row for row in job_rows.listed(session)}
            for job in self._jobs:
                row = rows[job.name]
                if is_overdue(job, self._counts_from(job, job_rows.last_sign(row), now), now):
                    silent += 1
                    self._log.error("job_overdue", job=job.name, since=job_rows.last_sign(row))
                    outbox.add(
                        session,
                        kind=IntentKind.JOB_OVERDUE,
                        subject_id=row.id,
                        dedupe_key=job_rows.incident(row),
                        lane=MANAGERS_LANE,
                        now=now,
                    )
        return silent

    def _counts_from(self, job: Job, last_sign: datetime, now: datetime) -> datetime:
        from_the_future = last_sign > now and is_overdue(job, last_sign, now)
        return self._awake_since if from_the_future else max(last_sign, self._awake_since)
