"""What waits too long: the rounds that remind of it, and whom a delay concerns."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from storage.enums import IntentStatus, PersonStatus, RequestStatus, Role, RoundKind
from storage.models import Intent, KeyRequest, Person, Provider, Round

CutOffs = Sequence[tuple[int, datetime]]
"""Steps, the highest first, each with the latest moment of sending that has reached it."""

_PENDING = KeyRequest.status == RequestStatus.PENDING


def oldest(session: Session) -> datetime | None:
    """Return a moment before which no pending request was sent as it stands; None when nothing is pending."""
    return session.scalar(select(func.min(KeyRequest.requested_at)).where(_PENDING))


def hold_due(session: Session, cut_offs: CutOffs, most: int) -> Mapping[int, int]:
    """Return the step of each pending request that has reached one it was not chased for, by the request's id.

    Nobody changes them until the transaction ends; those that somebody is changing now are left for the next time.
    """
    step = case(*((_submitted_at() <= cut, number) for number, cut in cut_offs), else_=0)
    rows = session.execute(
        select(KeyRequest.id, step)
        .where(_sent_by(cut_offs[-1][1]), KeyRequest.chased_step < step)
        .order_by(KeyRequest.requested_at, KeyRequest.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return {request_id: reached for request_id, reached in rows}  # noqa: C416 - a row is no pair to mypy


def mark(session: Session, round_id: int, steps: Mapping[int, int]) -> None:
    """Note the step that each held request was chased for, and the round that tells of it. No card shows it."""
    for step in set(steps.values()):
        ids = [request_id for request_id, reached in steps.items() if reached == step]
        session.execute(
            update(KeyRequest)
            .where(KeyRequest.id.in_(ids))
            .values(chased_step=step, chase_id=round_id)
            .execution_options(synchronize_session=False)
        )


def last_round(session: Session, kind: RoundKind, slot: str) -> Round | None:
    """Return the newest round of a kind up to a slot; a clock that was ahead may have left later ones."""
    return session.scalar(
        select(Round).where(Round.kind == kind, Round.slot <= slot).order_by(Round.slot.desc()).limit(1)
    )


def begin_round(session: Session, kind: RoundKind, slot: str, now: datetime) -> Round:
    """Begin the round of a day. Raises `IntegrityError` when another replica began it at this moment."""
    begun = Round(kind=kind, slot=slot, at=now)
    session.add(begun)
    session.flush()
    return begun


def hold_unsent(session: Session, dedupe_keys: Collection[str]) -> bool:
    """Tell whether intents wait and surely none of them has reached Slack; then none does in this transaction."""
    intents = session.scalars(
        select(Intent).where(Intent.dedupe_key.in_(dedupe_keys)).order_by(Intent.id).with_for_update()
    ).all()
    return bool(intents) and all(
        intent.status is IntentStatus.PENDING and not intent.in_doubt for intent in intents
    )


def of_round(session: Session, round_id: int, first_step: int, most: int) -> Sequence[KeyRequest]:
    """Return the requests of a round that still wait and were chased for `first_step` or a later one, oldest first."""
    return session.scalars(
        select(KeyRequest)
        .where(_waiting_of(round_id, first_step))
        .options(joinedload(KeyRequest.provider), joinedload(KeyRequest.taken_by))
        .order_by(_submitted_at(), KeyRequest.id)
        .limit(most)
    ).all()


def count_of_round(session: Session, round_id: int, first_step: int) -> int:
    """Count what `of_round` returns, however much that is."""
    return session.scalar(select(func.count()).where(_waiting_of(round_id, first_step))) or 0


def untold_delays(session: Session, overdue_by: datetime) -> Mapping[str, Sequence[int]]:
    """Return the ids of the requests sent by then of whose delay nobody was told, by the NIT of their delegates.

    Those of which there is nobody to tell are left out, or they would be looked at in every transaction to come.
    """
    rows = session.execute(
        select(Provider.nit, KeyRequest.id)
        .join(KeyRequest, KeyRequest.codigo == Provider.codigo)
        .where(_untold(overdue_by), _somebody_hears())
        .order_by(Provider.nit, KeyRequest.id)
    )
    found: dict[str, list[int]] = {}
    for nit, request_id in rows:
        found.setdefault(nit, []).append(request_id)
    return found


def hold_untold(session: Session, request_ids: Collection[int], overdue_by: datetime) -> Sequence[KeyRequest]:
    """Return those of these requests of whose delay nobody was told; nobody changes them until the transaction ends."""
    # Found by their ids alone and looked at here: asked for late ones, SQLite would go through those of all NITs.
    return [
        request
        for request in session.scalars(
            _whole().where(KeyRequest.id.in_(request_ids)).with_for_update(of=KeyRequest)
        )
        if request.status is RequestStatus.PENDING
        and request.delay_told_at is None
        and request.submitted_at <= overdue_by
    ]


def tell_of_delay(session: Session, request_ids: Collection[int], now: datetime) -> None:
    """Note of held requests that their delegates are told of the delay `now`."""
    session.execute(
        update(KeyRequest)
        .where(KeyRequest.id.in_(request_ids))
        .values(delay_told_at=now)
        .execution_options(synchronize_session=False)
    )


def told_of_delay(session: Session, nit: str, told_at: datetime) -> Sequence[KeyRequest]:
    """Return the requests of a NIT that still wait and of whose delay its delegates were told at a moment."""
    told = session.scalars(_whole().where(Provider.nit == nit, KeyRequest.delay_told_at == told_at))
    return [request for request in told if request.status is RequestStatus.PENDING]


def _whole() -> Select[KeyRequest]:
    return (
        select(KeyRequest)
        .join(KeyRequest.provider)
        .options(
            contains_eager(KeyRequest.provider),
            joinedload(KeyRequest.requested_by),
            joinedload(KeyRequest.resubmitted_by),
        )
        .order_by(_submitted_at(), KeyRequest.id)
    )


def _submitted_at() -> ColumnElement[datetime]:
    return func.coalesce(KeyRequest.resubmitted_at, KeyRequest.requested_at)


def _sent_by(moment: datetime) -> ColumnElement[bool]:
    # Nothing is sent anew before it was first sent: the index of the first moment finds what the second decides.
    return and_(_PENDING, KeyRequest.requested_at <= moment, _submitted_at() <= moment)


def _untold(overdue_by: datetime) -> ColumnElement[bool]:
    return and_(_sent_by(overdue_by), KeyRequest.delay_told_at.is_(None))


def _somebody_hears() -> ColumnElement[bool]:
    sent_by = func.coalesce(KeyRequest.resubmitted_by_id, KeyRequest.requested_by_id)
    active = exists().where(Person.status == PersonStatus.ACTIVE)
    return or_(
        active.where(Person.id == sent_by),
        active.where(Person.nit == Provider.nit, Person.role == Role.DELEGATE),
    )


def _waiting_of(round_id: int, first_step: int) -> ColumnElement[bool]:
    return and_(_PENDING, KeyRequest.chase_id == round_id, KeyRequest.chased_step >= first_step)
