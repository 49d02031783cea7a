"""Reminding delegates of keys that are about to expire: the ladder, and a manager's order."""

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.errors import UserError
from bot.rules.calendar.spreading import is_business_time
from bot.rules.figures import UNCOVERED_DAYS, last_moment_in
from bot.rules.ladder import is_snoozed
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.keys import officials_round
from bot.services.keys.homes import redraw_at_edges
from bot.services.keys.queueing import Entity, Occasion, by_entity, queue, was_told
from bot.services.traces import note
from bot.views.keys.key_view import SHOWN
from bot.views.text import mention, moment_text
from storage import home, people, reminders
from storage.enums import AuditAction, Role
from storage.reading import reading

NONE_LEAVES = "Los recordatorios están detenidos: ninguno sale hasta que un gerente los reanude con «Reanudar recordatorios»."
BROKE_OFF = "El envío se interrumpió. Pulse de nuevo «Recordar a los delegados»: a quienes ya les va a llegar no se les repite."


@dataclass(frozen=True)
class Reminded:
    """What a manager's order to remind came to, in delegates; `sedes_alone` counts sedes nobody can be reminded of.

    `first_at` and `last_at` are when the first and the last message leave; None when none does.
    """

    queued: int
    already: int
    snoozed: int
    sedes_alone: int
    first_at: datetime | None
    last_at: datetime | None


def remind_of_expiries(desk: Desk) -> int:
    """Queue a reminder to every delegate who has a key at a new step of the ladder; return how many.

    On business days, in the hours of service. Officials are told then as well, and count as one more. Homes follow
    at any hour.
    """
    redraw_at_edges(desk)
    if not is_business_time(desk.now(), desk.timetable.hours):
        return 0
    return officials_round.tell_officials(desk) + _climb(desk)


def _climb(desk: Desk) -> int:
    occasion = Occasion.of(desk)
    with reading(desk.sessions) as session:
        if reminders.halted(session) is not None:
            return 0
        rows = reminders.at_a_new_step(session, occasion.reached, SHOWN, occasion.day)
        waiting = reminders.people_waiting(session) if rows else ()
    entities = []
    for due in by_entity(rows).values():
        if all(was_told(row) for row in due):
            continue  # tomorrow, rather than noted as told without a word
        untold = {row.person_id: None for row in due if row.told is None and row.person_id not in waiting}
        tell = [person_id for person_id in untold if person_id is not None]
        entities.append(Entity({row.key_id for row in due}, tell))
    return len(queue(desk, occasion, entities, ordered=False))


def check_order(desk: Desk, actor: Actor) -> None:
    """Raise the `UserError` for which `remind_delegates` would refuse; counting thousands takes longer than this."""
    with reading(desk.sessions) as session:
        require(session, actor, Ability.GOVERN_REMINDERS)
        if reminders.halted(session) is not None:
            raise UserError(NONE_LEAVES)


def remind_delegates(desk: Desk, actor: Actor) -> Reminded:
    """Queue reminders to the delegates of all keys about to expire, because a manager says so.

    Of keys expired or in their last 30 days that nobody has asked to renew. Ordered outside the hours of service, the
    messages leave from the next business day's opening. It counts as the ladder's reminder of the day: nobody gets two.
    Raises `UserError` also when the database fails in the middle: some are queued then, and another order queues the rest.
    """
    check_order(desk, actor)
    try:
        return _remind(desk, actor)
    except SQLAlchemyError as failure:
        structlog.get_logger(__name__).error("reminders_broke_off", exc_info=failure)
        raise UserError(BROKE_OFF) from None


def _remind(desk: Desk, actor: Actor) -> Reminded:
    occasion = Occasion.of(desk)
    with reading(desk.sessions) as session:
        until = last_moment_in(occasion.now, UNCOVERED_DAYS)
        rows = reminders.uncovered(session, until, occasion.reached, SHOWN, occasion.day)
        waiting = reminders.people_waiting(session) if rows else ()
    entities, wanted = [], 0
    for due in by_entity(rows).values():
        awake = {
            row.person_id: row
            for row in due
            if row.person_id is not None and not is_snoozed(row.snoozed_step, row.step)
        }
        wanted += len(awake)
        tell = [
            person_id for person_id, row in awake.items() if row.told is None and person_id not in waiting
        ]
        if tell:
            entities.append(Entity({row.key_id for row in due}, tell))
    snoozed = len({row.person_id for row in rows if row.person_id is not None}) - wanted
    sedes_alone = len({row.codigo for row in rows if row.person_id is None})
    # The order first: should the work break off, there is proof of why some were reminded.
    _note_order(desk, actor, sum(len(entity.tell) for entity in entities), snoozed, sedes_alone)
    moments = queue(desk, occasion, entities, ordered=True)
    with desk.sessions.begin() as session:
        _redraw_managers(desk, session)
    return Reminded(
        queued=len(moments),
        already=wanted - len(moments),
        snoozed=snoozed,
        sedes_alone=sedes_alone,
        first_at=min(moments, default=None),
        last_at=max(moments, default=None),
    )


def _note_order(desk: Desk, actor: Actor, ordered: int, snoozed: int, sedes_alone: int) -> None:
    with desk.sessions.begin() as session:
        note(
            desk,
            session,
            actor,
            AuditAction.REMINDERS_ORDERED,
            "reminders",
            delegates=ordered,
            snoozed=snoozed,
            sedes_alone=sedes_alone,
        )


def halt_reminders(desk: Desk, actor: Actor) -> int:
    """Keep the reminders that wait from leaving, and others from being queued; return how many wait.

    Raises `UserError` when they are at a halt already.
    """
    return desk.transact(lambda session: _halt(desk, session, actor))


def _halt(desk: Desk, session: Session, actor: Actor) -> int:
    manager = require(session, actor, Ability.GOVERN_REMINDERS)
    before = reminders.halted(session)
    if before is not None:
        by = people.load(session, before.by_id)
        who = f"{mention(by)} los detuvo" if by else "Se detuvieron"
        raise UserError(f"Los recordatorios ya están detenidos: {who} el {moment_text(before.at)}.")
    reminders.halt(session, manager.id, desk.now())
    waiting = reminders.waiting(session)
    note(desk, session, actor, AuditAction.REMINDERS_HALTED, "reminders", waiting=waiting)
    _redraw_managers(desk, session)
    return waiting


def resume_reminders(desk: Desk, actor: Actor) -> int:
    """Let the reminders leave again; return how many waited. Raises `UserError` when they are not at a halt."""
    with desk.sessions.begin() as session:
        require(session, actor, Ability.GOVERN_REMINDERS)
        if not reminders.resume(session):
            raise UserError("Los recordatorios no están detenidos: salen a medida que les llega el turno.")
        waiting = reminders.waiting(session)
        note(desk, session, actor, AuditAction.REMINDERS_RESUMED, "reminders", waiting=waiting)
        _redraw_managers(desk, session)
        return waiting


def _redraw_managers(desk: Desk, session: Session) -> None:
    """Queue the managers' Homes, which tell how the reminders stand."""
    now = desk.now()
    home.queue(session, home.staff_watching(session, Role.MANAGER), now=now, due_at=now)
