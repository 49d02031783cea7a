"""Chasing the requests that wait too long."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from bot.rules import staleness
from bot.rules.calendar.days import day_in_bogota, is_business_day
from bot.rules.calendar.service_hours import is_open
from bot.services.desk import Desk
from bot.services.traces import MANAGERS_LANE, OFFICIALS_LANE, delegates_who_hear
from storage import chases, outbox
from storage.chases import CutOffs
from storage.enums import IntentKind, Priority, RoundKind
from storage.models import Round
from storage.reading import reading

GATHERED_FOR = timedelta(minutes=1)
"""How long a round takes in what is due before it is sent: a whole queue is marked in many transactions."""

AT_ONCE = 300  # requests marked in one transaction: some 30 ms of the only write lock
TOLD_AT_ONCE = 50  # late requests whose delegates are told of in one transaction, likewise

_LANES = {
    IntentKind.STALE_REQUESTS: OFFICIALS_LANE,
    IntentKind.STALE_REQUESTS_ESCALATED: MANAGERS_LANE,
}


def chase_stale(desk: Desk) -> int:
    """Remind officials, managers and delegates of what waits too long; return how many requests were told of.

    Nothing is told outside the hours of service. Officials get one message a day at most, however many requests
    are in it; what comes due after it left waits for the next day's.
    """
    now, hours = desk.now(), desk.timetable.hours
    if not (is_open(now, hours) and is_open(now + GATHERED_FOR, hours)):
        return 0
    return _remind_staff(desk, now) + _tell_delegates(desk, now)


def _remind_staff(desk: Desk, now: datetime) -> int:
    with reading(desk.sessions) as session:
        oldest = chases.oldest(session)
    if oldest is None:
        return 0
    cut_offs = staleness.cut_offs(desk.timetable.stale_days, oldest, now, desk.timetable.hours)
    if not cut_offs:
        return 0
    chase_some = partial(_chase_some, desk, cut_offs=cut_offs, now=now)
    chased = 0
    while some := desk.transact(chase_some):
        chased += some
    return chased


def _chase_some(desk: Desk, session: Session, *, cut_offs: CutOffs, now: datetime) -> int:
    due = chases.hold_due(session, cut_offs, AT_ONCE)
    gathering = _gathering_round(session, now) if due else None
    if gathering is None:
        return 0
    chases.mark(session, gathering.id, due)
    _queue(session, IntentKind.STALE_REQUESTS, gathering, now)
    if max(due.values()) >= desk.timetable.stale_days[-1]:
        _queue(session, IntentKind.STALE_REQUESTS_ESCALATED, gathering, now)
    return len(due)


def _gathering_round(session: Session, now: datetime) -> Round | None:
    """Return the round that still takes requests in, a new one if this day has had none, else None."""
    slot = day_in_bogota(now).isoformat()
    last = chases.last_round(session, RoundKind.STALE_REQUESTS, slot)
    if last is not None:
        if chases.hold_unsent(session, [_key(kind, last) for kind in _LANES]):
            return (
                last  # of whatever day: after an outage there is one message and not one for every day of it
            )
        if last.slot == slot:
            return None
    return chases.begin_round(session, RoundKind.STALE_REQUESTS, slot, now)


def _queue(session: Session, kind: IntentKind, gathering: Round, now: datetime) -> None:
    outbox.add(
        session,
        kind=kind,
        subject_id=gathering.id,
        dedupe_key=_key(kind, gathering),
        lane=_LANES[kind],
        now=now,
        due_at=now + GATHERED_FOR,
    )


def _key(kind: IntentKind, gathering: Round) -> str:
    return f"{kind}:{gathering.id}"


def _tell_delegates(desk: Desk, now: datetime) -> int:
    if not is_business_day(desk.today()):
        return 0
    overdue_by = staleness.overdue_by(desk.timetable.promised_days, now, desk.timetable.hours)
    with reading(desk.sessions) as session:
        late = chases.untold_delays(session, overdue_by)
    return sum(_tell_some(desk, ids, overdue_by, now) for ids in _together(late.values()))


def _together(of_nits: Iterable[Sequence[int]]) -> Iterator[Sequence[int]]:
    """Put the requests of several NITs together, up to some `TOLD_AT_ONCE`; those of one NIT stay together."""
    some: list[int] = []
    for ids in of_nits:
        some += ids
        if len(some) >= TOLD_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _tell_some(desk: Desk, request_ids: Sequence[int], overdue_by: datetime, now: datetime) -> int:
    """Queue one message to each delegate, about all that is late of theirs; return how many requests were told of."""
    kind = IntentKind.REQUEST_DELAYED
    with desk.sessions.begin() as session:
        late = chases.hold_untold(session, request_ids, overdue_by)
        # A request of which nobody hears keeps its first date until there is somebody to tell.
        hears = {request.id: who for request in late if (who := delegates_who_hear(session, request))}
        chases.tell_of_delay(session, list(hears), now)
        for person_id in sorted({person.id for who in hears.values() for person in who}):
            outbox.add(
                session,
                kind=kind,
                subject_id=person_id,
                dedupe_key=f"{kind}:{person_id}:{now.isoformat()}",
                lane=f"dm:{person_id}",
                recipient_id=person_id,
                now=now,
                priority=Priority.BULK,
            )
        return len(hears)
