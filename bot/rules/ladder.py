"""The ladder of reminders before a key expires: which step it stands on, and when it reaches the next.

A step is a number of days before the day of the expiry in Bogotá. It is due on that day or, where that is no business
day, on the last one before it.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from bot.rules.calendar.days import next_business_day, previous_business_day, start_of_day

_ONE_DAY = timedelta(days=1)


class Edge(NamedTuple):
    """A key that expires before `before`, an aware UTC moment, has reached `step`."""

    step: int
    before: datetime


def due_day(expiry_day: date, step: int) -> date:
    """Return the business day on which a step is due."""
    return previous_business_day(expiry_day - timedelta(days=step))


def current_step(expiry_day: date, today: date, ladder: Sequence[int]) -> int | None:
    """Return the latest step that is due by `today`; None before the first. An expired key stays on the last."""
    return min((step for step in ladder if due_day(expiry_day, step) <= today), default=None)


def next_due_day(expiry_day: date, today: date, ladder: Sequence[int]) -> date | None:
    """Return the day of the first reminder after `today`; None when the last step is reached."""
    return min((day for step in ladder if (day := due_day(expiry_day, step)) > today), default=None)


def covered_until(today: date) -> date:
    """Return the last day whose reminders are due by `today`: the one before the next business day.

    So a step is due for every expiry up to that many days after it.
    """
    return next_business_day(today + _ONE_DAY) - _ONE_DAY


def edges(today: date, ladder: Sequence[int]) -> Sequence[Edge]:
    """Return the ladder as moments to compare expiries with, the last step first."""
    covered = covered_until(today)
    return [Edge(step, end_of_day(covered + timedelta(days=step))) for step in sorted(ladder)]


def step_at(reached: Sequence[Edge], expires_at: datetime) -> int | None:
    """Return the step a key stands on by the `edges` of a day: `current_step`, for many keys."""
    return next((edge.step for edge in reached if expires_at < edge.before), None)


def is_snoozed(snoozed_step: int | None, step: int | None) -> bool:
    """Tell whether a key that a delegate left at one step of the ladder is still on it."""
    return snoozed_step is not None and step is not None and snoozed_step <= step


def end_of_day(day: date) -> datetime:
    """Return the first moment, in UTC, that is after a day in Bogotá."""
    return start_of_day(day + _ONE_DAY).astimezone(UTC)
