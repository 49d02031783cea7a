"""Keys that nobody has asked to renew: those a delegate is reminded of, and those officials are told of."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from storage.enums import Environment, PersonStatus, RequestStatus, Role
from storage.models import Key, KeyRequest, Person, Provider, Snooze

Stretch = tuple[datetime, datetime]
"""From a moment, itself within, up to another."""


class Expiring(NamedTuple):
    """A key in force and its sede. `snoozed_step` is where the delegate who is asked for left it."""

    id: int
    environment: Environment
    expires_at: datetime
    provider: Provider
    snoozed_step: int | None


class Extent(NamedTuple):
    """How many sedes have keys that nobody has asked to renew, and how many keys those are."""

    sedes: int
    keys: int


def of_delegate(
    session: Session, person: Person, before: datetime, environments: Collection[Environment]
) -> Sequence[Expiring]:
    """Return the keys of a delegate's NIT that expire before a moment, the first to expire first."""
    rows = session.execute(
        select(Key.id, Key.environment, Key.expires_at, Provider, Snooze.step)
        .join(Provider, Provider.codigo == Key.codigo)
        .outerjoin(Snooze, and_(Snooze.key_id == Key.id, Snooze.person_id == person.id))
        .where(Provider.nit == person.nit, Key.expires_at < before, *_unasked(environments))
        .order_by(Key.expires_at, Key.codigo, Key.environment)
    )
    return [Expiring._make(row) for row in rows]


def returned(session: Session, codigos: Collection[str]) -> Collection[str]:
    """Return which of some sedes have a request that came back to its delegate."""
    return set(
        session.scalars(
            select(KeyRequest.codigo).where(
                KeyRequest.codigo.in_(codigos), KeyRequest.status == RequestStatus.RETURNED
            )
        )
    )


def expires_within(
    session: Session, stretches: Iterable[Stretch], environments: Collection[Environment]
) -> bool:
    """Tell whether any key expires in one of the stretches."""
    return any(
        session.scalar(select(exists().where(*_in(stretch), *_unasked(environments))))
        for stretch in stretches
    )


def extent(session: Session, stretch: Stretch, environments: Collection[Environment]) -> Extent:
    """Count the keys that expire in a stretch, and their sedes."""
    row = session.execute(
        select(func.count(Key.codigo.distinct()), func.count()).where(*_in(stretch), *_unasked(environments))
    ).one()
    return Extent(*row)


def first_sedes(
    session: Session, stretch: Stretch, environments: Collection[Environment], most: int
) -> Mapping[str, datetime]:
    """Return the sedes whose keys expire first in a stretch, by código, and when the first of each does."""
    first = func.min(Key.expires_at).label("first")
    rows = session.execute(
        select(Key.codigo, first)
        .where(*_in(stretch), *_unasked(environments))
        .group_by(Key.codigo)
        .order_by(first, Key.codigo)
        .limit(most)
    )
    return {row.codigo: row.first for row in rows}


def watched_by(
    session: Session, stretch: Stretch, environments: Collection[Environment], most: int
) -> Sequence[int]:
    """Return the ids of active delegates who have opened their Home and have a key that expires in a stretch."""
    nits = (
        select(Provider.nit)
        .join(Key, Key.codigo == Provider.codigo)
        .where(Key.superseded_at.is_(None), Key.environment.in_(sorted(environments)), *_in(stretch))
    )
    return session.scalars(
        select(Person.id)
        .where(
            Person.nit.in_(nits),
            Person.role == Role.DELEGATE,
            Person.status == PersonStatus.ACTIVE,
            Person.home_opened_at.is_not(None),
        )
        .limit(most)
    ).all()


def _in(stretch: Stretch) -> tuple[ColumnElement[bool], ...]:
    begin, end = stretch
    return Key.expires_at >= begin, Key.expires_at < end


def _unasked(environments: Collection[Environment]) -> Iterator[ColumnElement[bool]]:
    yield Key.superseded_at.is_(None)
    yield Key.environment.in_(sorted(environments))
    yield ~exists().where(KeyRequest.codigo == Key.codigo, KeyRequest.status == RequestStatus.PENDING)
