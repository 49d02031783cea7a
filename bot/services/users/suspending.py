"""Suspending and reactivating people: from that moment on they can do nothing, or all of their role again."""

from sqlalchemy.orm import Session

from bot.errors import NotAllowedError, OvertakenError
from bot.rules.governing import may_work
from bot.rules.lifecycle import RegistrationStep, RequestStep
from bot.rules.permissions import Ability
from bot.services.access import UNKNOWN_ACCOUNT, Account, Actor, Read, active_person, require
from bot.services.desk import Desk
from bot.services.registration import registration_steps
from bot.services.requests import request_steps
from bot.services.traces import note, redraw_card, tell
from bot.services.users.listing import member
from bot.views.text import mention
from storage import cards, people, requests
from storage.enums import AuditAction, CardKind, IntentKind, PersonStatus, Role
from storage.models import Person

MYSELF = "Usted no puede suspenderse a sí mismo. Pídalo a otro gerente."


def suspend(desk: Desk, actor: Actor, read: Read, reason: str) -> None:
    """Put an active person out, as they were `read`, and tell them why; what they had taken is free again."""
    with desk.sessions.begin() as session:
        manager = require(session, actor, Ability.GOVERN_USERS)
        person = _to_suspend(session, manager, read.id)
        if person.role is Role.MANAGER and manager.id not in people.hold_managers(session, actor.team_id):
            session.expire(manager)
            active_person(session, actor)  # says that the other manager was faster
        suspend_now(desk, session, actor, person, reason, decider=manager, version=read.version)
        tell(desk, session, IntentKind.ACCESS_CHANGED, person, person.id)


def reactivate(desk: Desk, actor: Actor, read: Read, account: Account = UNKNOWN_ACCOUNT) -> None:
    """Let a suspended person work again, as they were `read`, and tell them. Raises `UserError` otherwise.

    `account` is what Slack says of theirs now: one that is closed stays out.

    Their document is still theirs: the database keeps it for the suspended. A NIT may have several delegates.
    """
    with desk.sessions.begin() as session:
        manager = require(session, actor, Ability.GOVERN_USERS)
        person = member(session, manager, read.id)
        if account.deleted:
            raise NotAllowedError(
                f"La cuenta de Slack de {mention(person)} está desactivada. Pida al administrador de Slack que la active y "
                "vuelva a intentarlo."
            )
        reactivate_now(desk, session, person, read, manager)
        note(desk, session, actor, AuditAction.PERSON_REACTIVATED, f"person:{person.id}")
        redraw_registration(desk, session, person)
        tell(desk, session, IntentKind.ACCESS_CHANGED, person, person.id)


def suspend_now(
    desk: Desk,
    session: Session,
    actor: Actor,
    person: Person,
    reason: str,
    *,
    decider: Person | None,
    version: int | None = None,
) -> None:
    """Suspend somebody within a transaction, on the record; without a `decider` the system did it."""
    freed = put_out(desk, session, person, reason, decider=decider, version=version)
    note(desk, session, actor, AuditAction.PERSON_SUSPENDED, f"person:{person.id}")
    for request_id in freed:
        note(desk, session, actor, AuditAction.REQUEST_RELEASED, f"request:{request_id}")


def put_out(
    desk: Desk,
    session: Session,
    person: Person,
    reason: str,
    *,
    decider: Person | None,
    version: int | None = None,
) -> list[int]:
    """Suspend somebody and redraw their card; return the ids of the requests that they had taken, now free.

    The audit line is the caller's, and comes after: whoever holds the audit's lock must wait for no row.
    """
    registration_steps.move(
        session,
        person,
        RegistrationStep.SUSPEND,
        version,
        decided_by_id=decider.id if decider else None,
        decided_at=desk.now(),
        decision_reason=reason,
    )
    redraw_registration(desk, session, person)
    return [
        request_id
        for request_id in people.requests_taken_by(session, person.id)
        if _release(desk, session, request_id, person)
    ]


def reactivate_now(desk: Desk, session: Session, person: Person, read: Read, manager: Person) -> None:
    """Move a suspended person back within a transaction. Raises `UserError` where their account does not allow it."""
    if not may_work(person.role, guest=person.guest):
        raise NotAllowedError(
            "Esta cuenta de Slack es de invitado, y un invitado no puede ser funcionario ni gerente. Pida al "
            "administrador de Slack que la haga miembro y vuelva a intentarlo."
        )
    registration_steps.move(
        session,
        person,
        RegistrationStep.REACTIVATE,
        read.version,
        decided_by_id=manager.id,
        decided_at=desk.now(),
        decision_reason=None,
    )


def redraw_registration(desk: Desk, session: Session, person: Person) -> None:
    """Queue the card of a registration, if there is one: managers of the settings never had any."""
    if cards.find(session, CardKind.REGISTRATION, person.id) is not None:
        redraw_card(desk, session, CardKind.REGISTRATION, person)


def _to_suspend(session: Session, manager: Person, person_id: int) -> Person:
    person = member(session, manager, person_id)
    if person.id == manager.id:
        raise NotAllowedError(MYSELF)
    if person.status is not PersonStatus.ACTIVE:
        raise registration_steps.overtaken(person)
    return person


def _release(desk: Desk, session: Session, request_id: int, person: Person) -> bool:
    request = requests.load(session, request_id)
    if request is None or request.taken_by_id != person.id:
        return False  # it frees itself, and somebody else took it since
    nobody = {"taken_by_id": None, "taken_until": None}
    try:
        request_steps.move(desk, session, request_id, RequestStep.RELEASE, request.version, **nobody)
    except OvertakenError:
        return False  # attended, or taken by another, at this very moment
    return True
