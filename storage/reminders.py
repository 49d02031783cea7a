"""Reminders of keys about to expire: which keys are due, who may be told, what is held back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from storage import mailing, many
from storage.db import insert_into
from storage.enums import Environment, Halt, IntentKind, IntentStatus, PersonStatus, RequestStatus, Role
from storage.models import Halted, Intent, Key, KeyRequest, Person, Provider, Snooze

Edges = Sequence[tuple[int, datetime]]
"""Steps of the ladder, the last one first, each with the moment before which a key that has reached it expires."""


class Due(NamedTuple):
    """A key to remind of and one active delegate of its sede's NIT; None where there is none.

    `step` is the one it is on, None before the ladder. `snoozed_step` is where the delegate left the key. `told` is
    what became of the delegate's reminder of the day.
    """

    key_id: int
    codigo: str
    nit: str
    step: int | None
    person_id: int | None
    snoozed_step: int | None
    told: str | None


def at_a_new_step(
    session: Session, edges: Edges, environments: Collection[Environment], day: str
) -> Sequence[Due]:
    """Return the keys that reached a step nobody was reminded for, with each delegate, the first to expire first.

    Keys of sedes without an active delegate, or with a pending request, are left out.
    """
    _, furthest = edges[-1]
    on_the_ladder = Key.expires_at < furthest
    return _due(
        session, day, edges, on_the_ladder, _at_a_new_step(edges), _of(environments), Person.id.is_not(None)
    )


def uncovered(
    session: Session, until: datetime, edges: Edges, environments: Collection[Environment], day: str
) -> Sequence[Due]:
    """Return all keys that expire until a moment, with each delegate, the first to expire first.

    Keys of sedes with a pending request are left out.
    """
    return _due(session, day, edges, Key.expires_at <= until, _of(environments))


def _due(session: Session, day: str, edges: Edges, *wanted: ColumnElement[bool]) -> Sequence[Due]:
    # Past the ORM, which would look at each of hundreds of thousands of rows for objects of its own.
    rows = session.connection().execute(
        select(
            Key.id,
            Key.codigo,
            Provider.nit,
            _step(edges),
            Person.id,
            Snooze.step,
            # As it is stored: to make members of what may be hundreds of thousands takes as long as to read them.
            type_coerce(Intent.status, String),
        )
        .join(Provider, Provider.codigo == Key.codigo)
        .outerjoin(
            Person,
            and_(
                Person.nit == Provider.nit,
                Person.status == PersonStatus.ACTIVE,
                Person.role == Role.DELEGATE,
            ),
        )
        .outerjoin(Snooze, and_(Snooze.person_id == Person.id, Snooze.key_id == Key.id))
        .outerjoin(
            Intent,
            Intent.dedupe_key == mailing.direct_key(IntentKind.EXPIRY_REMINDER, cast(Person.id, String), day),
        )
        .where(Key.superseded_at.is_(None), _unasked(), *wanted)
        .order_by(Key.expires_at, Key.id, Person.id)
    )
    return [Due._make(row) for row in rows]


def _of(environments: Collection[Environment]) -> ColumnElement[bool]:
    return Key.environment.in_(sorted(environments))


def _unasked() -> ColumnElement[bool]:
    return ~exists().where(KeyRequest.codigo == Key.codigo, KeyRequest.status == RequestStatus.PENDING)


def _step(edges: Edges) -> Any:  # noqa: ANN401 - a SQL expression
    return case(*((Key.expires_at < before, step) for step, before in edges))


def _at_a_new_step(edges: Edges) -> ColumnElement[bool]:
    return or_(Key.reminded_step.is_(None), Key.reminded_step > _step(edges))


def people_waiting(session: Session) -> Collection[int | None]:
    """Return the ids of the people whose reminder has not left yet; it will tell the state of when it does."""
    return set(session.scalars(select(Intent.recipient_id).where(_waits())))


def waiting(session: Session) -> int:
    """Count the reminders that have not left yet."""
    return session.scalar(select(func.count()).select_from(Intent).where(_waits())) or 0


def _waits() -> ColumnElement[bool]:
    return and_(Intent.kind == IntentKind.EXPIRY_REMINDER, Intent.status == IntentStatus.PENDING)


def mark(session: Session, key_ids: Sequence[int], edges: Edges) -> Collection[int]:
    """Note that the delegates of these keys are reminded of the step each has reached; return the ids of those noted.

    Keys noted, renewed or asked for by now are left out, and those that another transaction is noting.
    """
    # Not asked whether they are on the ladder: PostgreSQL might go through all that are to find these.
    free = (
        select(Key.id)
        .where(
            many.among(session, Key.id, key_ids),
            Key.superseded_at.is_(None),
            _at_a_new_step(edges),
            _unasked(),
        )
        .with_for_update(skip_locked=True, key_share=True, of=Key)
    )
    noted = session.scalars(
        update(Key)
        .where(Key.id.in_(free))
        .values(reminded_step=_step(edges))
        .returning(Key.id)
        .execution_options(synchronize_session=False)
    )
    return set(noted)


def snooze(session: Session, person_id: int, steps: Mapping[int, int], now: datetime) -> int:
    """Note that a person wants to hear no more of keys, by id, at the step each is on; return how many are new."""
    rows = [
        {"person_id": person_id, "key_id": key_id, "step": step, "at": now}
        for key_id, step in sorted(steps.items())
    ]
    add = insert_into(session, Snooze)
    noted = session.execute(
        add.values(rows)
        .on_conflict_do_update(
            index_elements=[Snooze.person_id, Snooze.key_id],
            set_={"step": add.excluded.step, "at": add.excluded.at},
            where=Snooze.step != add.excluded.step,
        )
        .returning(Snooze.key_id)
    )
    return len(noted.all())


def halted(session: Session) -> Halted | None:
    """Return who brought the reminders to a halt, if anybody did."""
    return session.get(Halted, Halt.EXPIRY_REMINDERS)


def halt(session: Session, person_id: int, now: datetime) -> None:
    """Bring the reminders to a halt. Raises `IntegrityError` when somebody else does at this moment."""
    session.add(Halted(what=Halt.EXPIRY_REMINDERS, by_id=person_id, at=now))
    session.flush()


def resume(session: Session) -> bool:
    """Let the reminders go on; return whether they were at a halt."""
    gone = session.scalar(delete(Halted).where(Halted.what == Halt.EXPIRY_REMINDERS).returning(Halted.what))
    return gone is not None
