"""What is told of a request."""

from bot.delivery.rendering.drafts import CardDraft, DirectDraft, Draft, ReplyDraft
from bot.delivery.rendering.job import Job
from bot.views.messages import cards as card_views
from bot.views.messages import notices
from storage import cards, requests
from storage.enums import CardKind, RequestStatus


def request_card(job: Job) -> Draft | None:
    """Draw the card officials work a request from."""
    request = requests.load(job.session, job.subject_id)
    placed = cards.find(job.session, CardKind.REQUEST, job.subject_id)
    if request is None or (placed is not None and placed.drawn_version >= request.version):
        return None
    return CardDraft(
        kind=CardKind.REQUEST,
        subject_id=request.id,
        version=request.version,
        channel=job.surroundings.officials,
        placed=placed,
        message=card_views.request_card(request, job.now),
    )


def request_corrected(job: Job) -> Draft | None:
    """Tell the officials that a delegate corrected a request."""
    request = requests.load(job.session, job.subject_id)
    card = cards.find(job.session, CardKind.REQUEST, job.subject_id)
    if request is None or card is None or request.status is not RequestStatus.PENDING:
        return None
    return ReplyDraft(card, notices.request_corrected(request, request.holder(job.now)))


def request_returned(job: Job) -> Draft | None:
    """Tell a delegate why a request came back."""
    request = requests.load(job.session, job.subject_id)
    if request is None or request.status is not RequestStatus.RETURNED:
        return None
    return DirectDraft(job.recipient(request.submitted_by), notices.request_returned(request))
