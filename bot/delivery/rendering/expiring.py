"""What is told of keys that are about to expire."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.delivery.rendering.drafts import ChannelDraft, DirectDraft, Draft
from bot.delivery.rendering.job import Job
from bot.delivery.sender import NotYetError
from bot.rules.calendar.days import day_in_bogota
from bot.rules.calendar.spreading import is_business_time, put_off
from bot.rules.figures import LATELY
from bot.rules.ladder import covered_until, end_of_day
from bot.rules.timetable import URGENT_DAYS
from bot.services.keys.reminder import reminder_of
from bot.views.keys.key_view import SHOWN
from bot.views.messages import expiring as views
from storage import expiries, people, renewals


def expiry_reminder(job: Job) -> Draft | None:
    """Remind a delegate of the keys of their entity that are about to expire.

    Raises `NotYetError` outside the hours of service of business days: an outage or a halt may have kept it until then.
    """
    hours = job.surroundings.timetable.hours
    if not is_business_time(job.now, hours):
        raise NotYetError((put_off(job.intent.due_at, job.now, hours) - job.now).total_seconds())
    person = people.load(job.session, job.subject_id)
    reminder = person and reminder_of(job.session, person, job.surroundings.timetable, job.now)
    return DirectDraft(person, views.expiry_reminder(reminder)) if person and reminder else None


def expiring_keys(job: Job) -> Draft | None:
    """Tell the officials which keys expire within days while nobody has asked for new ones."""
    until = covered_until(day_in_bogota(job.now)) + timedelta(days=URGENT_DAYS)
    stretch = (job.now - LATELY, end_of_day(until))
    extent = renewals.extent(job.session, stretch, SHOWN)
    if not extent.keys:
        return None
    first = renewals.first_sedes(job.session, stretch, SHOWN, views.UNCOVERED_NAMED)
    message = views.expiring_keys(
        views.Uncovered(
            sedes=extent.sedes, keys=extent.keys, until=until, first=_named(job, first), now=job.now
        )
    )
    return ChannelDraft(job.surroundings.officials, message)


def _named(job: Job, first: Mapping[str, datetime]) -> Sequence[views.UncoveredSede]:
    providers = expiries.providers_of(job.session, list(first))
    return [
        views.UncoveredSede(
            provider=providers[codigo],
            expires_at=expires_at,
            delegates=people.active_delegates(job.session, providers[codigo].nit),
        )
        for codigo, expires_at in first.items()
    ]
