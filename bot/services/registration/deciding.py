"""Deciding on registrations: officials on delegates, managers on officials."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.errors import UserError
from bot.rules.lifecycle import RegistrationStep
from bot.rules.permissions import Ability, ability_to_decide_on
from bot.services.access import Actor, Read, require
from bot.services.desk import Desk
from bot.services.registration import registration_steps
from bot.services.traces import note, redraw_card, tell
from storage import people
from storage.enums import AuditAction, CardKind, IntentKind, PersonStatus
from storage.models import Person


@dataclass(frozen=True)
class Rejection:
    """A registration that is about to be refused, and by whom."""

    decider: Person
    person: Person


def prepare_rejection(desk: Desk, actor: Actor, person_id: int) -> Rejection:
    """Return a registration that this actor may refuse now. Raises `UserError` otherwise."""
    with desk.sessions.begin() as session:
        person, decider = _to_decide(session, actor, person_id)
        return Rejection(decider, person)


def approve(desk: Desk, actor: Actor, read: Read) -> None:
    """Let somebody in, as their registration was `read`."""
    _decide(desk, actor, read, RegistrationStep.APPROVE, AuditAction.REGISTRATION_APPROVED, None)


def reject(desk: Desk, actor: Actor, read: Read, reason: str) -> None:
    """Refuse a registration as it was `read`, saying why."""
    _decide(desk, actor, read, RegistrationStep.REJECT, AuditAction.REGISTRATION_REJECTED, reason)


def _decide(
    desk: Desk,
    actor: Actor,
    read: Read,
    step: RegistrationStep,
    action: AuditAction,
    reason: str | None,
) -> None:
    with desk.sessions.begin() as session:
        person, decider = _to_decide(session, actor, read.id)
        registration_steps.move(
            session,
            person,
            step,
            read.version,
            decided_by_id=decider.id,
            decided_at=desk.now(),
            decision_reason=reason,
        )
        note(desk, session, actor, action, f"person:{person.id}")
        redraw_card(desk, session, CardKind.REGISTRATION, person)
        tell(desk, session, IntentKind.REGISTRATION_DECIDED, person, person.id)


def _to_decide(session: Session, actor: Actor, person_id: int) -> tuple[Person, Person]:
    # Whoever decides on officials decides on delegates as well; all others learn nothing, not even what exists.
    decider = require(session, actor, Ability.DECIDE_ON_DELEGATES)
    person = people.load(session, person_id)
    if person is None or person.team_id != decider.team_id:
        raise UserError("Ese registro ya no existe. No hace falta nada más.")
    require(session, actor, ability_to_decide_on(person.role))
    if person.status is not PersonStatus.PENDING:
        raise registration_steps.overtaken(person)
    return person, decider
