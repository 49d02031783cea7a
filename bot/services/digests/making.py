"""Making digests: every week, every month, and when a manager asks."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.rules.calendar.service_hours import ServiceHours, is_open
from bot.rules.digest_periods import Period, period_of, since_when
from bot.rules.figures import Figures
from bot.rules.permissions import Ability
from bot.services.access import Actor, require
from bot.services.desk import Desk
from bot.services.digests.gathering import gather
from bot.services.traces import note
from storage import audit, digests, jobs, outbox
from storage.db import Sessions
from storage.enums import AuditAction, DigestKind, IntentKind, JobName
from storage.models import Digest
from storage.reading import reading

AGAIN = timedelta(minutes=1)
"""Whoever asks twice within this time is sent one digest."""

# Nobody in Slack does this: whoever runs commands on the server does.
TEAM = "-"
USER = "cli"


def make_due_digests(desk: Desk) -> int:
    """Make the digests whose time has come and that were not made yet; return how many.

    Due is the one of this week and of this month: of those that nobody was there to make, only the newest is of use,
    and none of before this installation began.
    While no manager wants a kind, none is made; who turns it on in the middle of a period has it at once.
    """
    now = desk.now()
    if not is_open(now, desk.timetable.hours):
        return 0
    return sum(_make_if_due(desk, kind, now) for kind in (DigestKind.WEEKLY, DigestKind.MONTHLY))


def order_digest(desk: Desk, actor: Actor) -> None:
    """Queue a digest as a direct message to the manager who asks; its figures are those of when it is sent.

    To gather them takes longer than somebody in Slack may wait for an answer. Asked twice within a minute, the one
    that is under way already does. Raises `NotAllowedError` for non-managers.
    """
    desk.transact(lambda session: _order(desk, session, actor))


def _order(desk: Desk, session: Session, actor: Actor) -> None:
    now = desk.now()
    manager = require(session, actor, Ability.READ_DIGESTS)
    if digests.ordered_since(session, manager.id, now - AGAIN):
        return
    # Two clicks at once are in one minute, and the second stumbles over the first.
    period = f"{manager.id}@{now:%Y-%m-%dT%H:%M}"
    digest = _store(session, DigestKind.ON_DEMAND, period, now, ordered_by_id=manager.id)
    _queue(session, digest, recipient_id=manager.id)
    note(desk, session, actor, AuditAction.DIGEST_ORDERED, f"digest:{digest.id}")


def figures_now(sessions: Sessions, now: datetime, hours: ServiceHours) -> Figures:
    """Return the figures of this moment and the last seven days, without making a digest of them."""
    with reading(sessions) as session:
        return gather(session, now, since_when(DigestKind.ON_DEMAND, now), hours)


def post_digest(sessions: Sessions, figures: Figures) -> int:
    """Make a digest of these figures and queue it for the managers' channel; return its id."""
    with sessions.begin() as session:
        period = f"channel@{figures.made_at:%Y-%m-%dT%H:%M:%S.%f}"
        digest = _store(session, DigestKind.ON_DEMAND, period, figures.made_at, figures)
        _queue(session, digest)
        audit.append(
            session,
            at=figures.made_at,
            team_id=TEAM,
            user_id=USER,
            action=AuditAction.DIGEST_ORDERED,
            subject=f"digest:{digest.id}",
        )
        return digest.id


def _make_if_due(desk: Desk, kind: DigestKind, now: datetime) -> bool:
    period = period_of(kind, now)
    if now < period.due_at:
        return False
    with reading(desk.sessions) as session:
        if digests.find(session, kind, period.name) or not digests.readers(session, kind):
            return False
        last = digests.last(session, kind, now)
        if last is None and _was_not_there(session, period):
            return False
        since = last.made_at if last else since_when(kind, now)
        figures = gather(session, now, since, desk.timetable.hours)
    try:
        with desk.sessions.begin() as session:
            _queue(session, _store(session, kind, period.name, now, figures))
    except IntegrityError:
        # Another replica made it while the figures were gathered.
        return False
    return True


def _was_not_there(session: Session, period: Period) -> bool:
    """Whether this installation began after the digest of a period was due: it has nothing to catch up with."""
    begun = jobs.known_since(session, JobName.DIGESTS)
    return begun is not None and period.due_at < begun


def _store(
    session: Session,
    kind: DigestKind,
    period: str,
    made_at: datetime,
    figures: Figures | None = None,
    ordered_by_id: int | None = None,
) -> Digest:
    digest = Digest(
        kind=kind,
        period=period,
        made_at=made_at,
        ordered_by_id=ordered_by_id,
        figures=figures.model_dump(mode="json") if figures else None,
    )
    session.add(digest)
    session.flush()
    return digest


def _queue(session: Session, digest: Digest, recipient_id: int | None = None) -> None:
    outbox.add(
        session,
        kind=IntentKind.DIGEST,
        subject_id=digest.id,
        dedupe_key=f"digest:{digest.id}",
        lane=f"dm:{recipient_id}" if recipient_id else f"digest:{digest.id}",
        recipient_id=recipient_id,
        now=digest.made_at,
    )
