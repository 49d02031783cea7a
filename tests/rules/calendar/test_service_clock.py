from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar.days import day_in_bogota, start_of_day
from bot.rules.calendar.service_clock import ServiceClock
from bot.rules.calendar.service_hours import HELPDESK_HOURS, stretches_on

FIRST = datetime(2026, 10, 28, tzinfo=UTC)
LAST = datetime(2027, 1, 14, tzinfo=UTC)
CLOCK = ServiceClock(FIRST, LAST)

moments = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)


def day_by_day(start: datetime, end: datetime) -> timedelta:
    """Count without laying anything out: what of each opening lies between the two moments."""
    first, last = day_in_bogota(start), day_in_bogota(end)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    stretches = [stretch for day in days for stretch in stretches_on(day, HELPDESK_HOURS)]
    overlaps = (min(closes, end) - max(opens, start) for opens, closes in stretches)
    return sum((max(overlap, timedelta()) for overlap in overlaps), timedelta())


@given(moments, moments)
def test_looking_up_gives_what_counting_day_by_day_gives(start: datetime, end: datetime) -> None:
    assert CLOCK.between(start, end) == day_by_day(start, end)


def test_a_moment_at_which_somebody_opens_or_closes_is_counted_exactly() -> None:
    friday = start_of_day(date(2026, 11, 20))
    opens, closes = friday + timedelta(hours=7), friday + timedelta(hours=18)
    assert CLOCK.between(opens, closes) == timedelta(hours=11)
    assert CLOCK.between(closes, closes + timedelta(hours=14)) == timedelta()


def test_days_before_the_first_one_are_not_counted() -> None:
    assert CLOCK.between(FIRST - timedelta(days=30), FIRST - timedelta(days=2)) == timedelta()
