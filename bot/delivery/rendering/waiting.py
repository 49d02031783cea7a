"""What is told of requests that wait too long."""

from bot.delivery.rendering.drafts import Draft
from bot.delivery.rendering.job import Job


def request_freed(job: Job) -> Draft | None:
    """Say in the thread of a card that the official who took the request did not finish it."""
    del job
    return None


def request_delayed(job: Job) -> Draft | None:
    """Tell a delegate that the answer takes longer than promised, and when to expect it."""
    del job
    return None


def stale_requests(job: Job) -> Draft | None:
    """Remind the officials of the requests of one round."""
    del job
    return None


def stale_requests_escalated(job: Job) -> Draft | None:
    """Tell the managers of the requests of one round that wait the longest."""
    del job
    return None
