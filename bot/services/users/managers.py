"""The managers that the settings name."""

from collections.abc import Sequence

import structlog
from sqlalchemy.orm import Session

from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.traces import note, redraw_card
from storage import people
from storage.enums import AuditAction, CardKind, PersonStatus, Role
from storage.models import Person


def seed_managers(desk: Desk, team_id: str, user_ids: Sequence[str]) -> None:
    """Make sure the people of `LLAVES_MANAGERS` exist as managers: they start the chain of approvals.

    Whoever registered as something else and was not let in becomes a manager all the same; whoever works already as
    delegate or official keeps that role, and the log says so.
    """
    desk.transact(lambda session: _seed(desk, session, team_id, user_ids))


def _seed(desk: Desk, session: Session, team_id: str, user_ids: Sequence[str]) -> None:
    for user_id in user_ids:
        known = people.find(session, team_id, user_id)
        if known is not None:
            _promote(desk, session, known)
            continue
        manager = Person(
            team_id=team_id,
            user_id=user_id,
            role=Role.MANAGER,
            status=PersonStatus.ACTIVE,
            login=user_id,
            registered_at=desk.now(),
            version=1,
        )
        session.add(manager)
        session.flush()
        note(desk, session, Actor(team_id, user_id), AuditAction.MANAGER_SEEDED, f"person:{manager.id}")


def _promote(desk: Desk, session: Session, person: Person) -> None:
    if person.role is Role.MANAGER or person.status is PersonStatus.SUSPENDED:
        return
    if person.status is PersonStatus.ACTIVE:
        structlog.get_logger(__name__).warning(
            "manager_has_another_role", user=person.user_id, role=person.role
        )
        return
    if not people.change(session, person, person.status, role=Role.MANAGER, status=PersonStatus.ACTIVE):
        return  # another replica that starts at the same time did it
    note(
        desk,
        session,
        Actor(person.team_id, person.user_id),
        AuditAction.MANAGER_SEEDED,
        f"person:{person.id}",
    )
    redraw_card(desk, session, CardKind.REGISTRATION, person)  # its buttons decide nothing any more
