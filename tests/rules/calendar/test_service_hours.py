from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar.days import BOGOTA, is_holiday
from bot.rules.calendar.service_clock import ServiceClock
from bot.rules.calendar.service_hours import (
    HELPDESK_HOURS,
    Opening,
    ServiceHours,
    add_business_time,
    is_open,
    next_opening,
)

HOUR = timedelta(hours=1)
HALF_AN_HOUR = timedelta(minutes=30)
NOTHING = timedelta()

MORNING_AND_AFTERNOON = (Opening(time(8), time(12)), Opening(time(13), time(17)))
HOURS_WITH_LUNCH = ServiceHours(week=(*(MORNING_AND_AFTERNOON for _ in range(5)), (), ()))
HOURS_ON_SUNDAY = ServiceHours(week=((), (), (), (), (), (), (Opening(time(9), time(12)),)))

moments = st.timedeltas(NOTHING, timedelta(days=6 * 365)).map(
    lambda passed: datetime(2024, 1, 1, tzinfo=UTC) + passed
)
durations = st.timedeltas(NOTHING, timedelta(hours=200))
schedules = st.sampled_from([HELPDESK_HOURS, HOURS_WITH_LUNCH, HOURS_ON_SUNDAY])


@pytest.fixture(scope="module", autouse=True)
def colombia_is_loaded() -> None:
    """Load the library's country once, outside the time that Hypothesis gives an example."""
    is_holiday(date(2026, 1, 1))


def bogota(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BOGOTA)


def business_time_between(start: datetime, end: datetime, hours: ServiceHours = HELPDESK_HOURS) -> timedelta:
    return ServiceClock(start, end, hours).between(start, end)


def helpdesk_attends_at(moment: datetime) -> bool:
    """Say the manual's hours again, in other words than the code's."""
    here = moment.astimezone(timezone(timedelta(hours=-5)))
    if is_holiday(here.date()) or here.isoweekday() == 7:
        return False
    return 8 <= here.hour < 13 if here.isoweekday() == 6 else 7 <= here.hour < 18


def within(moment: datetime, hours: ServiceHours) -> bool:
    here = moment.astimezone(BOGOTA)
    return any(one.opens <= here.time() <= one.closes for one in hours.openings_on(here.date()))


@pytest.mark.parametrize(
    ("start", "duration", "end"),
    [
        pytest.param(bogota(7, 3, 17, 30), 2 * HOUR, bogota(7, 4, 9, 30), id="Friday evening to Saturday"),
        pytest.param(bogota(7, 11, 12), 3 * HOUR, bogota(7, 14, 9), id="Saturday over a holiday Monday"),
        pytest.param(bogota(7, 13, 10), HOUR, bogota(7, 14, 8), id="on a holiday"),
        pytest.param(bogota(7, 4, 12, 30), HOUR, bogota(7, 6, 7, 30), id="Saturday noon over Sunday"),
        pytest.param(bogota(4, 1, 17), 2 * HOUR, bogota(4, 4, 9), id="Holy Week to Easter Saturday"),
        pytest.param(
            bogota(4, 30, 17, year=2027), 2 * HOUR, bogota(5, 3, 8, year=2027), id="over a holiday Saturday"
        ),
        pytest.param(bogota(12, 31, 17), 2 * HOUR, bogota(1, 2, 9, year=2027), id="over the new year"),
        pytest.param(bogota(7, 31, 17), 7 * HOUR, bogota(8, 3, 8), id="over the end of a month"),
        pytest.param(bogota(7, 1, 5), HOUR, bogota(7, 1, 8), id="before the doors open"),
        pytest.param(bogota(7, 1, 23), HOUR, bogota(7, 2, 8), id="at night, already tomorrow in UTC"),
        pytest.param(bogota(7, 3, 16), 2 * HOUR, bogota(7, 3, 18), id="until the moment of closing"),
        pytest.param(bogota(7, 3, 18), NOTHING, bogota(7, 3, 18), id="nothing at closing"),
        pytest.param(bogota(7, 3, 18, 1), NOTHING, bogota(7, 4, 8), id="nothing after closing"),
    ],
)
def test_service_time_goes_on_when_the_helpdesk_attends_again(
    start: datetime, duration: timedelta, end: datetime
) -> None:
    assert add_business_time(start, duration) == end


def test_the_end_is_told_in_utc_whatever_the_zone_of_the_start() -> None:
    assert add_business_time(bogota(7, 1, 9), HOUR).tzinfo is UTC


def test_service_pauses_between_two_openings_of_a_day() -> None:
    assert add_business_time(bogota(7, 1, 11), 2 * HOUR, HOURS_WITH_LUNCH) == bogota(7, 1, 14)
    assert business_time_between(bogota(7, 1, 11), bogota(7, 1, 14), HOURS_WITH_LUNCH) == 2 * HOUR


def test_a_year_holds_eleven_hours_a_business_day_and_five_a_saturday() -> None:
    new_year, next_new_year = bogota(1, 1, 0), bogota(1, 1, 0, year=2027)
    business_days, saturdays = 242, 52
    assert business_time_between(new_year, next_new_year) == (business_days * 11 + saturdays * 5) * HOUR


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(bogota(7, 4, 13), bogota(7, 6, 7), id="Saturday afternoon to Monday morning"),
        pytest.param(bogota(7, 13, 0), bogota(7, 14, 7), id="a holiday"),
        pytest.param(bogota(7, 1, 12), bogota(7, 1, 12), id="the same moment"),
        pytest.param(bogota(7, 2, 12), bogota(7, 1, 12), id="the day before"),
        pytest.param(bogota(7, 1, 12), bogota(7, 1, 9), id="earlier that day"),
    ],
)
def test_no_service_passes_while_nobody_attends_or_time_runs_backwards(
    start: datetime, end: datetime
) -> None:
    assert business_time_between(start, end) == NOTHING


@given(st.integers(0, 48 * 366), st.integers(0, 48 * 14))
def test_service_time_is_the_sum_of_the_half_hours_in_which_the_helpdesk_attends(
    skipped: int, length: int
) -> None:
    start = bogota(1, 1, 0) + skipped * HALF_AN_HOUR
    half_hours = [start + number * HALF_AN_HOUR for number in range(length)]
    attended = sum(map(helpdesk_attends_at, half_hours))
    assert business_time_between(start, start + length * HALF_AN_HOUR) == attended * HALF_AN_HOUR


@given(moments, durations, schedules)
def test_the_time_added_is_the_time_between(
    start: datetime, duration: timedelta, hours: ServiceHours
) -> None:
    assert business_time_between(start, add_business_time(start, duration, hours), hours) == duration


@given(moments, durations.filter(bool), schedules, st.timedeltas(NOTHING, timedelta(days=30)))
def test_adding_the_time_between_leads_to_the_same_attended_moment(
    origin: datetime, duration: timedelta, hours: ServiceHours, earlier: timedelta
) -> None:
    end = add_business_time(origin, duration, hours)
    start = origin - earlier
    assert add_business_time(start, business_time_between(start, end, hours), hours) == end


@given(moments, durations, schedules)
def test_service_time_ends_while_somebody_attends_and_never_before_it_starts(
    start: datetime, duration: timedelta, hours: ServiceHours
) -> None:
    end = add_business_time(start, duration, hours)
    assert within(end, hours)
    assert end >= start + duration


@given(moments, moments, durations, schedules)
def test_who_starts_first_ends_no_later(
    one: datetime, other: datetime, duration: timedelta, hours: ServiceHours
) -> None:
    first, second = sorted((one, other))
    assert add_business_time(first, duration, hours) <= add_business_time(second, duration, hours)


@given(moments, durations, durations, schedules)
def test_two_durations_in_a_row_end_where_their_sum_ends(
    start: datetime, one: timedelta, other: timedelta, hours: ServiceHours
) -> None:
    in_a_row = add_business_time(add_business_time(start, one, hours), other, hours)
    assert in_a_row == add_business_time(start, one + other, hours)


@given(st.lists(moments, min_size=3, max_size=3).map(sorted), schedules)
def test_service_time_adds_up_over_neighbouring_spans(instants: list[datetime], hours: ServiceHours) -> None:
    start, middle, end = instants
    parts = business_time_between(start, middle, hours) + business_time_between(middle, end, hours)
    assert parts == business_time_between(start, end, hours)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        add_business_time(datetime(2026, 7, 1, 12), HOUR)  # noqa: DTZ001 - what is refused


def test_a_negative_duration_is_refused() -> None:
    with pytest.raises(ValueError, match="not taken off"):
        add_business_time(bogota(7, 1, 12), -HOUR)


@pytest.mark.parametrize("closes", [time(7), time(6, 59)])
def test_an_opening_that_does_not_last_is_refused(closes: time) -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Opening(time(7), closes)


def test_a_week_without_any_opening_is_refused() -> None:
    with pytest.raises(ValueError, match="one opening at least"):
        ServiceHours(week=((),) * 7)


def test_a_week_of_six_days_is_refused() -> None:
    with pytest.raises(ValueError, match="7 days, not 6"):
        ServiceHours(week=(MORNING_AND_AFTERNOON,) * 6)


@pytest.mark.parametrize(
    "openings",
    [
        pytest.param((Opening(time(8), time(13)), Opening(time(12), time(17))), id="overlapping"),
        pytest.param(MORNING_AND_AFTERNOON[::-1], id="out of order"),
    ],
)
def test_openings_that_overlap_or_are_out_of_order_are_refused(openings: tuple[Opening, ...]) -> None:
    with pytest.raises(ValueError, match="without overlap"):
        ServiceHours(week=(openings, *((),) * 6))


@given(moments, schedules)
def test_service_is_open_within_the_openings_and_opens_next_at_once_then(
    moment: datetime, hours: ServiceHours
) -> None:
    assert is_open(moment, hours) == within(moment, hours)
    assert (next_opening(moment, hours) == moment) == within(moment, hours)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        pytest.param(bogota(7, 3, 18), bogota(7, 3, 18), id="the moment of closing"),
        pytest.param(bogota(7, 3, 18, 1), bogota(7, 4, 8), id="Friday evening"),
        pytest.param(bogota(7, 11, 14), bogota(7, 14, 7), id="Saturday over a holiday Monday"),
    ],
)
def test_whoever_comes_too_late_is_attended_at_the_next_opening(moment: datetime, opens: datetime) -> None:
    assert next_opening(moment) == opens
