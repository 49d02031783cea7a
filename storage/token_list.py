"""Listado de Tokens (manual §6.4.2, Imagen 16 and 17): one page of requests, searched by index."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from storage.enums import RequestKind, RequestStatus, TokenState
from storage.models import Key, KeyRequest, ProviderWord

_AFTER = "{"  # the character after "z": every word that starts with w lies from w to w{


@dataclass(frozen=True)
class Term:
    """One searched word: it must begin a word of the provider, or the state be one of `states`."""

    word: str
    states: frozenset[TokenState] = frozenset()


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and of how many in all; `number` counts from 1 and is 1 for an empty list."""

    rows: Sequence[KeyRequest]
    number: int
    size: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True)
class Expiry:
    """When keys count as expired (`now`) and as about to expire (`soon`)."""

    now: datetime
    soon: datetime


def page(
    session: Session,
    status: RequestStatus,
    terms: Collection[Term],
    expiry: Expiry,
    *,
    number: int,
    size: int,
) -> Page:
    """Return one page of the requests of a status that match every term.

    Pending ones come oldest first, the others newest first. A number beyond the end gives the last page.
    """
    wanted = and_(KeyRequest.status == status, *(_matches(term, expiry) for term in terms))
    total = session.scalar(select(func.count()).select_from(KeyRequest).where(wanted)) or 0
    number = min(max(number, 1), max(1, -(-total // size)))
    moment = (KeyRequest.requested_at, KeyRequest.id)
    order = moment if status is RequestStatus.PENDING else tuple(column.desc() for column in moment)
    ids = session.scalars(
        select(KeyRequest.id).where(wanted).order_by(*order).offset((number - 1) * size).limit(size)
    ).all()
    rows = session.scalars(
        select(KeyRequest)
        .where(KeyRequest.id.in_(ids))
        .options(joinedload(KeyRequest.provider), joinedload(KeyRequest.taken_by))
        .order_by(*order)
    ).all()
    return Page(rows, number, size, total)


def _matches(term: Term, expiry: Expiry) -> ColumnElement[bool]:
    named = select(ProviderWord.codigo).where(
        ProviderWord.word >= term.word, ProviderWord.word < term.word + _AFTER
    )
    return or_(KeyRequest.codigo.in_(named), *(_is(state, expiry) for state in sorted(term.states)))


def _is(state: TokenState, expiry: Expiry) -> ColumnElement[bool]:
    match state:
        case TokenState.PENDING_FIRST | TokenState.PENDING_RENEWAL:
            kind = RequestKind.ENROLLMENT if state is TokenState.PENDING_FIRST else RequestKind.RENEWAL
            return and_(KeyRequest.status == RequestStatus.PENDING, KeyRequest.kind == kind)
        case TokenState.ASSIGNED:
            return and_(KeyRequest.status == RequestStatus.ASSIGNED, ~_reassigned())
        case TokenState.REASSIGNED:
            return and_(KeyRequest.status == RequestStatus.ASSIGNED, _reassigned())
        case TokenState.EXPIRED:
            return _expires_by(expiry.now)
        case TokenState.EXPIRING:
            return and_(_expires_by(expiry.soon), ~_expires_by(expiry.now))
        case _:
            return false()


def _reassigned() -> ColumnElement[bool]:
    return or_(KeyRequest.kind == RequestKind.RENEWAL, KeyRequest.updated_at.is_not(None))


def _expires_by(moment: datetime) -> ColumnElement[bool]:
    expiring = select(Key.codigo).where(Key.superseded_at.is_(None), Key.expires_at <= moment)
    return and_(KeyRequest.status == RequestStatus.ASSIGNED, KeyRequest.codigo.in_(expiring))
