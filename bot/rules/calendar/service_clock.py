"""Time of service between many pairs of moments: the openings are laid out once, then looked up."""

from bisect import bisect_right
from datetime import datetime, timedelta
from itertools import accumulate

from bot.rules.calendar.days import day_in_bogota
from bot.rules.calendar.service_hours import HELPDESK_HOURS, ServiceHours, stretches_on


class ServiceClock:
    """Counts service from `first` to `last`, at two look-ups a pair.

    Days before that of `first` or after that of `last` are not counted.
    """

    def __init__(self, first: datetime, last: datetime, hours: ServiceHours = HELPDESK_HOURS) -> None:
        start, end = day_in_bogota(first), day_in_bogota(last)
        days = (start + timedelta(days=number) for number in range((end - start).days + 1))
        stretches = [stretch for day in days for stretch in stretches_on(day, hours)]
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
