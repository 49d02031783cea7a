"""Digests: those that were made, who reads them, and what they tell of the officials' work."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from storage.enums import DigestKind, PersonStatus, RequestStatus, Role
from storage.models import Digest, KeyRequest, Person

_SUBMITTED_AT = func.coalesce(
    KeyRequest.resubmitted_at, KeyRequest.requested_at, type_=KeyRequest.requested_at.type
)


class Waiting(NamedTuple):
    """The pending requests, how many of them somebody has taken, and when the oldest was sent as it stands."""

    pending: int
    taken: int
    oldest_at: datetime | None


class Done(NamedTuple):
    """How many requests were received, assigned and returned since a moment."""

    received: int
    assigned: int
    returned: int


def find(session: Session, kind: DigestKind, period: str) -> Digest | None:
    """Return the digest of a week or month, if it was made."""
    return session.scalar(select(Digest).where(Digest.kind == kind, Digest.period == period))


def last(session: Session, kind: DigestKind, before: datetime) -> Digest | None:
    """Return the newest digest of a kind that was made before a moment."""
    return session.scalar(
        select(Digest)
        .where(Digest.kind == kind, Digest.made_at < before)
        .order_by(Digest.made_at.desc(), Digest.id.desc())
        .limit(1)
    )


def ordered_since(session: Session, person_id: int, since: datetime) -> bool:
    """Tell whether a person ordered a digest after a moment."""
    found = select(Digest.id).where(Digest.ordered_by_id == person_id, Digest.made_at > since).limit(1)
    return session.scalar(found) is not None


def readers(session: Session, kind: DigestKind) -> Sequence[Person]:
    """Return the active managers who chose to be told of this kind; nobody chooses those on demand."""
    chosen = {DigestKind.WEEKLY: Person.weekly_digest, DigestKind.MONTHLY: Person.monthly_digest}
    if kind not in chosen:
        return ()
    return session.scalars(
        select(Person)
        .where(Person.role == Role.MANAGER, Person.status == PersonStatus.ACTIVE, chosen[kind].is_(True))
        .order_by(Person.id)
    ).all()


def waiting(session: Session, now: datetime) -> Waiting:
    """Count the pending requests."""
    row = session.execute(
        select(
            func.count(),
            func.count().filter(KeyRequest.taken_until > now),
            func.min(_SUBMITTED_AT),
        ).where(KeyRequest.status == RequestStatus.PENDING)
    ).one()
    return Waiting(*row)


def done_since(session: Session, since: datetime) -> Done:
    """Count what was received, assigned and returned since a moment."""
    row = session.execute(
        select(
            *(
                select(func.count()).select_from(KeyRequest).where(moment >= since).scalar_subquery()
                for moment in (KeyRequest.requested_at, KeyRequest.assigned_at, KeyRequest.returned_at)
            )
        )
    ).one()
    return Done(*row)


def waits_since(session: Session, since: datetime) -> Sequence[tuple[datetime, datetime]]:
    """Return, of each request assigned since a moment, when it was sent as it stands and when it was assigned."""
    rows = session.execute(
        select(_SUBMITTED_AT, KeyRequest.assigned_at).where(KeyRequest.assigned_at >= since)
    )
    return [(submitted_at, assigned_at) for submitted_at, assigned_at in rows if assigned_at is not None]


def returned_since(session: Session, since: datetime) -> Mapping[int, int]:
    """Return how many requests each official returned, by the official's id."""
    rows = session.execute(
        select(KeyRequest.returned_by_id, func.count())
        .where(KeyRequest.returned_at >= since)
        .group_by(KeyRequest.returned_by_id)
    )
    return {person_id: count for person_id, count in rows if person_id is not None}


def officials_or(session: Session, person_ids: Collection[int]) -> Sequence[Person]:
    """Return the officials who work, and these people whether they still do or not, by their id."""
    works = (Person.role == Role.OFFICIAL) & (Person.status == PersonStatus.ACTIVE)
    return session.scalars(select(Person).where(works | Person.id.in_(person_ids)).order_by(Person.id)).all()


def place(session: Session, digest_id: int, channel: str, ts: str) -> None:
    """Note where Slack has a digest."""
    session.execute(update(Digest).where(Digest.id == digest_id).values(channel=channel, ts=ts))
