"""Cambiar delegado: another person speaks for a NIT from now on; its requests and keys stay as they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import FieldError, UserError
from bot.ids import Field
from bot.rules.lifecycle import RegistrationStep
from bot.rules.permissions import Ability
from bot.services.access import Actor, Read, require
from bot.services.desk import Desk
from bot.services.registration import registration_steps
from bot.services.traces import note, tell
from bot.services.users.listing import entity_of, member
from bot.services.users.suspending import put_out, reactivate_now, redraw_registration
from bot.views.text import replaced_by
from storage import people
from storage.enums import AuditAction, IntentKind, PersonStatus, Role
from storage.models import Person, Provider


@dataclass(frozen=True)
class Succession:
    """A delegate, and who might take their place, newest registration first."""

    manager: Person
    person: Person
    provider: Provider | None
    candidates: Sequence[Person]


def succession(desk: Desk, actor: Actor, read: Read) -> Succession:
    """Return who might take the place of a delegate, as the latter was `read`. Raises `UserError` where none may.

    There may be nobody to choose from.
    """
    with desk.sessions.begin() as session:
        manager = require(session, actor, Ability.GOVERN_USERS)
        person = _replaceable(session, manager, read)
        return Succession(manager, person, entity_of(session, person), people.successors_of(session, person))


def change_delegate(desk: Desk, actor: Actor, read: Read, successor: Read) -> None:
    """Let `successor` in and suspend whom they replace, both as they were read, and tell both.

    Raises `FieldError` for somebody who cannot take the place, `OvertakenError` when either changed meanwhile.
    """
    with desk.sessions.begin() as session:
        manager = require(session, actor, Ability.GOVERN_USERS)
        old = _replaceable(session, manager, read)
        new = people.load(session, successor.id)
        if new is None or new.id not in {each.id for each in people.successors_of(session, old)}:
            raise FieldError(
                {Field.NEW_DELEGATE: "Esta persona ya no puede reemplazarlo. Cierre y elija de nuevo."}
            )
        let_in, news = _let_in(desk, session, new, successor, manager)
        if was_active := old.status is PersonStatus.ACTIVE:
            put_out(desk, session, old, replaced_by(new), decider=manager, version=read.version)
        # Whoever asks the audit for suspensions or approvals finds these too, not only the change they were part of.
        if was_active:
            note(desk, session, actor, AuditAction.PERSON_SUSPENDED, f"person:{old.id}")
        note(desk, session, actor, let_in, f"person:{new.id}")
        replaced = {"replaced": old.id} if was_active else {}
        note(desk, session, actor, AuditAction.DELEGATE_CHANGED, f"person:{new.id}", nit=new.nit, **replaced)
        redraw_registration(desk, session, new)
        tell(desk, session, news, new, new.id)
        if was_active:
            tell(desk, session, IntentKind.ACCESS_CHANGED, old, old.id)


def _let_in(
    desk: Desk, session: Session, new: Person, read: Read, manager: Person
) -> tuple[AuditAction, IntentKind]:
    """Return what that is called in the audit, and which news it is to them."""
    if new.status is PersonStatus.SUSPENDED:
        reactivate_now(desk, session, new, read, manager)
        return AuditAction.PERSON_REACTIVATED, IntentKind.ACCESS_CHANGED
    registration_steps.move(
        session,
        new,
        RegistrationStep.APPROVE,
        read.version,
        decided_by_id=manager.id,
        decided_at=desk.now(),
        decision_reason=None,
    )
    return AuditAction.REGISTRATION_APPROVED, IntentKind.REGISTRATION_DECIDED


def _replaceable(session: Session, manager: Person, read: Read) -> Person:
    person = member(session, manager, read.id)
    if person.role is not Role.DELEGATE:
        raise UserError("Solo se cambia al delegado de un prestador.")
    if person.version != read.version:
        raise registration_steps.changed()
    if person.status not in {PersonStatus.ACTIVE, PersonStatus.SUSPENDED}:
        raise registration_steps.overtaken(person)
    return person
