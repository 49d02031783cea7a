from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar import BOGOTA, day_in_bogota, start_of_day


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


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 1, 1)))
def test_a_day_starts_with_its_first_moment(day: date) -> None:
    assert day_in_bogota(start_of_day(day)) == day
    assert day_in_bogota(start_of_day(day) - timedelta(microseconds=1)) == day - timedelta(days=1)
