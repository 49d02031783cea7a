"""What a delegate is reminded of: the keys of their NIT about to expire that nobody has asked to renew."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules.calendar.days import day_in_bogota, first_moment_after
from bot.rules.figures import UNCOVERED_DAYS
from bot.rules.ladder import BEFORE_THE_LADDER, edges, is_snoozed, next_due_day, step_at
from bot.rules.timetable import Timetable
from bot.views.keys.key_view import SHOWN
from bot.views.messages.expiring import ExpiryReminder, SedeToRenew
from storage import renewals
from storage.enums import PersonStatus, Role
from storage.models import Person
from storage.renewals import Expiring


def expiring_keys_of(
    session: Session, person: Person, timetable: Timetable, now: datetime
) -> Mapping[int, tuple[Expiring, int]]:
    """Return the keys of a delegate about to expire, snoozed or not, by id, each with the step it is on.

    Those on the ladder, and before it those of which a manager's order tells. The first to expire comes first.
    Whoever is no active delegate has none.
    """
    if person.role is not Role.DELEGATE or person.status is not PersonStatus.ACTIVE:
        return {}
    today = day_in_bogota(now)
    reached = edges(today, timetable.ladder)
    before = max(reached[-1].before, first_moment_after(today + timedelta(days=UNCOVERED_DAYS)))
    found = renewals.of_delegate(session, person, before, SHOWN)
    steps = ((key, step_at(reached, key.expires_at)) for key in found)
    return {key.id: (key, BEFORE_THE_LADDER if step is None else step) for key, step in steps}


def reminder_of(
    session: Session, person: Person, timetable: Timetable, now: datetime
) -> ExpiryReminder | None:
    """Return what to remind a delegate of now; None when there is nothing, or nothing they did not snooze."""
    found = expiring_keys_of(session, person, timetable, now)
    keys = [key for key, step in found.values() if not is_snoozed(key.snoozed_step, step)]
    if not keys:
        return None
    today = day_in_bogota(now)
    days = (next_due_day(day_in_bogota(key.expires_at), today, timetable.ladder) for key in keys)
    return ExpiryReminder(
        sedes=_sedes(session, keys),
        now=now,
        snooze_until=min((day for day in days if day is not None), default=None),
    )


def _sedes(session: Session, keys: Sequence[Expiring]) -> Sequence[SedeToRenew]:
    by_sede: dict[str, list[Expiring]] = {}
    for key in keys:
        by_sede.setdefault(key.provider.codigo, []).append(key)
    returned = renewals.returned(session, list(by_sede))
    return [
        SedeToRenew(
            provider=of_sede[0].provider,
            expiries={key.environment: key.expires_at for key in of_sede},
            returned=codigo in returned,
        )
        for codigo, of_sede in by_sede.items()
    ]
