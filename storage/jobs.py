"""The jobs of the clock: who runs each of them now, and when it last succeeded."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from storage.db import insert_into
from storage.enums import JobName
from storage.models import Job


def make_known(session: Session, names: Iterable[JobName], now: datetime) -> None:
    """Give each job its row; one that is new counts from `now`, as if it had just succeeded."""
    there = set(session.scalars(select(Job.name)))
    for name in names:
        if name not in there:
            session.execute(
                insert_into(session, Job)
                .values(name=name, created_at=now)
                .on_conflict_do_nothing(index_elements=[Job.name])
            )


def take(
    session: Session,
    name: JobName,
    now: datetime,
    *,
    every: timedelta,
    again_after: timedelta,
    lease: timedelta,
) -> str | None:
    """Take a job that is due and that nobody holds; return the lease to settle it with, or None.

    A job is due when it never succeeded, or `every` ago; one that failed waits `again_after`. Of two replicas at the
    same moment one gets it. A lease that ran out is anybody's. Moments too far ahead for what they say, as a clock
    that was wrong leaves them, count as long ago; those of a replica whose clock is a little ahead do not.
    """
    taken = str(uuid4())
    # One statement: whoever waited for another's row looks at all of it again.
    found = session.execute(
        update(Job)
        .where(
            Job.name == name,
            or_(Job.lease.is_(None), Job.leased_until <= now, Job.leased_until > now + 2 * lease),
            _is_past(Job.succeeded_at, now, every),
            _is_past(Job.failed_at, now, again_after),
        )
        .values(lease=taken, leased_until=now + lease)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return taken if found is not None else None


def _is_past(
    moment: InstrumentedAttribute[datetime | None], now: datetime, wait: timedelta
) -> ColumnElement[bool]:
    return or_(moment.is_(None), moment <= now - wait, moment > now + wait)


def succeed(session: Session, name: JobName, lease: str, began_at: datetime) -> bool:
    """Note that all that was due at `began_at` is done; False when another has taken the job over since."""
    return _settle(session, name, lease, succeeded_at=began_at)


def fail(session: Session, name: JobName, lease: str, at: datetime) -> bool:
    """Note that the work broke off; False when another has taken the job over since."""
    return _settle(session, name, lease, failed_at=at)


def _settle(session: Session, name: JobName, lease: str, **values: datetime) -> bool:
    settled = session.execute(
        update(Job)
        .where(Job.name == name, Job.lease == lease)
        .values(lease=None, leased_until=None, **values)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return settled is not None


def end_leases(session: Session) -> None:
    """Free every job, whoever held it: for a start when no other process can be running them."""
    session.execute(update(Job).where(Job.lease.is_not(None)).values(lease=None, leased_until=None))


def listed(session: Session) -> Sequence[Job]:
    """Return every job that was ever known."""
    return session.scalars(select(Job).order_by(Job.id)).all()


def load(session: Session, job_id: int) -> Job | None:
    """Return a job by its id."""
    return session.get(Job, job_id)


def known_since(session: Session, name: JobName) -> datetime | None:
    """Return when a job was first known: that is since when this installation does it. None before its first run."""
    return session.scalar(select(Job.created_at).where(Job.name == name))


def last_sign(job: Job) -> datetime:
    """Return when a job last succeeded or, if it never did, when it was first known."""
    return job.succeeded_at or job.created_at


def incident(job: Job) -> str:
    """Name the silence a job is in: the same until it succeeds again, and never the same twice."""
    return f"job_overdue:{job.name}:{last_sign(job).isoformat()}"
