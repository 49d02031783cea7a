"""What is told of keys that are about to expire."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from bot.delivery.rendering.drafts import ChannelDraft, DirectDraft, Draft
from bot.delivery.rendering.job import Job
from bot.rules.calendar.days import day_in_bogota, first_moment_after
from bot.rules.figures import LATELY
from bot.rules.ladder import covered_until
from bot.rules.timetable import URGENT_DAYS
from bot.services.keys.reminder_content import reminder_of
from bot.views.keys.key_view import SHOWN
from bot.views.messages import expiring as views
from storage import expiries, people, renewals
from storage.expiries import Span


def expiry_reminder(job: Job) -> Draft | None:
    """Remind a delegate of the keys of their entity that are about to expire."""
    person = people.load(job.session, job.subject_id)
    reminder = person and reminder_of(job.session, person, job.surroundings.timetable, job.now)
    return DirectDraft(person, views.expiry_reminder(reminder)) if person and reminder else None


def expiring_keys(job: Job) -> Draft | None:
    """Tell the officials which keys expire within days while nobody has asked for new ones."""
    until = covered_until(day_in_bogota(job.now)) + timedelta(days=URGENT_DAYS)
    stretch = (job.now - LATELY, first_moment_after(until))
    extent = renewals.extent(job.session, stretch, SHOWN)
    if not extent.keys:
        return None
    first = renewals.first_sedes(job.session, stretch, SHOWN, views.UNCOVERED_NAMED)
    message = views.expiring_keys(
        views.Uncovered(
            sedes=extent.sedes,
            keys=extent.keys,
            until=until,
            first=_named(job, first, Span(*stretch)),
            now=job.now,
        )
    )
    return ChannelDraft(job.surroundings.officials, message)


def _named(job: Job, first: Collection[str], span: Span) -> Sequence[views.UncoveredSede]:
    providers = expiries.providers_of(job.session, list(first))
    keys = expiries.of_sedes(job.session, first, span)
    returned = renewals.returned(job.session, first)
    return [
        views.UncoveredSede(
            provider=providers[codigo],
            expiries={key.environment: key.expires_at for key in keys[codigo]},
            delegates=people.active_delegates(job.session, providers[codigo].nit),
            returned=codigo in returned,
        )
        for codigo in first
    ]
