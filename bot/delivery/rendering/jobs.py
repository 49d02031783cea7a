"""What managers are told of the clock itself."""

from bot.delivery.rendering.drafts import Draft
from bot.delivery.rendering.job import Job


def job_overdue(job: Job) -> Draft | None:
    """Tell the managers that a job of the clock has not succeeded for too long."""
    del job
    return None
