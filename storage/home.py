"""What a Home shows, counted by index; who has one open to changes, and queueing that it be drawn anew."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import ColumnElement, exists, func, insert, select, update
from sqlalchemy.orm import Session, joinedload

from storage.enums import Environment, IntentKind, IntentStatus, PersonStatus, RequestStatus, Role
from storage.models import Intent, Key, KeyRequest, Person, Provider


class Waiting(NamedTuple):
    """The requests that wait for an official, and since when the oldest one does."""

    number: int
    oldest_at: datetime | None


class Done(NamedTuple):
    """What happened to requests since a moment; `by_one` are the assigned and returned of one person."""

    received: int
    assigned: int
    returned: int
    by_one: int


def note_opened(session: Session, person_id: int, now: datetime) -> None:
    """Note that a person looks at their Home, once. It is no change a card would show."""
    session.execute(
        update(Person)
        .where(Person.id == person_id, Person.home_opened_at.is_(None))
        .values(home_opened_at=now)
    )


def delegates_watching(session: Session, codigo: str) -> Sequence[int]:
    """Return the ids of the active delegates of a sede's NIT who have opened their Home."""
    return session.scalars(
        select(Person.id)
        .join(Provider, Provider.nit == Person.nit)
        .where(Provider.codigo == codigo, *_watching(Role.DELEGATE))
    ).all()


def staff_watching(session: Session, *roles: Role) -> Sequence[int]:
    """Return the ids of the active people of these roles who have opened their Home."""
    return session.scalars(select(Person.id).where(*_watching(*roles))).all()


def _watching(*roles: Role) -> tuple[Any, ...]:
    return (
        Person.role.in_(roles),
        Person.status == PersonStatus.ACTIVE,
        Person.home_opened_at.is_not(None),
    )


def queue(session: Session, person_ids: Collection[int], *, now: datetime, due_at: datetime) -> None:
    """Queue that the Homes of these people be drawn at `due_at`.

    Whoever has a drawing before them then or later is left out: it will show the change, and where drawings are slow
    to go out they do not pile up.

    A key per person and moment would make two transactions wait for each other, each with a row locked that the
    other wants next. So both queue the Home, and `is_superseded` lets one drawing do for the two.
    """
    queued = select(Intent.recipient_id).where(
        Intent.status == IntentStatus.PENDING, Intent.due_at >= due_at, Intent.kind == IntentKind.HOME
    )
    missing = set(person_ids) - set(session.scalars(queued)) if person_ids else ()
    rows = [_drawing(person_id, now, due_at) for person_id in missing]
    if rows:
        session.execute(insert(Intent), rows)


def _drawing(person_id: int, now: datetime, due_at: datetime) -> dict[str, Any]:
    operation_id = str(uuid4())
    return {
        "kind": IntentKind.HOME,
        "subject_id": person_id,
        "recipient_id": person_id,
        "dedupe_key": f"home:{person_id}:{operation_id}",
        "operation_id": operation_id,
        "lane": f"home:{person_id}",
        "status": IntentStatus.PENDING,
        "due_at": due_at,
        "created_at": now,
    }


def is_superseded(session: Session, intent: Intent, now: datetime) -> bool:
    """Tell whether a newer drawing of the same Home is due already, so that this one need not be made."""
    newer = exists().where(
        Intent.lane == intent.lane,
        Intent.status == IntentStatus.PENDING,
        Intent.id > intent.id,
        Intent.due_at <= now,
    )
    return bool(session.scalar(select(newer)))


def waiting(session: Session) -> Waiting:
    """Count the pending requests."""
    row = session.execute(
        select(func.count(), func.min(KeyRequest.requested_at)).where(
            KeyRequest.status == RequestStatus.PENDING
        )
    ).one()
    return Waiting(*row)


def oldest_waiting(session: Session, most: int) -> Sequence[KeyRequest]:
    """Return the pending requests that wait longest, with their providers."""
    return session.scalars(
        select(KeyRequest)
        .where(KeyRequest.status == RequestStatus.PENDING)
        .options(joinedload(KeyRequest.provider), joinedload(KeyRequest.taken_by))
        .order_by(KeyRequest.requested_at, KeyRequest.id)
        .limit(most)
    ).all()


def taken_by(session: Session, person_id: int, now: datetime) -> Sequence[KeyRequest]:
    """Return the pending requests an official has taken and still has, the first to end first."""
    return session.scalars(
        select(KeyRequest)
        .where(
            KeyRequest.taken_by_id == person_id,
            KeyRequest.taken_until > now,
            KeyRequest.status == RequestStatus.PENDING,
        )
        .options(joinedload(KeyRequest.provider))
        .order_by(KeyRequest.taken_until, KeyRequest.id)
    ).all()


def done_since(session: Session, since: datetime, person_id: int) -> Done:
    """Count what was received, assigned and returned since a moment, by everybody and by one person."""

    def count(*wanted: Any) -> Any:  # noqa: ANN401 - SQL expressions
        return select(func.count()).select_from(KeyRequest).where(*wanted).scalar_subquery()

    assigned, returned = KeyRequest.assigned_at >= since, KeyRequest.returned_at >= since
    row = session.execute(
        select(
            count(KeyRequest.requested_at >= since),
            count(assigned),
            count(returned),
            count(assigned, KeyRequest.assigned_by_id == person_id)
            + count(returned, KeyRequest.returned_by_id == person_id),
        )
    ).one()
    return Done(*row)


def expiries(session: Session, edges: Sequence[datetime]) -> Mapping[Environment, Sequence[int]]:
    """Count the keys in force per environment by when they expire: up to each of the rising `edges`, and later.

    An environment without keys is left out.
    """
    counts = [
        select(func.count())
        .select_from(Key)
        .where(Key.superseded_at.is_(None), Key.environment == environment, *span)
        .scalar_subquery()
        for environment in Environment
        for span in _spans(edges)
    ]
    row = session.execute(select(*counts)).one()
    size = len(edges) + 1
    by_environment = {
        environment: list(row[number * size : (number + 1) * size])
        for number, environment in enumerate(Environment)
    }
    return {environment: found for environment, found in by_environment.items() if any(found)}


def _spans(edges: Sequence[datetime]) -> Iterator[tuple[ColumnElement[bool], ...]]:
    """Yield the conditions of each span: a range of the index each, where grouping would sort all keys."""
    yield (Key.expires_at <= edges[0],)
    for begin, end in pairwise(edges):
        yield (Key.expires_at > begin, Key.expires_at <= end)
    yield (Key.expires_at > edges[-1],)


def keys_in_force(session: Session, codigos: Collection[str]) -> Mapping[str, Mapping[Environment, Key]]:
    """Return the current keys of several sedes, by código; those without keys are left out."""
    found: dict[str, dict[Environment, Key]] = {}
    wanted = select(Key).where(Key.codigo.in_(codigos), Key.superseded_at.is_(None))
    for key in session.scalars(wanted):
        found.setdefault(key.codigo, {})[key.environment] = key
    return found


def history_of_nit(session: Session, nit: str, most: int) -> Sequence[KeyRequest]:
    """Return the newest requests of a NIT, whatever became of them."""
    return session.scalars(
        select(KeyRequest)
        .join(Provider)
        .where(Provider.nit == nit)
        .order_by(KeyRequest.requested_at.desc(), KeyRequest.id.desc())
        .limit(most)
    ).all()


def requests_of_nit(session: Session, nit: str) -> int:
    """Count the requests a NIT ever sent."""
    sent = select(func.count()).select_from(KeyRequest).join(Provider).where(Provider.nit == nit)
    return session.scalar(sent) or 0


def officials(session: Session) -> Sequence[Person]:
    """Return the officials who work, by their id."""
    return session.scalars(
        select(Person)
        .where(Person.role == Role.OFFICIAL, Person.status == PersonStatus.ACTIVE)
        .order_by(Person.id)
    ).all()


def assigned_since(session: Session, since: datetime) -> Mapping[int, int]:
    """Return how many requests each official assigned keys to, by the official's id."""
    rows = session.execute(
        select(KeyRequest.assigned_by_id, func.count())
        .where(KeyRequest.assigned_at >= since)
        .group_by(KeyRequest.assigned_by_id)
    )
    return {person_id: count for person_id, count in rows if person_id is not None}


def taken_now(session: Session, now: datetime) -> Mapping[int, int]:
    """Return how many pending requests each official has taken, by the official's id."""
    rows = session.execute(
        select(KeyRequest.taken_by_id, func.count())
        .where(KeyRequest.taken_until > now, KeyRequest.status == RequestStatus.PENDING)
        .group_by(KeyRequest.taken_by_id)
    )
    return {person_id: count for person_id, count in rows if person_id is not None}


def registrations_waiting(session: Session) -> Mapping[Role, int]:
    """Count the registrations nobody has decided on, by the role they ask for."""
    rows = session.execute(
        select(Person.role, func.count().label("people"))
        .where(Person.status == PersonStatus.PENDING)
        .group_by(Person.role)
    )
    return {row.role: row.people for row in rows}
