"""What the app does when Slack says that somebody's account changed: it was closed, or became a guest's."""

from sqlalchemy.orm import Session

from bot.errors import OvertakenError
from bot.rules.governing import may_work
from bot.rules.lifecycle import RegistrationStep
from bot.services.access import Account, Actor
from bot.services.desk import Desk
from bot.services.registration import registration_steps
from bot.services.traces import note, tell
from bot.services.users.suspending import redraw_registration, suspend_now
from storage import people
from storage.enums import AuditAction, IntentKind, PersonStatus
from storage.models import Person

DEACTIVATED = "La cuenta de Slack fue desactivada."
BECAME_GUEST = "La cuenta de Slack pasó a ser de invitado, y un invitado no puede ser funcionario ni gerente."


def account_changed(desk: Desk, actor: Actor, account: Account) -> None:
    """Shut out whoever left, and whoever of the ministry became a guest; keep whether a delegate is one.

    Somebody unknown is nobody's business. Coming back reactivates nobody: a manager does.
    """
    try:
        _follow(desk, actor, account)
    except OvertakenError:
        # Somebody decided on this person at this very moment; Slack will not say it again.
        _follow(desk, actor, account)


def _follow(desk: Desk, actor: Actor, account: Account) -> None:
    with desk.sessions.begin() as session:
        person = people.find(session, actor.team_id, actor.user_id)
        if person is None:
            return
        if account.deleted:
            _shut_out(desk, session, actor, person, DEACTIVATED)
            return
        if person.guest is not account.guest:
            people.change(session, person, person.status, guest=account.guest)
            redraw_registration(desk, session, person)
        if not may_work(person.role, guest=account.guest):
            told = _shut_out(desk, session, actor, person, BECAME_GUEST)
            if told is not None:
                tell(desk, session, told, person, person.id)


def _shut_out(desk: Desk, session: Session, actor: Actor, person: Person, reason: str) -> IntentKind | None:
    """Suspend or reject, whichever ends what the person may do; return which news that is to them."""
    if person.status is PersonStatus.ACTIVE:
        suspend_now(desk, session, actor, person, reason, decider=None)
        return IntentKind.ACCESS_CHANGED
    if person.status is not PersonStatus.PENDING:
        return None
    registration_steps.move(
        session,
        person,
        RegistrationStep.REJECT,
        decided_by_id=None,
        decided_at=desk.now(),
        decision_reason=reason,
    )
    note(desk, session, actor, AuditAction.REGISTRATION_REJECTED, f"person:{person.id}")
    redraw_registration(desk, session, person)
    return IntentKind.REGISTRATION_DECIDED
