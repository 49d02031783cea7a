"""Recordar más tarde: a delegate hears no more of the keys they were told of until each is at its next step."""

from dataclasses import dataclass
from datetime import date

from bot.errors import UserError
from bot.rules.calendar.days import day_in_bogota
from bot.rules.ladder import BEFORE_THE_LADDER, due_day, next_due_day
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.keys.reminder_content import expiring_keys_of
from bot.services.traces import note
from storage import reminders
from storage.enums import AuditAction

NOTHING_LEFT = "Ya no tiene llaves por vencer sin solicitud en trámite: no hay nada que recordarle."
LAST_REMINDER = (
    "Estas llaves están en su último aviso y ya no se posponen. Pida otras con «Resolicitud Token» o con "
    "`/llaves solicitar`."
)
OLD_REMINDER = (
    "Ese aviso ya pasó: de esas llaves ya le llegó, o le llega hoy, uno más reciente. Pospóngalas desde ese."
)


@dataclass(frozen=True)
class Snoozed:
    """What came of it: when the first of the keys comes up again, and whether some could not be put off."""

    until: date
    some_stay: bool


def snooze_reminder(desk: Desk, actor: Actor, told_on: date | None) -> Snoozed:
    """Leave the keys a delegate was reminded of on a day out of their reminders until each reaches its next step.

    A day that is not known, or to come, is today. Keys that have reached a step since then stay: nobody puts off what
    they have not read. A second press changes nothing and gets the same answer. Raises `UserError` when there is
    nothing to put off: no keys, only keys at the last step, or only keys of which there is a later reminder.
    """
    now = desk.now()
    with desk.sessions.begin() as session:
        person = require(session, actor, Ability.SNOOZE_REMINDERS)
        found = expiring_keys_of(session, person, desk.timetable, now)
        if not found:
            raise UserError(NOTHING_LEFT)
        today, ladder = day_in_bogota(now), desk.timetable.ladder
        read_on = told_on or today
        days = {
            key_id: day
            for key_id, (key, _) in found.items()
            if (day := next_due_day(day_in_bogota(key.expires_at), today, ladder)) is not None
        }
        if not days:
            raise UserError(LAST_REMINDER)
        steps = {
            key_id: step
            for key_id, (key, step) in found.items()
            if key_id in days
            and (step == BEFORE_THE_LADDER or due_day(day_in_bogota(key.expires_at), step) <= read_on)
        }
        if not steps:
            raise UserError(OLD_REMINDER)
        if new := reminders.snooze(session, person.id, steps, now):
            note(desk, session, actor, AuditAction.REMINDER_SNOOZED, f"person:{person.id}", keys=new)
    return Snoozed(min(days[key_id] for key_id in steps), some_stay=len(steps) < len(found))
