"""The ladder by the calendar: month ends, holidays, Bogotá against UTC, and one rule told in two ways."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar.days import day_in_bogota, is_business_day, start_of_day
from bot.rules.ladder import (
    BEFORE_THE_LADDER,
    covered_until,
    due_day,
    edges,
    is_snoozed,
    next_due_day,
    step_at,
)
from bot.rules.timetable import LADDER

DAYS = st.dates(date(2025, 12, 1), date(2028, 3, 31))


@pytest.mark.parametrize(
    ("expiry", "step", "due"),
    [
        (date(2026, 3, 31), 30, date(2026, 2, 27)),  # 1 March is a Sunday: the last business day of February
        (date(2028, 3, 30), 30, date(2028, 2, 29)),
        (date(2026, 1, 19), 7, date(2026, 1, 9)),  # 12 January is a holiday after a weekend
        (date(2026, 4, 3), 0, date(2026, 4, 1)),  # Good Friday, after Maundy Thursday
        (date(2027, 1, 4), 0, date(2027, 1, 4)),
        (date(2026, 3, 2), 1, date(2026, 2, 27)),
    ],
)
def test_a_step_on_a_day_without_service_is_due_on_the_business_day_before(
    expiry: date, step: int, due: date
) -> None:
    assert due_day(expiry, step) == due


def test_a_key_climbs_the_ladder_one_step_after_another() -> None:
    expiry = date(2026, 4, 15)
    days = [date(2026, 2, 1) + timedelta(days=number) for number in range(90)]
    steps = [step_at(edges(day, LADDER), start_of_day(expiry)) for day in days]
    assert list(dict.fromkeys(steps)) == [None, 60, 30, 15, 7, 1, 0]
    assert steps[-1] == 0  # long expired


def test_midnight_in_utc_is_the_day_before_in_bogota() -> None:
    expires_at = datetime(2027, 3, 18, tzinfo=UTC)
    assert day_in_bogota(expires_at) == date(2027, 3, 17)
    assert step_at(edges(date(2027, 3, 16), LADDER), expires_at) == 1
    assert step_at(edges(date(2027, 3, 17), LADDER), expires_at) == 0


def test_of_two_steps_that_fall_on_one_day_the_later_counts() -> None:
    # Sunday: both the last day and the one before it are told on Friday.
    assert step_at(edges(date(2026, 2, 27), LADDER), start_of_day(date(2026, 3, 1))) == 0


def test_the_next_reminder_is_the_first_that_is_not_due_yet() -> None:
    expiry = date(2026, 4, 15)
    assert next_due_day(expiry, date(2026, 3, 17), LADDER) == date(2026, 3, 31)
    assert next_due_day(expiry, date(2026, 4, 14), LADDER) == date(2026, 4, 15)
    assert next_due_day(expiry, date(2026, 4, 15), LADDER) is None


@given(DAYS, st.integers(0, 400))
def test_what_is_covered_until_a_day_is_what_is_due_by_it(today: date, ahead: int) -> None:
    day = covered_until(today) + timedelta(days=ahead)
    assert due_day(covered_until(today), 0) <= today
    assert (due_day(day, 0) <= today) is (ahead == 0)


def current_step(expiry_day: date, today: date) -> int | None:
    """Say again, step by step, which is the latest that is due."""
    return min((step for step in LADDER if due_day(expiry_day, step) <= today), default=None)


@given(DAYS, st.integers(-40, 80), st.integers(0, 24 * 3600 - 1))
def test_many_keys_are_compared_with_moments_and_come_out_as_one_by_one(
    today: date, ahead: int, second: int
) -> None:
    expires_at = start_of_day(today + timedelta(days=ahead)) + timedelta(seconds=second)
    assert step_at(edges(today, LADDER), expires_at) == current_step(day_in_bogota(expires_at), today)


@given(DAYS, DAYS)
def test_the_next_reminder_of_a_key_is_always_ahead_and_on_a_business_day(expiry: date, today: date) -> None:
    day = next_due_day(expiry, today, LADDER)
    assert day is None or (day > today and is_business_day(day))


@pytest.mark.parametrize(("snoozed", "step"), [(None, 30), (30, 15), (None, None), (BEFORE_THE_LADDER, 365)])
def test_a_key_that_is_at_another_step_than_when_it_was_snoozed_is_told_of(
    snoozed: int | None, step: int | None
) -> None:
    assert not is_snoozed(snoozed, step)


def test_a_key_that_is_still_at_the_step_at_which_it_was_snoozed_is_left() -> None:
    assert is_snoozed(30, 30)
    assert is_snoozed(BEFORE_THE_LADDER, None)
