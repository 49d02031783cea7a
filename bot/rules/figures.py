"""The figures of a digest: counts, ages and names of providers, never a key."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from pydantic import BaseModel, ConfigDict

from bot.rules.calendar.days import day_in_bogota, first_moment_after
from storage.enums import Environment

BUCKET_DAYS = (0, 7, 15, 30, 60, 90)
"""Days until which keys are counted together: expired ones, then up to each of these, then all later ones."""

WEEKS = 13
MOST_URGENT = 10
UNCOVERED_DAYS = 30
LATELY = timedelta(days=30)  # a key that expired longer ago is given up rather than forgotten


class _Figure(BaseModel):
    model_config = ConfigDict(frozen=True)


class Week(_Figure):
    """How many keys expire in the week that begins on a Monday, by environment."""

    begins: date
    expiring: Mapping[Environment, int]


class Urgent(_Figure):
    """A provider whose keys expire first, or expired lately, while nobody has asked for new ones.

    `environments` are those whose keys expire on the day of `expires_at`. `delegates` are the active ones: whoever
    has none hears of nothing.
    """

    codigo: str
    nit: str
    name: str
    sede: str | None
    expires_at: datetime
    environments: Sequence[Environment]
    delegates: int


class OfficialLoad(_Figure):
    """What one official assigned and returned in the period, and has taken now."""

    user_id: str
    assigned: int
    returned: int
    taken: int


class Figures(_Figure):
    """What managers are told, as of `made_at`; what was done is counted since `since`.

    `keys` has, per environment with keys, one count per bucket. `oldest_days` counts business days, as reminders do.
    `median_wait` and `late_wait` (90th percentile), in business time of which `service_day` makes a business day, are of
    the requests assigned in the period; None when there were none.
    `uncovered` counts the keys expired or in their last 30 days that nobody has asked to renew, and
    `sedes_alone` the sedes among them without an active delegate.
    """

    made_at: datetime
    since: datetime
    keys: Mapping[Environment, Sequence[int]]
    weeks: Sequence[Week]
    urgent: Sequence[Urgent]
    uncovered: int
    sedes_alone: int
    pending: int
    taken: int
    oldest_at: datetime | None
    oldest_days: int | None
    received: int
    assigned: int
    returned: int
    median_wait: timedelta | None
    late_wait: timedelta | None
    service_day: timedelta
    loads: Sequence[OfficialLoad]

    @property
    def returned_share(self) -> float | None:
        """Which part of what officials decided was a return, from 0 to 1; None when they decided nothing."""
        decided = self.assigned + self.returned
        return self.returned / decided if decided else None


def bucket_ends(now: datetime) -> Sequence[datetime]:
    """Return the last moment of each bucket but the last: now, then the end of the day in Bogotá so many days ahead.

    A key that expires at any hour of the seventh day is among those of seven days.
    """
    return [now, *(last_moment_in(now, days) for days in BUCKET_DAYS[1:])]


def last_moment_in(now: datetime, days: int) -> datetime:
    """Return the last moment of the day in Bogotá that is `days` after today: the bounds of figures are inclusive."""
    # Databases keep microseconds, so nothing lies between this and midnight.
    return first_moment_after(day_in_bogota(now) + timedelta(days=days)) - timedelta(microseconds=1)


def weeks_from(now: datetime) -> Sequence[date]:
    """Return the Mondays of this week and those that follow, and one more: the end of the last."""
    today = day_in_bogota(now)
    monday = today - timedelta(days=today.weekday())
    return [monday + timedelta(weeks=number) for number in range(WEEKS + 1)]


def median_and_late(waits: Sequence[timedelta]) -> tuple[timedelta, timedelta] | tuple[None, None]:
    """Return the median and the 90th percentile: nine of ten waited no longer. None when nobody waited."""
    if not waits:
        return None, None
    ordered = sorted(waits)
    number = len(ordered)
    median = (ordered[(number - 1) // 2] + ordered[number // 2]) / 2
    return median, ordered[-(-number * 9 // 10) - 1]


def most_urgent(keys: Sequence[tuple[str, Environment, datetime]], now: datetime) -> Mapping[str, datetime]:
    """Return the providers nearest to an expiry, by código, with the moment of it; the nearest come first.

    Before or after now alike: what stops tomorrow can still be saved, and of what stopped yesterday patients'
    records are missing today. What stopped weeks ago was lived with since, so it waits behind both.
    """
    moments: dict[str, datetime] = {}
    for codigo, _, expires_at in sorted(keys, key=lambda key: (abs(key[2] - now), key[0])):
        moments.setdefault(codigo, expires_at)
    return dict(list(moments.items())[:MOST_URGENT])
