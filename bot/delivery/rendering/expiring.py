"""What is told of keys that are about to expire."""

from bot.delivery.rendering.drafts import Draft
from bot.delivery.rendering.job import Job


def expiry_reminder(job: Job) -> Draft | None:
    """Remind a delegate of the keys of their entity that are about to expire."""
    del job
    return None


def expiring_keys(job: Job) -> Draft | None:
    """Tell the officials which keys expire within days while nobody has asked for new ones."""
    del job
    return None
