"""A job whose work a test decides, and a look at its row."""

from collections.abc import Callable
from datetime import timedelta

from bot.clock.jobs import Job
from bot.services.desk import Desk
from storage.enums import JobName
from storage.models import Job as JobRow

FIVE_MINUTES = timedelta(minutes=5)


class Work:
    """Counts its runs; `during` is what happens in each."""

    def __init__(self, during: Callable[[], object] = lambda: None) -> None:
        self.runs = 0
        self._during = during

    def __call__(self, _desk: Desk) -> int:
        self.runs += 1
        self._during()
        return 1


def job(work: Callable[[Desk], int], name: JobName = JobName.DIGESTS) -> Job:
    """A job of every five minutes."""
    return Job(name, FIVE_MINUTES, work)


def row(desk: Desk, name: JobName = JobName.DIGESTS) -> JobRow:
    with desk.sessions() as session:
        return session.query(JobRow).filter_by(name=name).one()


def broken() -> None:
    raise ConnectionError("made up")


def power_cut() -> None:
    raise KeyboardInterrupt  # what no handler of ours catches
