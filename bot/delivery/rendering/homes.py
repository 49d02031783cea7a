"""The Home of one person."""

from bot.delivery.rendering.drafts import Draft, HomeDraft
from bot.delivery.rendering.job import Job
from bot.services.home import home_board
from bot.views.home.home import home as home_view
from storage import home, people


def home_of(job: Job) -> Draft | None:
    """Draw a Home, unless a newer drawing of it is due already."""
    person = people.load(job.session, job.subject_id)
    if person is None or home.is_superseded(job.session, job.intent, job.now):
        return None
    board = home_board(job.session, person, job.now, job.surroundings.timetable.hours)
    return HomeDraft(person, home_view(board))
