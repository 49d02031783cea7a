"""The managers that the settings name."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from bot.services.access import Actor
from bot.services.desk import Desk
from bot.services.traces import note
from storage import people
from storage.enums import AuditAction, PersonStatus, Role
from storage.models import Person


def seed_managers(desk: Desk, team_id: str, user_ids: Sequence[str]) -> None:
    """Make sure the people of `LLAVES_MANAGERS` exist as managers: they start the chain of approvals.

    Somebody already registered keeps the role they have.
    """
    desk.transact(lambda session: _seed(desk, session, team_id, user_ids))


def _seed(desk: Desk, session: Session, team_id: str, user_ids: Sequence[str]) -> None:
    for user_id in user_ids:
        if people.find(session, team_id, user_id) is not None:
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
