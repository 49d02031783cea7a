"""Spreading many messages over the hours of service of business days, so that neither people nor Slack drown in them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bot.rules.calendar.days import BOGOTA, day_in_bogota, is_business_day
from bot.rules.calendar.service_hours import ServiceHours, moment_at, stretches_on

SHORTEST_GAP = timedelta(seconds=0.25)  # Slack takes several hundred messages a minute from one app
LONGEST_GAP = timedelta(seconds=5)

_ONE_DAY = timedelta(days=1)
_MONDAY_TO_FRIDAY = 5


def spread(start: datetime, count: int, hours: ServiceHours) -> Iterator[datetime]:
    """Yield `count` moments in UTC, rising, from `start` on: all within hours of service of business days.

    They fill what is left of the first day, no closer than `SHORTEST_GAP` and no wider than `LONGEST_GAP`; what that
    day cannot hold goes on with the same gap on the next business day.

    Raises:
        ValueError: when nobody attends from Monday to Friday.
    """
    moment = next_business_opening(start, hours)
    gap = min(max(_left_of_day(moment, hours) / max(count, 1), SHORTEST_GAP), LONGEST_GAP)
    left = count
    for opens, closes in _openings_from(day_in_bogota(moment), hours):
        moment = max(moment, opens)
        while moment < closes:
            if not left:
                return
            yield moment
            moment += gap
            left -= 1


def next_business_opening(moment: datetime, hours: ServiceHours) -> datetime:
    """Return the first moment from this one on, in UTC, within hours of service of a business day.

    Raises:
        ValueError: when nobody attends from Monday to Friday.
    """
    if not any(hours.week[:_MONDAY_TO_FRIDAY]):
        raise ValueError("reminders leave from Monday to Friday, and nobody attends then")
    moment = moment.astimezone(UTC)
    openings = _openings_from(day_in_bogota(moment), hours)
    return next(max(moment, opens) for opens, closes in openings if moment < closes)


def is_business_time(moment: datetime, hours: ServiceHours) -> bool:
    """Tell whether a moment is within hours of service of a business day."""
    return any(opens <= moment < closes for opens, closes in _openings(day_in_bogota(moment), hours))


def put_off(due_at: datetime, now: datetime, hours: ServiceHours) -> datetime:
    """Return when what was due, and could not leave in the hours of its day, leaves after `now`.

    That is at the same time of the next business day, so that what was spread stays so; where nobody attends at that
    time, it is the next opening.
    """
    opening = next_business_opening(now, hours)
    clock = due_at.astimezone(BOGOTA).time()
    same_time = moment_at(day_in_bogota(opening), clock)
    return same_time if same_time >= opening and is_business_time(same_time, hours) else opening


def _left_of_day(moment: datetime, hours: ServiceHours) -> timedelta:
    openings = _openings(day_in_bogota(moment), hours)
    return sum((max(closes - max(opens, moment), timedelta()) for opens, closes in openings), timedelta())


def _openings_from(day: date, hours: ServiceHours) -> Iterator[tuple[datetime, datetime]]:
    """Yield the openings of a day and of all that follow."""
    while True:
        yield from _openings(day, hours)
        day += _ONE_DAY


def _openings(day: date, hours: ServiceHours) -> Iterator[tuple[datetime, datetime]]:
    if is_business_day(day):
        yield from stretches_on(day, hours)
