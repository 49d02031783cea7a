"""People: who they are, and changing what they may do by compare-and-set."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from storage.enums import DocumentType, PersonStatus, Role
from storage.models import Person


def find(session: Session, team_id: str, user_id: str) -> Person | None:
    """Return the person behind a Slack user, registered or not yet approved."""
    return session.scalar(select(Person).where(Person.team_id == team_id, Person.user_id == user_id))


def load(session: Session, person_id: int) -> Person | None:
    """Return one person with whoever decided on the registration."""
    return session.scalar(select(Person).where(Person.id == person_id).options(joinedload(Person.decided_by)))


def holder_of_document(session: Session, team_id: str, kind: DocumentType, number: str) -> Person | None:
    """Return who uses a document already; a rejected registration frees it."""
    return session.scalar(
        select(Person).where(
            Person.team_id == team_id,
            Person.document_type == kind,
            Person.document_number == number,
            Person.status != PersonStatus.REJECTED,
        )
    )


def active_delegates(session: Session, nit: str) -> Sequence[Person]:
    """Return the delegates who may act for a NIT, first approved first."""
    return session.scalars(
        select(Person)
        .where(Person.nit == nit, Person.role == Role.DELEGATE, Person.status == PersonStatus.ACTIVE)
        .order_by(Person.decided_at, Person.id)
    ).all()


def change(
    session: Session,
    person: Person,
    expected: PersonStatus,
    version: int | None = None,
    **changes: Any,  # noqa: ANN401 - column values
) -> bool:
    """Apply `changes` only if the person still has the `expected` status; return whether it did.

    With a `version`, only if nothing at all changed since somebody read that version.
    """
    same = [Person.id == person.id, Person.status == expected]
    if version is not None:
        same.append(Person.version == version)
    changed = session.execute(
        update(Person).where(*same).values(version=Person.version + 1, **changes).returning(Person.id)
    ).scalar()
    if changed is not None:
        session.refresh(person)
    return changed is not None
