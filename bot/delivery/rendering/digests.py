"""The digest for managers, and the list of expiries beside it."""

from bot.delivery.rendering.drafts import Draft
from bot.delivery.rendering.job import Job


def digest(job: Job) -> Draft | None:
    """Tell the managers, or the one who asked, the figures of a digest."""
    del job
    return None


def digest_file(job: Job) -> Draft | None:
    """Put the whole list of expiries beside a digest."""
    del job
    return None
