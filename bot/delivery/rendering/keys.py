"""What a delegate is told of keys that were entered."""

from bot.delivery.rendering.drafts import DirectDraft, Draft
from bot.delivery.rendering.job import Job
from bot.views.messages import notices
from storage import keys, requests
from storage.enums import RequestStatus


def keys_assigned(job: Job) -> Draft | None:
    """Tell a delegate that the keys are there."""
    request = requests.load(job.session, job.subject_id)
    if request is None or request.status is not RequestStatus.ASSIGNED:
        return None
    in_force = keys.in_force(job.session, request.codigo)
    return DirectDraft(job.recipient(request.submitted_by), notices.keys_assigned(request, in_force))


def keys_updated(job: Job) -> Draft | None:
    """Tell a delegate which keys an official corrected."""
    saved = keys.saved_with(job.session, job.subject_id)
    request = requests.load(job.session, saved[0].request_id) if saved else None
    if request is None:
        return None
    return DirectDraft(job.recipient(request.submitted_by), notices.keys_updated(request, saved))
