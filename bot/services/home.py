"""What App Home shows to each role: read in one transaction, counted by index, without a secret."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot.rules.calendar.days import day_in_bogota, start_of_day
from bot.rules.calendar.service_hours import HELPDESK_HOURS, ServiceHours
from bot.rules.figures import bucket_ends
from bot.rules.next_step import URGENCY, NextStep, next_step
from bot.rules.states import expiry_state
from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.digests.reminders import reminders_now
from bot.services.traces import draw_home
from bot.views.home.boards import (
    Board,
    DelegateBoard,
    Load,
    ManagerBoard,
    OfficialBoard,
    Queue,
    SedeBoard,
    Today,
    VisitorBoard,
)
from bot.views.keys.key_view import SHOWN
from bot.views.states import token_state
from storage import home, keys, people, providers, requests
from storage.enums import PersonStatus, Role
from storage.models import KeyRequest, Person, Provider

SEDES = 10
HISTORY = 10
OLDEST = 3
LOAD_OVER = timedelta(days=7)


def open_home(desk: Desk, actor: Actor) -> Board:
    """Return what somebody's Home shows now, and note that they look at it: from now on it follows what changes."""
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        if person is not None and person.home_opened_at is None:
            home.note_opened(session, person.id, desk.now())
    # Noted and committed first: what changes meanwhile is queued, and this reading may miss it.
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        return home_board(session, person, desk.now(), desk.timetable.hours)


def follow_home(desk: Desk, actor: Actor) -> None:
    """Draw the Home of somebody who registered on it: they still look at the one from before."""
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        if person is not None:
            home.note_opened(session, person.id, desk.now())
            draw_home(desk, session, person.id)


def redraw_later(desk: Desk, actor: Actor) -> None:
    """Queue somebody's Home, because it could not be drawn at once; whoever is not registered comes back anyway."""
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        if person is not None:
            draw_home(desk, session, person.id)


def home_board(
    session: Session, person: Person | None, now: datetime, hours: ServiceHours = HELPDESK_HOURS
) -> Board:
    """Return what the Home of a person shows, or of somebody nobody knows; waits are counted in service `hours`."""
    if person is None or person.status is not PersonStatus.ACTIVE:
        return VisitorBoard(person, _entity(session, person))
    match person.role:
        case Role.DELEGATE:
            return _delegate(session, person, now)
        case Role.OFFICIAL:
            return _official(session, person, now, hours)
        case Role.MANAGER:
            return _manager(session, person, now, hours)


def _entity(session: Session, person: Person | None) -> Provider | None:
    sedes = providers.of_nit(session, person.nit) if person and person.nit else ()
    return next(iter(sedes), None)


def _delegate(session: Session, person: Person, now: datetime) -> DelegateBoard:
    nit = person.nit or ""
    sedes = providers.of_nit(session, nit)
    latest = {request.codigo: request for request in requests.latest_of_nit(session, nit)}
    first = keys.first_expiries(session, [sede.codigo for sede in sedes], SHOWN)
    boards = [_sede(sede, latest.get(sede.codigo), first.get(sede.codigo), now) for sede in sedes]
    boards.sort(
        key=lambda each: (URGENCY.index(each.step), first.get(each.sede.codigo, now), each.sede.codigo)
    )
    shown = boards[:SEDES]
    in_force = home.keys_in_force(session, [each.sede.codigo for each in shown])
    return DelegateBoard(
        person=person,
        sedes=[
            SedeBoard(
                each.sede,
                each.request,
                {
                    environment: key
                    for environment, key in in_force.get(each.sede.codigo, {}).items()
                    if environment in SHOWN
                },
                each.step,
            )
            for each in shown
        ],
        sede_count=len(sedes),
        history=home.history_of_nit(session, nit, HISTORY),
        now=now,
        unasked=sum(each.step is NextStep.ENROLL for each in boards),
        history_count=home.requests_of_nit(session, nit),
    )


def _sede(
    sede: Provider, request: KeyRequest | None, expires_at: datetime | None, now: datetime
) -> SedeBoard:
    step = next_step(
        token_state(request) if request else None,
        expiry_state(expires_at, now) if expires_at else None,
        has_keys=expires_at is not None,
    )
    return SedeBoard(sede, request, {}, step)


def _queue(session: Session) -> Queue:
    return Queue(*home.waiting(session))


def _official(session: Session, person: Person, now: datetime, hours: ServiceHours) -> OfficialBoard:
    midnight = start_of_day(day_in_bogota(now))
    return OfficialBoard(
        person=person,
        queue=_queue(session),
        oldest=home.oldest_waiting(session, OLDEST),
        taken=home.taken_by(session, person.id, now),
        today=Today(*home.done_since(session, midnight, person.id)),
        now=now,
        hours=hours,
    )


def _manager(session: Session, person: Person, now: datetime, hours: ServiceHours) -> ManagerBoard:
    return ManagerBoard(
        person=person,
        expiries=home.expiries(session, bucket_ends(now)),
        queue=_queue(session),
        loads=_loads(session, now),
        waiting=home.registrations_waiting(session),
        reminders=reminders_now(session),
        now=now,
        hours=hours,
    )


def _loads(session: Session, now: datetime) -> Sequence[Load]:
    assigned, taken = home.assigned_since(session, now - LOAD_OVER), home.taken_now(session, now)
    loads = [
        Load(official, assigned.get(official.id, 0), taken.get(official.id, 0))
        for official in home.officials(session)
    ]
    return sorted(loads, key=lambda load: (-load.assigned, load.official.id))
