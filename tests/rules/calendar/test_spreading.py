"""Thousands of messages over the working day: when they leave, and when not."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.calendar.days import BOGOTA
from bot.rules.calendar.service_hours import HELPDESK_HOURS, Opening, ServiceHours
from bot.rules.calendar.spreading import (
    LONGEST_GAP,
    SHORTEST_GAP,
    is_business_time,
    next_business_opening,
    put_off,
    spread,
)

NOBODY = ((),) * 5
SATURDAYS = ServiceHours(week=(*NOBODY, (Opening(time(8), time(13)),), ()))
WITH_LUNCH = ServiceHours(
    week=(*((Opening(time(8), time(12)), Opening(time(14), time(17))) for _ in range(5)), (), ())
)


def _at(day: int, hour: int, minute: int = 0, second: float = 0) -> datetime:
    """A moment of January 2026 in Bogotá; the 12th is a holiday."""
    whole = int(second)
    return datetime(
        2026, 1, day, hour, minute, whole, round((second - whole) * 1_000_000), tzinfo=BOGOTA
    ).astimezone(UTC)


def test_a_few_messages_leave_five_seconds_apart_from_now_on() -> None:
    assert list(spread(_at(14, 10), 3, HELPDESK_HOURS)) == [
        _at(14, 10),
        _at(14, 10, 0, 5),
        _at(14, 10, 0, 10),
    ]


def test_thousands_fill_what_is_left_of_the_day() -> None:
    moments = list(spread(_at(14, 7), 39_600, HELPDESK_HOURS))
    assert (moments[0], moments[1], moments[-1]) == (_at(14, 7), _at(14, 7, 0, 1), _at(14, 17, 59, 59))


def test_what_the_day_cannot_hold_goes_on_on_the_next_business_day() -> None:
    # Friday 9 January, a minute before closing: 240 fit, and Monday the 12th is a holiday.
    moments = list(spread(_at(9, 17, 59), 242, HELPDESK_HOURS))
    assert moments[239] == _at(9, 17, 59, 59.75)
    assert moments[240:] == [_at(13, 7), _at(13, 7, 0, 0.25)]


def test_nothing_leaves_at_night_on_a_saturday_or_at_lunch() -> None:
    assert next(spread(_at(14, 22), 1, HELPDESK_HOURS)) == _at(15, 7)
    assert next(spread(_at(17, 9), 1, HELPDESK_HOURS)) == _at(19, 7)
    assert next(spread(_at(14, 12), 1, WITH_LUNCH)) == _at(14, 14)


def test_hours_in_which_nobody_attends_from_monday_to_friday_are_refused_instead_of_searched_for_ever() -> (
    None
):
    with pytest.raises(ValueError, match="Monday to Friday"):
        list(spread(_at(14, 10), 1, SATURDAYS))


@given(
    st.integers(0, 365 * 24 * 3600).map(lambda seconds: _at(1, 0) + timedelta(seconds=seconds)),
    st.integers(0, 400),
    st.sampled_from([HELPDESK_HOURS, WITH_LUNCH]),
)
def test_every_moment_is_in_service_and_after_the_one_before(
    start: datetime, count: int, hours: ServiceHours
) -> None:
    moments = list(spread(start, count, hours))
    assert len(moments) == count
    assert all(is_business_time(moment, hours) for moment in moments)
    assert all(moment >= start for moment in moments)
    assert all(later - earlier >= SHORTEST_GAP for earlier, later in pairwise(moments))
    same_day = [(a, b) for a, b in pairwise(moments) if a.date() == b.date() and hours is HELPDESK_HOURS]
    assert all(b - a <= LONGEST_GAP for a, b in same_day)


def test_what_was_kept_past_closing_leaves_at_the_same_time_of_the_next_business_day() -> None:
    assert put_off(_at(9, 10, 15), _at(9, 19), HELPDESK_HOURS) == _at(13, 10, 15)


def test_what_was_to_be_tried_again_after_closing_leaves_at_the_next_opening() -> None:
    assert put_off(_at(14, 18, 0, 30), _at(14, 18, 0, 30), HELPDESK_HOURS) == _at(15, 7)


def test_the_moment_of_closing_is_no_time_to_send() -> None:
    assert is_business_time(_at(14, 17, 59, 59), HELPDESK_HOURS)
    assert not is_business_time(_at(14, 18), HELPDESK_HOURS)
    assert next_business_opening(_at(14, 18), HELPDESK_HOURS) == _at(15, 7)
    assert next_business_opening(_at(14, 9), HELPDESK_HOURS).astimezone(BOGOTA).date() == date(2026, 1, 14)
    assert next_business_opening(_at(14, 9), HELPDESK_HOURS) - _at(14, 9) == timedelta()
