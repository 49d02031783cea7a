"""Listado de Tokens (manual §6.4.2, Imagen 16 and 17): one page of requests, searched by index."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from storage.enums import RequestKind, RequestStatus, TokenState
from storage.models import Key, KeyRequest, ProviderWord
from storage.paging import Page, last_page

_AFTER = "{"  # the character after "z": every word that starts with w lies from w to w{
_COMMON = 10_000  # sedes; a word of more of them is looked up row by row, rather than gathered beforehand


@dataclass(frozen=True)
class Term:
    """One searched word: it must begin a word of the provider, or the state be one of `states`."""

    word: str
    states: frozenset[TokenState] = frozenset()


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
) -> Page[KeyRequest]:
    """Return one page of the requests of a status that match every term.

    Pending ones come oldest first, the others newest first. A number beyond an end gives the page at that end.
    """
    spread = {term: _spread(session, term) for term in terms}
    rarest_first = sorted(spread, key=lambda term: (spread[term], term.word))
    rare = {term for term in spread if spread[term] < _COMMON}
    # Counting looks at every request, so whatever it looks them up in is gathered beforehand, once; of the words the
    # rarest is enough, for few are left to look up the others for.
    counted = _wanted(status, rarest_first, expiry, gathered=rare | set(rarest_first[:1]), gather_keys=True)
    total = session.scalar(select(func.count()).select_from(KeyRequest).where(counted)) or 0
    number = min(max(number, 1), last_page(total, size))
    # Where many match, the ones of a page are found by looking at few.
    shown = _wanted(status, rarest_first, expiry, gathered=rare, gather_keys=total < _COMMON)
    ids = _ids(session, shown, total, (number - 1) * size, size, oldest_first=status is RequestStatus.PENDING)
    rows = session.scalars(
        select(KeyRequest)
        .where(KeyRequest.id.in_(ids))
        .options(joinedload(KeyRequest.provider), joinedload(KeyRequest.taken_by))
    ).all()
    return Page(sorted(rows, key=lambda row: ids.index(row.id)), number, size, total)


def _spread(session: Session, term: Term) -> int:
    """Return how many sedes have a word that begins so, counting no further than `_COMMON`."""
    first = select(ProviderWord.codigo).where(_begins(term)).limit(_COMMON).subquery()
    return session.scalar(select(func.count()).select_from(first)) or 0


def _ids(
    session: Session, wanted: ColumnElement[bool], total: int, offset: int, size: int, *, oldest_first: bool
) -> Sequence[int]:
    size = min(size, total - offset)
    from_the_end = offset > total // 2  # the way to the last page is as short as to the first
    if from_the_end:
        offset = total - offset - size
    moment = (KeyRequest.requested_at, KeyRequest.id)
    ascending = oldest_first is not from_the_end
    order = moment if ascending else tuple(column.desc() for column in moment)
    ids = session.scalars(
        select(KeyRequest.id).where(wanted).order_by(*order).offset(offset).limit(size)
    ).all()
    return ids[::-1] if from_the_end else ids


def _wanted(
    status: RequestStatus,
    terms: Sequence[Term],
    expiry: Expiry,
    *,
    gathered: Collection[Term],
    gather_keys: bool,
) -> ColumnElement[bool]:
    """Return the one condition, written as it is fastest: for sets `gathered` beforehand, or row by row."""
    # The words of a state that has two, as «por vencer», ask for the same state: it is looked up once.
    alike: dict[frozenset[TokenState], list[ColumnElement[bool]]] = {}
    for term in terms:
        alike.setdefault(term.states, []).append(_is_named(term, as_set=term in gathered))
    matches = (
        or_(*_in_one_of(states, expiry, gather_keys=gather_keys), and_(*named))
        for states, named in alike.items()
    )
    return and_(KeyRequest.status == status, *matches)


def _begins(term: Term) -> ColumnElement[bool]:
    return and_(ProviderWord.word >= term.word, ProviderWord.word < term.word + _AFTER)


def _is_named(term: Term, *, as_set: bool) -> ColumnElement[bool]:
    if as_set:
        return KeyRequest.codigo.in_(select(ProviderWord.codigo).where(_begins(term)))
    return exists().where(ProviderWord.codigo == KeyRequest.codigo, _begins(term))


def _in_one_of(
    states: frozenset[TokenState], expiry: Expiry, *, gather_keys: bool
) -> Iterator[ColumnElement[bool]]:
    either = {TokenState.EXPIRED, TokenState.EXPIRING}
    if states >= either:
        yield _has_key(Key.expires_at <= expiry.soon, as_set=gather_keys)
        states -= either
    for state in sorted(states):
        yield _is(state, expiry, gather_keys=gather_keys)


def _is(state: TokenState, expiry: Expiry, *, gather_keys: bool) -> ColumnElement[bool]:
    match state:
        case TokenState.PENDING_FIRST | TokenState.PENDING_RENEWAL:
            kind = RequestKind.ENROLLMENT if state is TokenState.PENDING_FIRST else RequestKind.RENEWAL
            return and_(KeyRequest.status == RequestStatus.PENDING, KeyRequest.kind == kind)
        case TokenState.ASSIGNED:
            return and_(KeyRequest.status == RequestStatus.ASSIGNED, ~_reassigned())
        case TokenState.REASSIGNED:
            return and_(KeyRequest.status == RequestStatus.ASSIGNED, _reassigned())
        case TokenState.EXPIRED:
            return _has_key(Key.expires_at <= expiry.now, as_set=gather_keys)
        case TokenState.EXPIRING:
            ahead = _has_key(Key.expires_at > expiry.now, Key.expires_at <= expiry.soon, as_set=gather_keys)
            return and_(ahead, ~_has_key(Key.expires_at <= expiry.now, as_set=gather_keys))
        case _:
            return false()


def _reassigned() -> ColumnElement[bool]:
    return or_(KeyRequest.kind == RequestKind.RENEWAL, KeyRequest.updated_at.is_not(None))


def _has_key(*expires: ColumnElement[bool], as_set: bool) -> ColumnElement[bool]:
    in_force = (Key.superseded_at.is_(None), *expires)
    found = (
        KeyRequest.codigo.in_(select(Key.codigo).where(*in_force))
        if as_set
        else exists().where(Key.codigo == KeyRequest.codigo, *in_force)
    )
    return and_(KeyRequest.status == RequestStatus.ASSIGNED, found)
