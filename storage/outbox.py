"""The outbox: who must still be told of what. Rows are added by services and worked off by delivery."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import (
    ColumnElement,
    and_,
    delete,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from storage.db import insert_into
from storage.enums import Halt, IntentKind, IntentStatus, Priority
from storage.models import Halted, Intent

_ERROR_LENGTH = 80
_LONGEST_RETRY = timedelta(hours=1)  # longer than any: what is put off further waits until somebody attends


@dataclass(frozen=True)
class Claim:
    """An intent held under a lease. `in_doubt`: an earlier attempt may have reached Slack without our knowing."""

    intent: Intent
    in_doubt: bool


@dataclass(frozen=True)
class Depth:
    """How full the outbox is. `oldest_due` is how long the oldest due intent has waited, None when none waits."""

    counts: Mapping[IntentStatus, int]
    oldest_due: timedelta | None


def add(
    session: Session,
    *,
    kind: IntentKind,
    subject_id: int,
    dedupe_key: str,
    lane: str,
    now: datetime,
    due_at: datetime | None = None,
    recipient_id: int | None = None,
    priority: Priority = Priority.PROMPT,
) -> None:
    """Note in the caller's transaction that somebody must be told; the same `dedupe_key` twice is one intent.

    A lane (`card:request:ID`, `card:registration:ID`, `dm:PERSON_ID`, `home:PERSON_ID`, `channel:NAME`, `digest:ID`) is a
    queue: nothing overtakes in it.
    """
    session.execute(
        insert_into(session, Intent)
        .values(
            kind=kind,
            subject_id=subject_id,
            dedupe_key=dedupe_key,
            operation_id=str(uuid4()),
            lane=lane,
            recipient_id=recipient_id,
            status=IntentStatus.PENDING,
            priority=priority,
            due_at=due_at or now,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=[Intent.dedupe_key])
    )


def claim(session: Session, now: datetime, lease: timedelta) -> Claim | None:
    """Take an intent whose lease ran out, or the most pressing, then oldest due one whose lane is free; None when nothing is due.

    Reminders of keys about to expire stay where they are while a manager has them at a halt.
    The claim leaves the row in doubt: if nobody settles it after this commit, nobody knows whether Slack has it.
    """
    busy: set[str] = set()
    while (found := _next_due(session, now, busy)) is not None:
        try:
            with session.begin_nested():
                claimed = _take(session, found, now + lease)
        except IntegrityError:
            # Another replica took a neighbour in the lane between our look and our write.
            busy.add(found.lane)
            continue
        if claimed is not None:
            return Claim(claimed, found.in_doubt)
    return None


@dataclass(frozen=True)
class _Seen:
    """What the claim is conditional on."""

    id: int
    lane: str
    status: IntentStatus
    attempts: int
    in_doubt: bool


def _next_due(session: Session, now: datetime, busy: set[str]) -> _Seen | None:
    # One at a time, each along an index: sorting thousands that wait to find the first would hold up everybody.
    for due in _in_turn(session, now):
        row = session.execute(
            select(Intent.id, Intent.lane, Intent.status, Intent.attempts, Intent.in_doubt)
            .where(due, Intent.lane.not_in(busy))
            .order_by(Intent.priority, Intent.due_at, Intent.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=Intent)
        ).one_or_none()
        if row is not None:
            return _Seen(*row)
    return None


def _in_turn(session: Session, now: datetime) -> Iterator[ColumnElement[bool]]:
    """Yield what is due, first what must go first: whatever a replica left half done keeps its lane from the rest."""
    yield and_(Intent.status == IntentStatus.SENDING, Intent.leased_until <= now)
    yield and_(Intent.priority == Priority.PROMPT, _waiting(now))
    yield and_(Intent.priority == Priority.BULK, _waiting(now))
    # Halted ones have a priority of their own, so that nobody walks past tens of thousands of them at every look.
    if session.get(Halted, Halt.EXPIRY_REMINDERS) is None:
        yield and_(Intent.priority == Priority.REMINDER, _waiting(now))


def _waiting(now: datetime) -> ColumnElement[bool]:
    other = aliased(Intent)
    lane_in_flight = exists().where(other.lane == Intent.lane, other.status == IntentStatus.SENDING)
    # One that was tried and must be tried again keeps its place: a newer card posted past it would be a second card.
    # A reminder keeps it from no news, for it may have to wait until somebody lets the reminders go on; nor does
    # anything that waits until somebody attends.
    overtaken = exists().where(
        other.lane == Intent.lane,
        other.status == IntentStatus.PENDING,
        other.attempts > 0,
        other.due_at <= now + _LONGEST_RETRY,
        other.id < Intent.id,
        other.priority <= Intent.priority,
    )
    return and_(Intent.status == IntentStatus.PENDING, Intent.due_at <= now, ~lane_in_flight, ~overtaken)


def _take(session: Session, seen: _Seen, leased_until: datetime) -> Intent | None:
    return session.scalar(
        update(Intent)
        .where(Intent.id == seen.id, Intent.status == seen.status, Intent.attempts == seen.attempts)
        .values(
            status=IntentStatus.SENDING,
            leased_until=leased_until,
            attempts=seen.attempts + 1,
            in_doubt=True,
        )
        .returning(Intent)
        .execution_options(populate_existing=True)
    )


def end_leases(session: Session, now: datetime) -> None:
    """Give up every claim, whoever held it: for a start when no other process can be sending."""
    session.execute(update(Intent).where(Intent.status == IntentStatus.SENDING).values(leased_until=now))


def settle_sent(session: Session, claim: Claim, now: datetime) -> bool:
    """Close the intent: Slack has it."""
    return _settle(session, claim, status=IntentStatus.SENT, in_doubt=False, sent_at=now, last_error=None)


def forget(session: Session, claim: Claim) -> bool:
    """Close the intent and keep nothing of it: a Home is drawn at every change, and nobody asks for it afterwards."""
    gone = session.execute(
        delete(Intent).where(_held(claim)).returning(Intent.id).execution_options(synchronize_session=False)
    ).scalar()
    return gone is not None


def settle_obsolete(session: Session, claim: Claim) -> bool:
    """Close the intent: what it was to tell no longer holds, or is shown already."""
    return _settle(session, claim, status=IntentStatus.OBSOLETE, in_doubt=False)


def settle_dead(session: Session, claim: Claim, error: str) -> bool:
    """Give the intent up: nobody can be reached."""
    return _settle(session, claim, status=IntentStatus.DEAD, in_doubt=False, last_error=error[:_ERROR_LENGTH])


def settle_retry(session: Session, claim: Claim, due_at: datetime, error: str, *, in_doubt: bool) -> bool:
    """Put the intent back for `due_at`. `in_doubt` is False only when Slack surely holds no message of it."""
    return _settle(
        session,
        claim,
        status=IntentStatus.PENDING,
        due_at=due_at,
        in_doubt=in_doubt,
        last_error=error[:_ERROR_LENGTH],
    )


def postpone(session: Session, claim: Claim, due_at: datetime) -> bool:
    """Put the intent back untried, as it was before the claim, because its channel has to wait."""
    return _settle(
        session,
        claim,
        status=IntentStatus.PENDING,
        due_at=due_at,
        in_doubt=claim.in_doubt,
        attempts=claim.intent.attempts - 1,
    )


def _settle(session: Session, claim: Claim, **values: Any) -> bool:  # noqa: ANN401 - column values
    """Return whether the claim was still ours: a sender that outlived its lease must not undo its successor's."""
    settled = session.execute(
        update(Intent)
        .where(_held(claim))
        .values(leased_until=None, **values)
        .returning(Intent.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return settled is not None


def _held(claim: Claim) -> ColumnElement[bool]:
    return and_(
        Intent.id == claim.intent.id,
        Intent.operation_id == claim.intent.operation_id,  # SQLite gives the id of a forgotten one anew
        Intent.status == IntentStatus.SENDING,
        Intent.attempts == claim.intent.attempts,
    )


def depth(session: Session, now: datetime) -> Depth:
    """Count the intents by status, and tell how long the oldest due one has waited."""
    counts = dict.fromkeys(IntentStatus, 0)
    for status, count in session.execute(select(Intent.status, func.count()).group_by(Intent.status)):
        counts[status] = count
    oldest = session.scalar(
        select(func.min(Intent.due_at)).where(
            Intent.status.in_((IntentStatus.PENDING, IntentStatus.SENDING)), Intent.due_at <= now
        )
    )
    return Depth(counts, None if oldest is None else now - oldest)
