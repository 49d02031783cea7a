from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar.days import BOGOTA, is_holiday
from bot.rules.calendar.service_hours import HELPDESK_HOURS, Opening, ServiceHours
from bot.rules.staleness import (
    CHASED_DAYS,
    answer_due,
    answer_due_anew,
    answer_expected,
    business_days_waited,
    cut_offs,
    overdue_by,
    sent_by,
    step_reached,
)

STALE_DAYS = (1, 3, 5)
RESOLUTION = timedelta.resolution

SPLIT = (Opening(time(8), time(12)), Opening(time(14), time(17)))
HOURS_WITH_LUNCH = ServiceHours(week=(*(SPLIT for _ in range(5)), (), ()))
CLOSED_ON_WEDNESDAY = ServiceHours(week=(SPLIT, SPLIT, (), SPLIT, (Opening(time(9), time(11)),), SPLIT, ()))

moments = st.timedeltas(timedelta(), timedelta(days=900)).map(
    lambda passed: datetime(2025, 1, 1, tzinfo=UTC) + passed
)
schedules = st.sampled_from([HELPDESK_HOURS, HOURS_WITH_LUNCH, CLOSED_ON_WEDNESDAY])
counts = st.integers(1, 40)


@pytest.fixture(scope="module", autouse=True)
def colombia_is_loaded() -> None:
    """Load the library's country once, outside the time that Hypothesis gives an example."""
    is_holiday(date(2026, 1, 1))


def bogota(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=BOGOTA)


@pytest.mark.parametrize(
    ("sent", "days", "over"),
    [
        pytest.param(bogota(1, 13, 10), 1, bogota(1, 14, 10), id="within a week"),
        pytest.param(bogota(1, 14, 10), 3, bogota(1, 19, 10), id="over a weekend"),
        pytest.param(bogota(1, 16, 20), 1, bogota(1, 20, 7), id="Friday evening counts as Monday at 7"),
        pytest.param(bogota(1, 17, 9), 1, bogota(1, 20, 7), id="Saturday morning counts as Monday at 7"),
        pytest.param(bogota(1, 16, 5), 1, bogota(1, 19, 7), id="before the opening counts as the opening"),
        pytest.param(bogota(1, 16, 18), 1, bogota(1, 19, 18), id="the moment of closing is still that day's"),
        pytest.param(bogota(1, 30, 15), 1, bogota(2, 2, 15), id="over the end of a month"),
        pytest.param(bogota(2, 26, 15, year=2027), 2, bogota(3, 2, 15, year=2027), id="end of February"),
        pytest.param(
            bogota(6, 27, 9, year=2025), 1, bogota(7, 1, 9, year=2025), id="two holidays, one Monday"
        ),
        pytest.param(bogota(4, 1, 9), 1, bogota(4, 6, 9), id="over Holy Week"),
        pytest.param(bogota(4, 2, 9), 1, bogota(4, 7, 7), id="sent on Holy Thursday"),
        pytest.param(bogota(7, 10, 16), 1, bogota(7, 14, 16), id="over Chiquinquirá, a holiday since 2026"),
        pytest.param(bogota(7, 13, 10), 1, bogota(7, 15, 7), id="sent on the day of Chiquinquirá"),
        pytest.param(bogota(12, 29, 11, year=2025), 3, bogota(1, 2, 11), id="29 December to 2 January"),
        pytest.param(bogota(12, 31, 19, year=2025), 1, bogota(1, 5, 7), id="New Year's Eve, after closing"),
    ],
)
def test_a_wait_is_over_at_the_same_clock_time_of_a_business_day(
    sent: datetime, days: int, over: datetime
) -> None:
    assert business_days_waited(sent, over, HELPDESK_HOURS) == days
    assert business_days_waited(sent, over - RESOLUTION, HELPDESK_HOURS) == days - 1


def test_a_lunch_break_counts_as_its_end() -> None:
    sent = bogota(1, 13, 13)
    assert business_days_waited(sent, bogota(1, 14, 13, 59), HOURS_WITH_LUNCH) == 0
    assert business_days_waited(sent, bogota(1, 14, 14), HOURS_WITH_LUNCH) == 1


def test_a_weekday_without_service_is_a_business_day_all_the_same() -> None:
    assert business_days_waited(bogota(1, 13, 10), bogota(1, 15, 10), CLOSED_ON_WEDNESDAY) == 2


def test_nobody_has_waited_before_they_sent() -> None:
    assert business_days_waited(bogota(1, 17, 9), bogota(1, 17, 10), HELPDESK_HOURS) == 0
    assert business_days_waited(bogota(1, 14, 9), bogota(1, 13, 9), HELPDESK_HOURS) == 0


@given(moments, counts, schedules)
def test_whatever_was_sent_by_the_cut_off_has_waited_so_long_and_nothing_later_has(
    now: datetime, days: int, hours: ServiceHours
) -> None:
    cut = sent_by(days, now, hours)
    assert business_days_waited(cut, now, hours) >= days
    assert business_days_waited(cut + RESOLUTION, now, hours) < days


@given(moments, moments, counts, schedules)
def test_cut_off_and_wait_agree_on_any_two_moments(
    sent: datetime, now: datetime, days: int, hours: ServiceHours
) -> None:
    assert (sent <= sent_by(days, now, hours)) == (business_days_waited(sent, now, hours) >= days)


@pytest.mark.parametrize(
    ("waited", "step"), [(0, 0), (1, 1), (2, 1), (3, 3), (4, 3), (5, 5), (6, 6), (17, 17), (4_000, 255)]
)
def test_from_the_last_step_on_every_business_day_is_a_step_for_a_year(waited: int, step: int) -> None:
    assert step_reached(waited, STALE_DAYS) == step
    assert CHASED_DAYS == 250


def test_a_request_that_reached_no_step_yet_has_no_cut_off() -> None:
    assert cut_offs(STALE_DAYS, bogota(1, 14, 10), bogota(1, 15, 9), HELPDESK_HOURS) == []


@given(moments, st.timedeltas(timedelta(), timedelta(days=60)), schedules)
def test_the_first_cut_off_that_holds_is_the_step_of_the_wait(
    now: datetime, age: timedelta, hours: ServiceHours
) -> None:
    oldest = now - timedelta(days=60)
    steps = cut_offs(STALE_DAYS, oldest, now, hours)
    found = next((step for step, cut in steps if now - age <= cut), 0)
    assert found == step_reached(business_days_waited(now - age, now, hours), STALE_DAYS)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        pytest.param(bogota(11, 23, 10), date(2026, 11, 26), id="within a week"),
        pytest.param(bogota(1, 16, 20), date(2026, 1, 22), id="Friday evening"),
        pytest.param(bogota(12, 29, 11, year=2025), date(2026, 1, 2), id="over New Year"),
    ],
)
def test_an_answer_is_due_so_many_business_days_after_the_day_a_request_counts_from(
    sent: datetime, due: date
) -> None:
    assert answer_due(sent, 3, HELPDESK_HOURS) == due


@given(moments, moments, st.integers(1, 10), schedules)
def test_a_request_is_overdue_from_the_day_after_the_one_promised(
    sent: datetime, now: datetime, promised: int, hours: ServiceHours
) -> None:
    today = now.astimezone(BOGOTA).date()
    assert (sent <= overdue_by(promised, now, hours)) == (answer_due(sent, promised, hours) < today)


def test_who_was_told_of_a_delay_expects_the_answer_by_the_new_date() -> None:
    sent, told = bogota(1, 13, 10), bogota(1, 19, 8)
    assert answer_due_anew(told, 3) == date(2026, 1, 22)
    assert answer_expected(sent, None, 3, HELPDESK_HOURS) == date(2026, 1, 16)
    assert answer_expected(sent, told, 3, HELPDESK_HOURS) == date(2026, 1, 22)
