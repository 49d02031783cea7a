"""Telling officials which keys expire within days while nobody has asked for new ones."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from bot.rules.figures import LATELY
from bot.rules.ladder import edges
from bot.rules.timetable import URGENT_DAYS
from bot.services.desk import Desk
from bot.services.traces import OFFICIALS_LANE
from bot.views.keys.key_view import SHOWN
from storage import chases, outbox, renewals
from storage.enums import IntentKind, RoundKind
from storage.reading import reading
from storage.renewals import Stretch


def tell_officials(desk: Desk) -> int:
    """Queue the officials' message of today if any key reached one of the last steps; return 1 if it was queued.

    The steps are those of `URGENT_DAYS` or less. Which keys are new follows from the dates alone: those that reached
    a step since the day of the last message. So a key without a delegate counts as well, nothing is told of twice
    for one step, and a day without service is made up for.
    """
    today = desk.today()
    with reading(desk.sessions) as session:
        last = _last_day(session, today)
        if last == today:
            return 0
        stretches = _newly_reached(desk, last, today)
        if not renewals.expires_within(session, stretches, SHOWN):
            return 0
    return desk.transact(lambda session: _begin(desk, session, today))


def _last_day(session: Session, today: date) -> date | None:
    last = chases.last_round(session, RoundKind.EXPIRING_KEYS, today.isoformat())
    return None if last is None else date.fromisoformat(last.slot)


def _newly_reached(desk: Desk, last: date | None, today: date) -> Iterator[Stretch]:
    """Yield from when to when the keys expire that reached each of the last steps after `last` and by `today`."""
    urgent = [step for step in desk.timetable.ladder if step <= URGENT_DAYS]
    reached = edges(today, urgent)
    before = edges(last, urgent) if last is not None else None
    for number, edge in enumerate(reached):
        begin = before[number].before if before else desk.now() - LATELY
        if begin < edge.before:
            yield begin, edge.before


def _begin(desk: Desk, session: Session, today: date) -> int:
    if _last_day(session, today) == today:
        return 0  # another replica, meanwhile
    round_ = chases.begin_round(session, RoundKind.EXPIRING_KEYS, today.isoformat(), desk.now())
    outbox.add(
        session,
        kind=IntentKind.EXPIRING_KEYS,
        subject_id=round_.id,
        dedupe_key=f"{IntentKind.EXPIRING_KEYS}:{round_.id}",
        lane=OFFICIALS_LANE,
        now=desk.now(),
    )
    return 1
