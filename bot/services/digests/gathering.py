"""The figures of a digest, gathered by index from one moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from bot.rules.calendar.days import day_in_bogota, start_of_day
from bot.rules.calendar.service_clock import ServiceClock
from bot.rules.calendar.service_hours import ServiceHours
from bot.rules.digest_periods import since_when
from bot.rules.figures import (
    LATELY,
    MOST_URGENT,
    UNCOVERED_DAYS,
    Figures,
    OfficialLoad,
    Urgent,
    Week,
    bucket_ends,
    last_moment_in,
    median_and_late,
    most_urgent,
    weeks_from,
)
from bot.rules.staleness import business_days_waited
from bot.rules.states import EXPIRING
from bot.views.keys.key_view import SHOWN
from storage import digests, expiries, home
from storage.enums import DigestKind
from storage.expiries import Span
from storage.models import Digest


def gather(session: Session, now: datetime, since: datetime, hours: ServiceHours) -> Figures:
    """Return the figures of this moment; what was done is counted since `since`, waits in service `hours`.

    It takes about a second with the keys of the whole country: give it a session of `storage.reading`.
    """
    waiting, done = digests.waiting(session, now), digests.done_since(session, since)
    waits = digests.waits_since(session, since)
    clock = ServiceClock(min([now, *(submitted_at for submitted_at, _ in waits)]), now, hours)
    median, late = median_and_late([clock.between(*wait) for wait in waits])
    soon = last_moment_in(now, UNCOVERED_DAYS)
    return Figures(
        made_at=now,
        since=since,
        keys=home.expiries(session, bucket_ends(now)),
        weeks=_weeks(session, now),
        urgent=_urgent(session, now),
        uncovered=expiries.uncovered(session, SHOWN, soon),
        sedes_alone=expiries.sedes_alone(session, SHOWN, soon),
        pending=waiting.pending,
        taken=waiting.taken,
        oldest_at=waiting.oldest_at,
        oldest_days=business_days_waited(waiting.oldest_at, now, hours) if waiting.oldest_at else None,
        received=done.received,
        assigned=done.assigned,
        returned=done.returned,
        median_wait=median,
        late_wait=late,
        service_day=hours.full_day,
        loads=_loads(session, now, since),
    )


def figures_of(session: Session, digest: Digest, now: datetime, hours: ServiceHours) -> Figures:
    """Return the figures a digest was made with, or those of this moment where it was ordered without any."""
    if digest.figures is None:
        return gather(session, now, since_when(digest.kind, now), hours)
    return kept_figures(digest)


def kept_figures(digest: Digest) -> Figures:
    """Return the figures a digest was made with; one that a manager ordered has none."""
    return Figures.model_validate(digest.figures)


def previous(session: Session, digest: Digest) -> Figures | None:
    """Return the figures of the digest before this one of the same kind, or None for the first.

    One on demand is compared with the last weekly one.
    """
    kind = DigestKind.WEEKLY if digest.kind is DigestKind.ON_DEMAND else digest.kind
    found = digests.last(session, kind, digest.made_at)
    return kept_figures(found) if found else None


def _weeks(session: Session, now: datetime) -> Sequence[Week]:
    mondays = weeks_from(now)
    counts = expiries.by_week(session, [start_of_day(monday) for monday in mondays])
    return [
        Week(
            begins=monday,
            expiring={environment: number for environment, number in expiring.items() if number},
        )
        for monday, expiring in zip(mondays, counts, strict=False)
    ]


def _urgent(session: Session, now: datetime) -> Sequence[Urgent]:
    span = Span(now - LATELY, now + EXPIRING)
    found = expiries.nearest(session, SHOWN, span, now, MOST_URGENT)
    chosen = most_urgent(found, now)
    keys = expiries.of_sedes(session, chosen, span)
    sedes = expiries.providers_of(session, chosen)
    delegates = expiries.delegates(session, {sede.nit for sede in sedes.values()})
    return [
        Urgent(
            codigo=codigo,
            nit=sedes[codigo].nit,
            name=sedes[codigo].name,
            sede=sedes[codigo].sede or None,
            expires_at=expires_at,
            environments=[
                key.environment
                for key in keys[codigo]
                if key.environment in SHOWN and day_in_bogota(key.expires_at) == day_in_bogota(expires_at)
            ],
            delegates=delegates.get(sedes[codigo].nit, 0),
        )
        for codigo, expires_at in chosen.items()
    ]


def _loads(session: Session, now: datetime, since: datetime) -> Sequence[OfficialLoad]:
    assigned = home.assigned_since(session, since)
    returned: Mapping[int, int] = digests.returned_since(session, since)
    taken = home.taken_now(session, now)
    loads = [
        OfficialLoad(
            user_id=person.user_id,
            assigned=assigned.get(person.id, 0),
            returned=returned.get(person.id, 0),
            taken=taken.get(person.id, 0),
        )
        for person in digests.officials_or(session, {*assigned, *returned})
    ]
    return sorted(loads, key=lambda load: (-load.assigned - load.returned, load.user_id))
