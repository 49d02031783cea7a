"""Key requests: reading them whole, and changing them by compare-and-set."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql.base import ExecutableOption

from storage.enums import RequestStatus
from storage.models import KeyRequest, Provider

OPEN = (RequestStatus.PENDING, RequestStatus.RETURNED)


def _whole() -> list[ExecutableOption]:
    return [
        joinedload(KeyRequest.provider),
        joinedload(KeyRequest.requested_by),
        joinedload(KeyRequest.resubmitted_by),
        joinedload(KeyRequest.returned_by),
        joinedload(KeyRequest.taken_by),
        joinedload(KeyRequest.assigned_by),
        joinedload(KeyRequest.updated_by),
        joinedload(KeyRequest.cancelled_by),
    ]


def load(session: Session, request_id: int) -> KeyRequest | None:
    """Return a request with its provider and the people in it."""
    return session.scalar(
        select(KeyRequest)
        .where(KeyRequest.id == request_id)
        .options(*_whole())
        .execution_options(populate_existing=True)
    )


def open_of(session: Session, codigo: str) -> KeyRequest | None:
    """Return the provider's open request; the database allows one at most."""
    return session.scalar(
        select(KeyRequest).where(KeyRequest.codigo == codigo, KeyRequest.status.in_(OPEN)).options(*_whole())
    )


def in_force_of(session: Session, codigo: str) -> KeyRequest | None:
    """Return the request by which the provider got the keys it has."""
    return session.scalar(
        select(KeyRequest)
        .where(KeyRequest.codigo == codigo, KeyRequest.status == RequestStatus.ASSIGNED)
        .options(*_whole())
    )


def latest_of_nit(session: Session, nit: str) -> Sequence[KeyRequest]:
    """Return the request that tells where each sede of a NIT stands, by código.

    That is the newest; a cancelled one tells it only where no other was ever sent.
    """
    ranked = (
        select(KeyRequest)
        .join(Provider)
        .where(Provider.nit == nit)
        .options(*_whole())
        .order_by(
            KeyRequest.codigo,
            KeyRequest.status == RequestStatus.CANCELLED,
            KeyRequest.requested_at.desc(),
            KeyRequest.id.desc(),
        )
    )
    newest: dict[str, KeyRequest] = {}
    for request in session.scalars(ranked):
        newest.setdefault(request.codigo, request)
    return list(newest.values())


def has_history(session: Session, codigo: str) -> bool:
    """Tell whether the provider asked before (§6.4.1.1); what the delegate took back does not count."""
    asked = exists().where(KeyRequest.codigo == codigo, KeyRequest.status != RequestStatus.CANCELLED)
    return bool(session.scalar(select(asked)))


def count_pending(session: Session) -> int:
    """Return how many requests wait for an official."""
    return session.scalar(select(func.count()).where(KeyRequest.status == RequestStatus.PENDING)) or 0


def takes_ended(session: Session, now: datetime) -> Sequence[int]:
    """Return the ids of the pending requests that were taken until now or before, the first to end first."""
    return session.scalars(
        select(KeyRequest.id)
        .where(
            KeyRequest.taken_until <= now,
            KeyRequest.taken_by_id.is_not(None),
            KeyRequest.status == RequestStatus.PENDING,
        )
        .order_by(KeyRequest.taken_until, KeyRequest.id)
    ).all()


def change(
    session: Session,
    request_id: int,
    expected: Collection[RequestStatus],
    version: int | None = None,
    submitted_at: datetime | None = None,
    **changes: Any,  # noqa: ANN401 - column values
) -> bool:
    """Apply `changes` only if the request still has one of the `expected` statuses; return whether it did.

    With a `version`, only if nothing at all changed since somebody read that version. With a `submitted_at`, only if
    its answers are still those sent at that moment, whoever took it for themselves since.
    """
    same = [KeyRequest.id == request_id, KeyRequest.status.in_(expected)]
    if version is not None:
        same.append(KeyRequest.version == version)
    if submitted_at is not None:
        same.append(func.coalesce(KeyRequest.resubmitted_at, KeyRequest.requested_at) == submitted_at)
    changed = session.execute(
        update(KeyRequest)
        .where(*same)
        .values(version=KeyRequest.version + 1, **changes)
        .returning(KeyRequest.id)
    ).scalar()
    return changed is not None
