"""Every intent, and who renders it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.delivery.rendering import digests, expiring, homes, jobs, keys, registrations, requests, waiting
from bot.delivery.rendering.drafts import Draft
from bot.delivery.rendering.hours import wait_for_hours
from bot.delivery.rendering.job import Job
from storage.enums import IntentKind

_DRAFTS: Mapping[IntentKind, Callable[[Job], Draft | None]] = MappingProxyType(
    {
        IntentKind.REGISTRATION_CARD: registrations.registration_card,
        IntentKind.REGISTRATION_REPEATED: registrations.registration_repeated,
        IntentKind.REGISTRATION_DECIDED: registrations.registration_decided,
        IntentKind.ACCESS_CHANGED: registrations.access_changed,
        IntentKind.REQUEST_CARD: requests.request_card,
        IntentKind.REQUEST_CORRECTED: requests.request_corrected,
        IntentKind.REQUEST_RETURNED: requests.request_returned,
        IntentKind.REQUEST_FREED: waiting.request_freed,
        IntentKind.REQUEST_DELAYED: waiting.request_delayed,
        IntentKind.STALE_REQUESTS: waiting.stale_requests,
        IntentKind.STALE_REQUESTS_ESCALATED: waiting.stale_requests_escalated,
        IntentKind.KEYS_ASSIGNED: keys.keys_assigned,
        IntentKind.KEYS_UPDATED: keys.keys_updated,
        IntentKind.EXPIRY_REMINDER: expiring.expiry_reminder,
        IntentKind.EXPIRING_KEYS: expiring.expiring_keys,
        IntentKind.DIGEST: digests.digest,
        IntentKind.DIGEST_FILE: digests.digest_file,
        IntentKind.JOB_OVERDUE: jobs.job_overdue,
        IntentKind.HOME: homes.home_of,
    }
)


def draft(job: Job) -> Draft | None:
    """Return what to send for an intent, or None when it no longer holds or a newer message shows it already.

    Raises `NotYetError` when it has to wait until somebody attends.
    """
    wait_for_hours(job)
    return _DRAFTS[job.intent.kind](job)
