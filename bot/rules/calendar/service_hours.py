"""The hours in which somebody attends, and time counted in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from bot.rules.calendar.days import BOGOTA, day_in_bogota, is_holiday

_DAYS_OF_A_WEEK = 7


@dataclass(frozen=True)
class Opening:
    """One stretch of a day in which somebody attends, in Bogotá's clock time.

    Raises:
        ValueError: when it does not open before it closes.
    """

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"an opening ends after it starts: {self.opens} to {self.closes}")

    @property
    def length(self) -> timedelta:
        """How long somebody attends."""
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)


@dataclass(frozen=True)
class ServiceHours:
    """The openings of each day of the week, Monday first. Nobody attends on holidays.

    Raises:
        ValueError: when there are not seven days, all are closed, or a day's openings overlap or are not in order.
    """

    week: tuple[tuple[Opening, ...], ...]

    def __post_init__(self) -> None:
        if len(self.week) != _DAYS_OF_A_WEEK:
            raise ValueError(f"a week has {_DAYS_OF_A_WEEK} days, not {len(self.week)}")
        if not any(self.week):
            raise ValueError("a week needs one opening at least, or no request would ever end")
        for day in self.week:
            if any(earlier.closes > later.opens for earlier, later in pairwise(day)):
                raise ValueError("the openings of a day follow one another without overlap")

    def openings_on(self, day: date) -> tuple[Opening, ...]:
        """Return the day's openings in order: none on a holiday, whatever the day of the week."""
        return () if is_holiday(day) else self.week[day.weekday()]

    @property
    def full_day(self) -> timedelta:
        """How long somebody attends on the longest day of the week: what one business day of waiting is told as."""
        return max(sum((opening.length for opening in day), timedelta()) for day in self.week)


HELPDESK_HOURS = ServiceHours(
    week=(
        *((Opening(time(7), time(18)),) for _monday_to_friday in range(5)),
        (Opening(time(8), time(13)),),
        (),
    )
)
"""The manual's hours of the helpdesk: Monday to Friday 7 to 18, Saturday 8 to 13."""


def next_opening(moment: datetime, hours: ServiceHours = HELPDESK_HOURS) -> datetime:
    """Return the first moment from `moment` on at which somebody attends, in UTC. The moment of closing is one.

    Raises:
        ValueError: when `moment` is naive.
    """
    return add_business_time(moment, timedelta(), hours)


def is_open(moment: datetime, hours: ServiceHours = HELPDESK_HOURS) -> bool:
    """Tell whether somebody attends at a moment.

    Raises:
        ValueError: when `moment` is naive.
    """
    return next_opening(moment, hours) == moment


def add_business_time(start: datetime, duration: timedelta, hours: ServiceHours = HELPDESK_HOURS) -> datetime:
    """Return the first moment within hours at which `duration` of service has passed since `start`.

    Takes an aware moment and returns it in UTC. The moment of closing still belongs to the opening: two hours from
    Friday 16:00 end on Friday 18:00, not on Saturday. A zero duration outside hours ends at the next opening.

    Raises:
        ValueError: when `start` is naive or `duration` negative.
    """
    if duration < timedelta():
        raise ValueError("service time is added, not taken off")
    start, left = _in_utc(start), duration
    day = day_in_bogota(start)
    while True:
        for opens, closes in stretches_on(day, hours):
            begins = max(opens, start)
            if begins + left <= closes:
                return begins + left
            left -= max(closes - begins, timedelta())
        day += timedelta(days=1)


def stretches_on(day: date, hours: ServiceHours) -> Iterator[tuple[datetime, datetime]]:
    """Yield from when to when somebody attends on a day, in UTC and in order."""
    for opening in hours.openings_on(day):
        yield moment_at(day, opening.opens), moment_at(day, opening.closes)


def moment_at(day: date, clock: time) -> datetime:
    """Return the moment, in UTC, of a clock time in Bogotá."""
    return datetime.combine(day, clock, tzinfo=BOGOTA).astimezone(UTC)


def _in_utc(moment: datetime) -> datetime:
    # Python would read a naive moment in the zone of the host, and count in hours that nobody works.
    if moment.tzinfo is None:
        raise ValueError("service time needs moments with a time zone")
    return moment.astimezone(UTC)
