"""When what the clock tells may leave: while somebody attends, whatever kept it until now."""

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from bot.delivery.rendering.job import Job
from bot.delivery.sender import NotYetError
from bot.rules.calendar.service_hours import next_opening
from bot.rules.calendar.spreading import is_business_time, next_business_opening, put_off
from storage.enums import DigestKind, IntentKind
from storage.models import Digest


def wait_for_hours(job: Job) -> None:
    """Raise `NotYetError` when an intent of the clock comes up while nobody attends.

    An outage may have kept it until then. What somebody did or ordered, and what is wrong with the clock itself, is
    told at any hour.
    """
    leaves_at = _LEAVES_AT.get(job.intent.kind)
    if leaves_at is not None and (at := leaves_at(job)) > job.now:
        raise NotYetError((at - job.now).total_seconds())


def _while_open(job: Job) -> datetime:
    return next_opening(job.now, job.surroundings.timetable.hours)


def _on_a_business_day(job: Job) -> datetime:
    return next_business_opening(job.now, job.surroundings.timetable.hours)


def _spread_over_a_business_day(job: Job) -> datetime:
    hours = job.surroundings.timetable.hours
    return job.now if is_business_time(job.now, hours) else put_off(job.intent.due_at, job.now, hours)


def _unless_ordered(job: Job) -> datetime:
    digest = job.session.get(Digest, job.subject_id)
    return job.now if digest is None or digest.kind is DigestKind.ON_DEMAND else _while_open(job)


# Officials and managers work on Saturdays too; delegates are left in peace.
_LEAVES_AT: Mapping[IntentKind, Callable[[Job], datetime]] = MappingProxyType(
    {
        IntentKind.REQUEST_FREED: _while_open,
        IntentKind.STALE_REQUESTS: _while_open,
        IntentKind.STALE_REQUESTS_ESCALATED: _while_open,
        IntentKind.EXPIRING_KEYS: _while_open,
        IntentKind.DIGEST: _unless_ordered,
        IntentKind.DIGEST_FILE: _unless_ordered,
        IntentKind.REQUEST_DELAYED: _on_a_business_day,
        IntentKind.EXPIRY_REMINDER: _spread_over_a_business_day,
    }
)
