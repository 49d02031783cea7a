"""The day it is for people, and which days count as business days in Colombia.

Colombia has one time zone, five hours behind UTC, and no daylight saving. A business day ("día hábil") is Monday
to Friday without holidays; the helpdesk's Saturday mornings are hours of service, not business days.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

BOGOTA = ZoneInfo("America/Bogota")

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def day_in_bogota(moment: datetime) -> date:
    """Return the day a moment falls on for people."""
    return moment.astimezone(BOGOTA).date()


def start_of_day(day: date) -> datetime:
    """Return midnight in Bogotá, which is when the manual shows a key to expire (Imagen 14)."""
    return datetime.combine(day, time.min, tzinfo=BOGOTA)


def is_holiday(day: date) -> bool:
    """Tell whether a day is a holiday in all Colombia: Ley 51 de 1983 and, from 2026, Ley 2578 de 2026.

    The dates are known for the years 1901 to 2100; no day outside them is a holiday.
    """
    return day in _holidays_of(day.year)


def is_business_day(day: date) -> bool:
    """Tell whether a day is Monday to Friday and no holiday."""
    return day.weekday() < _SATURDAY and not is_holiday(day)


def previous_business_day(day: date) -> date:
    """Return the last business day up to `day`: the day itself when it is one."""
    while not is_business_day(day):
        day -= _ONE_DAY
    return day


def next_business_day(day: date) -> date:
    """Return the first business day from `day` on: the day itself when it is one."""
    while not is_business_day(day):
        day += _ONE_DAY
    return day


def first_moment_after(day: date) -> datetime:
    """Return the first moment, in UTC, that is after a day in Bogotá."""
    return start_of_day(day + _ONE_DAY).astimezone(UTC)


def add_business_days(day: date, count: int) -> date:
    """Return the business day that is `count` of them after `day`, as the law counts a term.

    `day` itself is never counted, whether it is a business day or not. A negative `count` goes back; zero
    returns `day` as it is.
    """
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    for _ in range(abs(count)):
        day += step
        while not is_business_day(day):
            day += step
    return day


def business_days_between(start: date, end: date) -> int:
    """Return how many business days there are after `start` up to `end`: what `add_business_days` adds to reach it."""
    days = (start + timedelta(days=number) for number in range(1, (end - start).days + 1))
    return sum(map(is_business_day, days))


@cache
def _holidays_of(year: int) -> frozenset[date]:
    # Without a language the library asks the host's LANG; two holidays on one Monday are one date here.
    return frozenset(country_holidays("CO", years=year, language="es"))
