from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar.days import (
    BOGOTA,
    add_business_days,
    business_days_between,
    day_in_bogota,
    is_business_day,
    is_holiday,
    next_business_day,
    previous_business_day,
    start_of_day,
)

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1))


@pytest.fixture(scope="module", autouse=True)
def colombia_is_loaded() -> None:
    """Load the library's country once, outside the time that Hypothesis gives an example."""
    is_holiday(date(2026, 1, 1))


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 15, 4, 59, 59, tzinfo=UTC), date(2026, 1, 14)),
        (datetime(2026, 1, 15, 5, 0, tzinfo=UTC), date(2026, 1, 15)),
        (datetime(2026, 1, 1, 0, 0, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2026, 1, 14, 23, 30, tzinfo=BOGOTA), date(2026, 1, 14)),
    ],
)
def test_a_day_changes_at_midnight_in_bogota_whatever_the_zone_of_the_moment(
    moment: datetime, day: date
) -> None:
    assert day_in_bogota(moment) == day


@pytest.mark.parametrize("month", [1, 7])
def test_a_day_starts_at_five_in_utc_all_year(month: int) -> None:
    assert start_of_day(date(2027, month, 14)) == datetime(2027, month, 14, 5, tzinfo=UTC)


@given(days)
def test_a_day_starts_with_its_first_moment(day: date) -> None:
    assert day_in_bogota(start_of_day(day)) == day
    assert day_in_bogota(start_of_day(day) - timedelta(microseconds=1)) == day - timedelta(days=1)


@pytest.mark.parametrize("monday", [date(2026, 7, 13), date(2027, 7, 12)])
def test_the_day_of_chiquinquira_is_a_holiday_on_its_monday_since_ley_2578_de_2026(monday: date) -> None:
    assert is_holiday(monday)
    assert not is_business_day(monday)


def test_the_day_of_chiquinquira_was_no_holiday_before_its_law() -> None:
    assert is_business_day(date(2025, 7, 14))


def test_ley_2578_moves_the_day_of_chiquinquira_away_from_its_own_date() -> None:
    assert is_business_day(date(2026, 7, 9))


@pytest.mark.parametrize(
    ("year", "count"),
    [pytest.param(2025, 17, id="two fall on 30 June"), pytest.param(2026, 19, id="all apart")],
)
def test_two_holidays_on_one_monday_close_one_day(year: int, count: int) -> None:
    assert sum(map(is_holiday, days_of(year))) == count


@pytest.mark.parametrize(("year", "count"), [(2026, 242), (2027, 245)])
def test_a_year_has_the_business_days_of_colombia(year: int, count: int) -> None:
    assert sum(map(is_business_day, days_of(year))) == count


@pytest.mark.parametrize("day", [date(2026, 7, 11), date(2026, 7, 12)])
def test_saturday_and_sunday_are_no_business_days_though_they_are_no_holidays(day: date) -> None:
    assert not is_holiday(day)
    assert not is_business_day(day)


@pytest.mark.parametrize(
    ("day", "previous", "following"),
    [
        pytest.param(date(2026, 7, 11), date(2026, 7, 10), date(2026, 7, 14), id="holiday weekend"),
        pytest.param(date(2026, 4, 3), date(2026, 4, 1), date(2026, 4, 6), id="Holy Week"),
        pytest.param(date(2026, 1, 1), date(2025, 12, 31), date(2026, 1, 2), id="start of the year"),
        pytest.param(date(2027, 1, 31), date(2027, 1, 29), date(2027, 2, 1), id="end of the month"),
        pytest.param(date(2028, 2, 27), date(2028, 2, 25), date(2028, 2, 28), id="February of a leap year"),
    ],
)
def test_a_closed_day_moves_to_the_nearest_business_day(day: date, previous: date, following: date) -> None:
    assert previous_business_day(day) == previous
    assert next_business_day(day) == following


@given(days.filter(is_business_day))
def test_a_business_day_stays_where_it_is(day: date) -> None:
    assert previous_business_day(day) == day
    assert next_business_day(day) == day


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        pytest.param(date(2026, 7, 10), 1, date(2026, 7, 14), id="over a holiday weekend"),
        pytest.param(date(2026, 7, 11), 1, date(2026, 7, 14), id="from a Saturday"),
        pytest.param(date(2025, 12, 30), 3, date(2026, 1, 5), id="into the next year"),
        pytest.param(date(2025, 6, 27), 1, date(2025, 7, 1), id="over two holidays on one Monday"),
        pytest.param(date(2026, 7, 1), 15, date(2026, 7, 24), id="a term of fifteen days in July"),
        pytest.param(date(2026, 7, 14), -1, date(2026, 7, 10), id="back over a holiday weekend"),
        pytest.param(date(2026, 7, 12), -1, date(2026, 7, 10), id="back from a Sunday"),
        pytest.param(date(2026, 7, 13), 0, date(2026, 7, 13), id="none leaves a holiday alone"),
    ],
)
def test_a_term_in_business_days_does_not_count_the_day_it_starts_on(
    day: date, count: int, expected: date
) -> None:
    assert add_business_days(day, count) == expected


@given(days, st.integers(1, 300))
def test_a_term_holds_as_many_business_days_as_it_says(day: date, count: int) -> None:
    end = add_business_days(day, count)
    counted = [day + timedelta(days=number) for number in range(1, (end - day).days + 1)]
    assert is_business_day(end)
    assert sum(map(is_business_day, counted)) == count


@given(days.filter(is_business_day), st.integers(-300, 300))
def test_going_back_the_same_term_returns_to_the_business_day_it_started_on(day: date, count: int) -> None:
    assert add_business_days(add_business_days(day, count), -count) == day


@given(days.filter(is_business_day), st.integers(0, 300))
def test_the_business_days_between_two_are_the_term_that_leads_from_one_to_the_other(
    day: date, count: int
) -> None:
    assert business_days_between(day, add_business_days(day, count)) == count


def test_there_are_no_business_days_back_to_an_earlier_day() -> None:
    assert business_days_between(date(2026, 7, 14), date(2026, 7, 10)) == 0
