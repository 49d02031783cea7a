"""How long a request has waited, in business days, and after how long it is overdue.

The wait counts from the moment the request was sent as it stands. A day of it is over at the same clock time of the
next business day: sent on Tuesday at 10, it has waited one day on Wednesday at 10. What is sent while nobody attends on
a business day counts as sent at the next opening of one: on Friday at 20, or on Saturday, as on Monday at 7.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from bot.rules.calendar.days import (
    BOGOTA,
    add_business_days,
    business_days_between,
    day_in_bogota,
    is_business_day,
    next_business_day,
    previous_business_day,
    start_of_day,
)
from bot.rules.calendar.service_hours import Opening, ServiceHours

CHASED_DAYS = 250
"""Business days, a year of them, that a request is chased beyond the last step."""

_ONE_DAY = timedelta(days=1)
_ALL_DAY = (Opening(time.min, time.max),)


def business_days_waited(since: datetime, now: datetime, hours: ServiceHours) -> int:
    """Return how many business days are over since a moment of sending; zero when `now` comes before it."""
    start, end = _counted_from(since, hours), _counted_to(now)
    if end < start:
        return 0
    days = business_days_between(start.date(), end.date())
    return days if end.time() >= start.time() else days - 1


def sent_by(days: int, now: datetime, hours: ServiceHours) -> datetime:
    """Return the latest moment of sending after which `days` business days are over `now`, in UTC.

    Whatever was sent up to it has waited so long, and nothing that was sent later: `days` is one at least.
    """
    end = _counted_to(now)
    day = add_business_days(end.date(), -days)
    for opening in reversed(_openings(day, hours)):
        if opening.opens <= end.time():
            return _at(day, min(opening.closes, end.time())).astimezone(UTC)
    before = add_business_days(day, -1)
    return _at(before, _openings(before, hours)[-1].closes).astimezone(UTC)


def step_reached(days_waited: int, stale_days: Sequence[int]) -> int:
    """Return the step of a wait: the last of `stale_days` it has reached, or zero.

    From the last one on every further business day is a step of its own.
    """
    if days_waited >= stale_days[-1]:
        return min(days_waited, stale_days[-1] + CHASED_DAYS)
    return max((step for step in stale_days if step <= days_waited), default=0)


def cut_offs(
    stale_days: Sequence[int], oldest: datetime, now: datetime, hours: ServiceHours
) -> Sequence[tuple[int, datetime]]:
    """Return the steps that requests sent from `oldest` on may have reached, the highest first.

    Each comes with its `sent_by`: the first one in the list that is not before the moment of sending is the step.
    """
    highest = step_reached(business_days_waited(oldest, now, hours), stale_days)
    steps = [step for step in stale_days[:-1] if step <= highest]
    steps += range(stale_days[-1], highest + 1)
    return [(step, sent_by(step, now, hours)) for step in reversed(steps)]


def answer_expected(
    submitted_at: datetime, told_at: datetime | None, promised_days: int, hours: ServiceHours
) -> date:
    """Return the day to expect the answer on, as the delegate was last told."""
    if told_at is not None:
        return answer_due_anew(told_at, promised_days)
    return answer_due(submitted_at, promised_days, hours)


def answer_due(submitted_at: datetime, promised_days: int, hours: ServiceHours) -> date:
    """Return the last day on which the answer to a request keeps the promise."""
    return add_business_days(_counted_from(submitted_at, hours).date(), promised_days)


def answer_due_anew(told_at: datetime, promised_days: int) -> date:
    """Return the day to expect the answer on, for a delegate who was told at `told_at` that it is late."""
    return add_business_days(day_in_bogota(told_at), promised_days)


def overdue_by(promised_days: int, now: datetime, hours: ServiceHours) -> datetime:
    """Return the latest moment of sending whose answer was due before today, in UTC.

    On the promised day itself the promise is still kept.
    """
    return sent_by(promised_days, start_of_day(day_in_bogota(now)) - timedelta.resolution, hours)


def _counted_from(moment: datetime, hours: ServiceHours) -> datetime:
    local = moment.astimezone(BOGOTA)
    day, clock = local.date(), local.time()
    if is_business_day(day):
        for opening in _openings(day, hours):
            if clock <= opening.closes:
                return _at(day, max(clock, opening.opens))
    following = next_business_day(day + _ONE_DAY)
    return _at(following, _openings(following, hours)[0].opens)


def _counted_to(now: datetime) -> datetime:
    local = now.astimezone(BOGOTA)
    if is_business_day(local.date()):
        return local
    return _at(previous_business_day(local.date()), time.max)


def _openings(day: date, hours: ServiceHours) -> Sequence[Opening]:
    # A business day passes for whoever waits, even where the settings leave it without service.
    return hours.openings_on(day) or _ALL_DAY


def _at(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=BOGOTA)
