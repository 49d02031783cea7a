"""Which week or month a digest is of, when it is due, and since when it counts what was done."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.rules.calendar.days import BOGOTA, day_in_bogota, next_business_day
from storage.enums import DigestKind

DUE_FROM = time(8)

_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Period:
    """A week ("2026-W48") or a month ("2026-12"), and when its digest is due."""

    name: str
    due_at: datetime


def period_of(kind: DigestKind, now: datetime) -> Period:
    """Return the week or month it is in Bogotá. Its digest is due on its first business day from 8:00.

    Raises:
        ValueError: for digests on demand, which have no period.
    """
    today = day_in_bogota(now)
    match kind:
        case DigestKind.WEEKLY:
            year, week, _ = today.isocalendar()
            return Period(f"{year}-W{week:02}", _due(today - timedelta(days=today.weekday())))
        case DigestKind.MONTHLY:
            return Period(f"{today:%Y-%m}", _due(today.replace(day=1)))
        case DigestKind.ON_DEMAND:
            raise ValueError("a digest on demand has no period")


def since_when(kind: DigestKind, now: datetime) -> datetime:
    """Return since when a digest counts that has none of its kind before it: a month, or seven days."""
    if kind is not DigestKind.MONTHLY:
        return now - _WEEK
    last_of_month_before = now.astimezone(BOGOTA).replace(day=1) - timedelta(days=1)
    local = now.astimezone(BOGOTA)
    day = min(local.day, last_of_month_before.day)
    return last_of_month_before.replace(day=day).astimezone(UTC)


def _due(first: date) -> datetime:
    return datetime.combine(next_business_day(first), DUE_FROM, tzinfo=BOGOTA).astimezone(UTC)
