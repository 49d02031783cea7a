"""Going forward in time without skipping anything: where to stop on the way, and when a stop is over."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from bot.clock.jobs import JOBS
from bot.rules.calendar.days import BOGOTA, day_in_bogota, next_business_day
from bot.rules.digest_periods import DUE_FROM
from storage import jobs, reminders
from storage.enums import IntentKind, IntentStatus
from storage.models import Intent

MORNING = DUE_FROM  # of the digests: they say when they come, and everything else of the day is due by then
SHORTEST_HOP = timedelta(minutes=30)
PACED = timedelta(seconds=3)  # what delivery puts off so as not to write too fast still belongs to the stop


class TimeTravelError(Exception):
    """The bot did not do what was due on the way; the text is for who waits for it."""


def next_stop(now: datetime, target: datetime, next_due: datetime | None) -> datetime:
    """Return where to stop next: the next working morning, the next message that is due, or the target.

    Messages that follow one another closely are one stop; `next_due` is None when none waits.
    """
    stops = [target, _next_morning(now)]
    if next_due is not None:
        stops.append(max(next_due, now + SHORTEST_HOP))
    return min(stops)


def _next_morning(now: datetime) -> datetime:
    today = day_in_bogota(now)
    morning = datetime.combine(next_business_day(today), MORNING, BOGOTA)
    if morning > now:
        return morning
    return datetime.combine(next_business_day(today + timedelta(days=1)), MORNING, BOGOTA)


def caught_up(session: Session, now: datetime) -> bool:
    """Tell whether the bot has done all that is due: no job is due or at work, and no message waits to leave."""
    rows = {row.name: row for row in jobs.listed(session)}
    for job in JOBS:
        row = rows.get(job.name)
        if row is None or row.lease is not None or row.succeeded_at is None:
            return False
        if row.succeeded_at <= now - job.every:
            return False
    return not session.scalar(
        select(
            exists().where(
                Intent.status.in_((IntentStatus.PENDING, IntentStatus.SENDING)),
                Intent.due_at <= now + PACED,
                *_leaving(session),
            )
        )
    )


def next_due(session: Session, now: datetime) -> datetime | None:
    """Return when the next message leaves that was not tried yet; Homes are drawn whenever somebody looks."""
    return session.scalar(
        select(func.min(Intent.due_at)).where(
            Intent.status == IntentStatus.PENDING,
            Intent.due_at > now,
            Intent.attempts == 0,
            Intent.kind != IntentKind.HOME,
            *_leaving(session),
        )
    )


def _leaving(session: Session) -> list[ColumnElement[bool]]:
    """Leave out what a manager brought to a halt: it waits for as long as that lasts."""
    return [Intent.kind != IntentKind.EXPIRY_REMINDER] if reminders.halted(session) else []
