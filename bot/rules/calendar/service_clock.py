"""Time of service between many pairs of moments: the openings are laid out once, then looked up."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from bot.rules.calendar.days import BOGOTA, day_in_bogota
from bot.rules.calendar.service_hours import HELPDESK_HOURS, ServiceHours


class ServiceClock:
    """Counts service from `first` to `last` as `business_time_between` does, at two look-ups a pair.

    Days before that of `first` or after that of `last` are not counted.
    """

    def __init__(self, first: datetime, last: datetime, hours: ServiceHours = HELPDESK_HOURS) -> None:
        stretches = _stretches(day_in_bogota(first), day_in_bogota(last), hours)
        self._opens = [opens for opens, _ in stretches]
        self._lengths = [closes - opens for opens, closes in stretches]
        self._before = list(accumulate(self._lengths, initial=timedelta()))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much service there was between two aware moments: zero when `end` is not after `start`."""
        return max(self._reading(end) - self._reading(start), timedelta())

    def _reading(self, moment: datetime) -> timedelta:
        number = bisect_right(self._opens, moment) - 1
        if number < 0:
            return timedelta()
        return self._before[number] + min(moment - self._opens[number], self._lengths[number])


def _stretches(first: date, last: date, hours: ServiceHours) -> Sequence[tuple[datetime, datetime]]:
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [
        (
            datetime.combine(day, opening.opens, tzinfo=BOGOTA).astimezone(UTC),
            datetime.combine(day, opening.closes, tzinfo=BOGOTA).astimezone(UTC),
        )
        for day in days
        for opening in hours.openings_on(day)
    ]
