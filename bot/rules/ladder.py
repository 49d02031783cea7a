"""The ladder of reminders before a key expires: which step it stands on, and when it reaches the next.

A step is a number of days before the day of the expiry in Bogotá. It is due on that day or, where that is no business
day, on the last one before it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.rules.calendar.days import first_moment_after, next_business_day, previous_business_day

BEFORE_THE_LADDER = 10_000
"""Where a key stands of which a manager's order tells before the ladder begins: more days than any step has."""

_ONE_DAY = timedelta(days=1)


class Edge(NamedTuple):
    """A key that expires before `before`, an aware UTC moment, has reached `step`."""

    step: int
    before: datetime


def due_day(expiry_day: date, step: int) -> date:
    """Return the business day on which a step is due."""
    return previous_business_day(expiry_day - timedelta(days=step))


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
    return [Edge(step, first_moment_after(covered + timedelta(days=step))) for step in sorted(ladder)]


def step_at(reached: Sequence[Edge], expires_at: datetime) -> int | None:
    """Return the latest step of a key that is due by the `edges` of a day; None before the first.

    An expired key stays on the last.
    """
    return next((edge.step for edge in reached if expires_at < edge.before), None)


def is_snoozed(snoozed_step: int | None, step: int | None) -> bool:
    """Tell whether a key that a delegate left at one step of the ladder has not reached the next; None is before it."""
    return snoozed_step is not None and snoozed_step <= (BEFORE_THE_LADDER if step is None else step)
