"""People: who they are, and changing what they may do by compare-and-set."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from storage.enums import DocumentType, PersonStatus, RequestStatus, Role
from storage.models import KeyRequest, Person


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


def successors_of(session: Session, person: Person) -> Sequence[Person]:
    """Return who might take a delegate's place: the other delegates of the NIT who wait or are suspended, newest first."""
    return session.scalars(
        select(Person)
        .where(
            Person.nit == person.nit,
            Person.status.in_([PersonStatus.PENDING, PersonStatus.SUSPENDED]),
            Person.team_id == person.team_id,
            Person.role == Role.DELEGATE,
            Person.id != person.id,
        )
        .order_by(Person.registered_at.desc(), Person.id.desc())
    ).all()


def hold_managers(session: Session, team_id: str) -> Collection[int]:
    """Return the ids of the active managers, who stay so until the transaction ends.

    Of two managers who suspend each other at once, the later finds out here.
    """
    return session.scalars(
        select(Person.id)
        .where(Person.role == Role.MANAGER, Person.status == PersonStatus.ACTIVE, Person.team_id == team_id)
        .order_by(Person.id)
        # Nothing that only points at a manager has to wait.
        .with_for_update(key_share=True)
    ).all()


def requests_taken_by(session: Session, person_id: int) -> Sequence[int]:
    """Return the ids of the pending requests that an official took for themselves, oldest first."""
    return session.scalars(
        select(KeyRequest.id)
        .where(KeyRequest.status == RequestStatus.PENDING, KeyRequest.taken_by_id == person_id)
        .order_by(KeyRequest.requested_at, KeyRequest.id)
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
