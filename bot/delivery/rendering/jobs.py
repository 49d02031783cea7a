"""What managers are told of the clock itself."""

from bot.delivery.rendering.drafts import ChannelDraft, Draft
from bot.delivery.rendering.job import Job
from bot.views.messages import jobs as views
from storage import jobs


def job_overdue(job: Job) -> Draft | None:
    """Tell the managers that a job of the clock has not succeeded for too long, unless it has since."""
    row = jobs.load(job.session, job.subject_id)
    if row is None or jobs.incident(row) != job.intent.dedupe_key:
        return None
    return ChannelDraft(job.surroundings.managers, views.job_overdue(row, job.now))
