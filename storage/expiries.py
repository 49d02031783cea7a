"""The keys in force by when they expire: counted, the most pressing ones, page by page, and all of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Row,
    Select,
    String,
    and_,
    except_,
    exists,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import Session

from storage.enums import Environment, PersonStatus, RequestStatus, Role
from storage.models import Key, KeyRequest, Person, Provider
from storage.paging import Page, last_page

_FETCHED = 5_000  # rows of a long list that are in memory at a time
_EXPIRES_AT = 7  # its place among them

_Listed = Row[str, str, str, str, str, str, str, datetime]


class Span(NamedTuple):
    """Keys that expire after one moment and until another; None where there is no end."""

    after: datetime | None
    until: datetime | None


class Expiry(NamedTuple):
    """When the key of a sede in one environment expires."""

    codigo: str
    environment: Environment
    expires_at: datetime


def by_week(session: Session, begins: Sequence[datetime]) -> Sequence[Mapping[Environment, int]]:
    """Count the keys that expire from each moment up to the next, by environment; there is one count less."""
    counts = [
        select(func.count())
        .select_from(Key)
        .where(Key.superseded_at.is_(None), Key.environment == environment, *_from_until(begin, end))
        .scalar_subquery()
        for begin, end in pairwise(begins)
        for environment in Environment
    ]
    row = iter(session.execute(select(*counts)).one())
    return [{environment: next(row) for environment in Environment} for _ in pairwise(begins)]


def _from_until(begin: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    return Key.expires_at >= begin, Key.expires_at < end


def uncovered(session: Session, environments: Collection[Environment], until: datetime) -> int:
    """Count the keys of some environments that expire until a moment, of sedes without a pending request."""
    due = select(func.count()).select_from(Key).where(_due(environments, until))
    # Counted as a difference: of all that are due, databases find those in a set sooner than those out of it.
    covered = due.where(Key.codigo.in_(_pending_codigos()))
    row = session.execute(select(due.scalar_subquery(), covered.scalar_subquery())).one()
    return int(row[0] - row[1])


def sedes_alone(session: Session, environments: Collection[Environment], until: datetime) -> int:
    """Count the sedes of those keys that have no active delegate."""
    attended = select(Provider.codigo).join(Person, Person.nit == Provider.nit).where(*_ACTIVE_DELEGATE)
    alone = except_(
        select(Key.codigo).where(_due(environments, until)), _pending_codigos(), attended
    ).subquery()
    return session.scalar(select(func.count()).select_from(alone)) or 0


def _due(environments: Collection[Environment], until: datetime) -> ColumnElement[bool]:
    return and_(
        Key.superseded_at.is_(None), Key.environment.in_(sorted(environments)), Key.expires_at <= until
    )


_ACTIVE_DELEGATE = (Person.role == Role.DELEGATE, Person.status == PersonStatus.ACTIVE)


def _pending_codigos() -> Select[str]:
    return select(KeyRequest.codigo).where(KeyRequest.status == RequestStatus.PENDING)


def nearest(
    session: Session, environments: Collection[Environment], span: Span, now: datetime, most: int
) -> Sequence[Expiry]:
    """Return the keys of a span that expired last before `now` and those that expire first after it.

    Of sedes without a pending request, `most` of each environment before and as many after.
    """
    sides = (
        (Span(span.after, now), (Key.expires_at.desc(), Key.id.desc())),
        (Span(now, span.until), (Key.expires_at, Key.id)),
    )
    unasked = ~exists().where(KeyRequest.codigo == Key.codigo, KeyRequest.status == RequestStatus.PENDING)
    # One environment at a time, in the order of its index: whoever looks for twenty keys then looks at few more.
    found = (
        select(Key.codigo, Key.environment, Key.expires_at)
        .where(Key.superseded_at.is_(None), Key.environment == environment, *_within(side), unasked)
        .order_by(*order)
        .limit(most)
        for environment in sorted(environments)
        for side, order in sides
    )
    return [Expiry(*row) for each in found for row in session.execute(each)]


def of_sedes(session: Session, codigos: Collection[str], span: Span) -> Mapping[str, Sequence[Expiry]]:
    """Return the keys of some sedes that expire in a span, by código, the first to expire first."""
    rows = session.execute(
        select(Key.codigo, Key.environment, Key.expires_at)
        .where(Key.codigo.in_(codigos), Key.superseded_at.is_(None), *_within(span))
        .order_by(Key.expires_at, Key.environment)
    )
    found: dict[str, list[Expiry]] = {}
    for row in rows:
        found.setdefault(row.codigo, []).append(Expiry(*row))
    return found


def page(session: Session, span: Span, *, number: int, size: int) -> Page[str]:
    """Return the códigos of one page of the sedes that have keys in a span, the first to expire first.

    A number beyond an end gives the page at that end.
    """
    wanted = (Key.superseded_at.is_(None), *_within(span))
    total = session.scalar(select(func.count(Key.codigo.distinct())).where(*wanted)) or 0
    number = min(max(number, 1), last_page(total, size))
    codigos = session.scalars(
        select(Key.codigo)
        .where(*wanted)
        .group_by(Key.codigo)
        .order_by(func.min(Key.expires_at), Key.codigo)
        .offset((number - 1) * size)
        .limit(size)
    ).all()
    return Page(codigos, number, size, total)


def _within(span: Span) -> Iterator[ColumnElement[bool]]:
    if span.after is not None:
        yield Key.expires_at > span.after
    if span.until is not None:
        yield Key.expires_at <= span.until


def providers_of(session: Session, codigos: Collection[str]) -> Mapping[str, Provider]:
    """Return some sedes by their código."""
    found = session.scalars(select(Provider).where(Provider.codigo.in_(codigos)))
    return {provider.codigo: provider for provider in found}


def pending(session: Session, codigos: Collection[str] | None = None) -> Collection[str]:
    """Return the códigos with a pending request, of some sedes or of all."""
    wanted = _pending_codigos()
    return set(session.scalars(wanted if codigos is None else wanted.where(KeyRequest.codigo.in_(codigos))))


def delegates(session: Session, nits: Collection[str] | None = None) -> Mapping[str | None, int]:
    """Count the active delegates by their NIT, of some NITs or of all; a NIT without any is left out."""
    wanted = select(Person.nit, func.count().label("people")).where(*_ACTIVE_DELEGATE).group_by(Person.nit)
    rows = session.connection().execute(wanted if nits is None else wanted.where(Person.nit.in_(nits)))
    return {row.nit: row.people for row in rows}


def count(session: Session) -> int:
    """Count the keys in force."""
    return session.scalar(select(func.count()).select_from(Key).where(Key.superseded_at.is_(None))) or 0


def whole_list(session: Session) -> Iterator[tuple[datetime, Iterator[_Listed]]]:
    """Yield the moments at which keys in force expire, rising, each with its keys; all are fetched as they are read.

    Of a key: código, NIT, name, sede, municipality, department, and the environment as it is stored.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # It would plan for the first rows of a cursor, and all are wanted.
        connection.exec_driver_sql("SET LOCAL cursor_tuple_fraction = 1")
    # Neither through the session nor as types of our own: each takes as long as the database does.
    rows = connection.execute(
        select(
            Key.codigo,
            Provider.nit,
            Provider.name,
            Provider.sede,
            Provider.municipality,
            Provider.department,
            type_coerce(Key.environment, String),
            type_coerce(Key.expires_at, DateTime(timezone=True)),
        )
        .join(Provider, Provider.codigo == Key.codigo)
        .where(Key.superseded_at.is_(None))
        .order_by(Key.expires_at, Key.codigo, Key.environment)
        .execution_options(yield_per=_FETCHED)
    )
    for stored, keys in groupby(rows, key=itemgetter(_EXPIRES_AT)):
        yield stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC), keys
