"""What is told of requests that wait too long."""

from bot.delivery.rendering.drafts import ChannelDraft, DirectDraft, Draft, ReplyDraft
from bot.delivery.rendering.job import Job
from bot.rules.staleness import answer_due_anew, business_days_waited
from bot.views.messages import waiting
from bot.views.messages.waiting import NAMED, Stale, Wait
from storage import cards, chases, requests
from storage.enums import CardKind, PersonStatus, RequestStatus
from storage.models import KeyRequest


def request_freed(job: Job) -> Draft | None:
    """Say in the thread of a card that the official who took the request did not finish it.

    Rows of an older version name nobody: they were queued at the take, to redraw the card, which freeing does now.
    """
    official = job.named()
    request = requests.load(job.session, job.subject_id)
    card = cards.find(job.session, CardKind.REQUEST, job.subject_id)
    if official is None or request is None or card is None:
        return None
    if request.status is not RequestStatus.PENDING or request.holder(job.now) is not None:
        return None
    return ReplyDraft(card, waiting.request_freed(request, official))


def request_delayed(job: Job) -> Draft | None:
    """Tell a delegate that the answer takes longer than promised, and when to expect it."""
    person = job.named()
    if person is None or person.nit is None or person.status is not PersonStatus.ACTIVE:
        return None
    # The moment they are told is the moment the intent was added: both are of one transaction.
    late = [
        request
        for request in chases.told_of_delay(job.session, person.nit, job.intent.created_at)
        if request.submitted_by.id == person.id or request.submitted_by.status is not PersonStatus.ACTIVE
    ]
    if not late:
        return None
    # The same day that `/llaves estado` tells, however long this message waited.
    expected = answer_due_anew(job.intent.created_at, job.surroundings.timetable.promised_days)
    return DirectDraft(person, waiting.request_delayed(late, expected))


def stale_requests(job: Job) -> Draft | None:
    """Remind the officials of the requests of one round."""
    stale = _stale(job, first_step=0)
    return ChannelDraft(job.surroundings.officials, waiting.stale_requests(stale)) if stale else None


def stale_requests_escalated(job: Job) -> Draft | None:
    """Tell the managers of the requests of one round that wait the longest."""
    last_step = job.surroundings.timetable.stale_days[-1]
    stale = _stale(job, first_step=last_step)
    if stale is None:
        return None
    return ChannelDraft(job.surroundings.managers, waiting.stale_requests_escalated(stale, last_step))


def _stale(job: Job, first_step: int) -> Stale | None:
    total = chases.count_of_round(job.session, job.subject_id, first_step)
    if not total:
        return None
    named = chases.of_round(job.session, job.subject_id, first_step, NAMED)
    return Stale(
        named=[_wait(job, request) for request in named],
        total=total,
        pending=requests.count_pending(job.session),
    )


def _wait(job: Job, request: KeyRequest) -> Wait:
    card = cards.find(job.session, CardKind.REQUEST, request.id)
    return Wait(
        request=request,
        days=business_days_waited(request.submitted_at, job.now, job.surroundings.timetable.hours),
        holder=request.holder(job.now),
        link=job.surroundings.link_to(card.channel, card.ts) if card else None,
    )
