"""The jobs of the clock, and how often each looks for what is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from bot.services.desk import Desk
from bot.services.digests.making import make_due_digests
from bot.services.keys.reminding import remind_of_expiries
from bot.services.requests.chasing import chase_stale
from bot.services.requests.freeing import free_taken
from storage.enums import JobName


@dataclass(frozen=True)
class Job:
    """Something done every so often.

    Attributes:
        every: how much time passes at least between a success and the next run.
        work: does all that is due and returns how many things that were. What is due it reads in the database, so
            that to run late, twice, or twice at once neither loses nor repeats anything.
    """

    name: JobName
    every: timedelta
    work: Callable[[Desk], int]


JOBS = (
    Job(JobName.TAKEN_REQUESTS, timedelta(minutes=1), free_taken),
    Job(JobName.STALE_REQUESTS, timedelta(minutes=5), chase_stale),
    Job(JobName.EXPIRING_KEYS, timedelta(minutes=10), remind_of_expiries),
    Job(JobName.DIGESTS, timedelta(minutes=5), make_due_digests),
)
