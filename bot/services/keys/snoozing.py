"""Recordar más tarde: a delegate hears no more of the keys they were told of until each is at its next step."""

from dataclasses import dataclass
from datetime import date

from bot.errors import UserError
from bot.rules.calendar.days import day_in_bogota
from bot.rules.ladder import next_due_day
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.keys.reminder import expiring_keys_of
from bot.services.traces import note
from storage import reminders
from storage.enums import AuditAction

NOTHING_LEFT = "Ya no tiene llaves por vencer sin solicitud en trámite: no hay nada que recordarle."
LAST_REMINDER = (
    "Estas llaves están en su último aviso y ya no se posponen. Pida otras con «Resolicitud Token» o con "
    "`/llaves solicitar`."
)


@dataclass(frozen=True)
class Snoozed:
    """What came of it: when the first of the keys comes up again, and whether some are at their last reminder."""

    until: date
    some_stay: bool


def snooze_reminder(desk: Desk, actor: Actor) -> Snoozed:
    """Leave the keys a delegate is reminded of out of their reminders until each reaches its next step.

    A second press changes nothing and gets the same answer. Raises `UserError` when there is nothing to put off: no
    keys, or only keys at the last step.
    """
    now = desk.now()
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.SNOOZE_REMINDERS)
        found = expiring_keys_of(session, person, desk.timetable, now)
        if not found:
            raise UserError(NOTHING_LEFT)
        today, ladder = day_in_bogota(now), desk.timetable.ladder
        days = {
            key_id: day
            for key_id, (key, _) in found.items()
            if (day := next_due_day(day_in_bogota(key.expires_at), today, ladder)) is not None
        }
        if not days:
            raise UserError(LAST_REMINDER)
        steps = {key_id: step for key_id, (_, step) in found.items() if key_id in days}
        if new := reminders.snooze(session, person.id, steps, now):
            note(desk, session, actor, AuditAction.REMINDER_SNOOZED, f"person:{person.id}", keys=new)
    return Snoozed(min(days.values()), some_stay=len(days) < len(found))
